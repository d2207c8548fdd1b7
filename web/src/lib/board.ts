/** From a number of the board to the list of its findings: the address says what the list shows. */
import type { RouteLocationRaw } from 'vue-router'
import { t } from '@/i18n'
import { dateOf, today } from './text'

type Value = string | number | undefined

/** Found from .. until (moments; until is not inside itself) become the first and the last day. */
export const toList = (
  context: { campaignId?: number; region: string },
  filter: Record<string, Value>,
): RouteLocationRaw => {
  const { found_from: from, found_until: until, ...rest } = filter
  const found: Record<string, Value> = {}
  if (typeof from === 'number' && from > 1) found.found_from = dateOf(from)
  if (typeof until === 'number') found.found_until = dateOf(until - 1)
  return {
    name: 'findings',
    query: { campaign: context.campaignId, region: context.region, ...rest, ...found },
  }
}

/** Midnight in China at the beginning of a month. */
const midnight = (year: number, month: number) => Date.UTC(year, month, 1) - 8 * 3_600_000
export const PERIODS = ['month', 'lastMonth', 'year', 'all'] as const
export type Period = (typeof PERIODS)[number]

/** From .. until, as the server takes them; nothing for all. */
export function span(period: Period): { from?: number; until?: number } {
  const [year, month] = today().split('-').map(Number)
  if (period === 'month') return { from: midnight(year, month - 1), until: midnight(year, month) }
  if (period === 'lastMonth') return { from: midnight(year, month - 2), until: midnight(year, month - 1) }
  if (period === 'year') return { from: midnight(year, 0), until: midnight(year + 1, 0) }
  return {}
}

/** 4–7 days, more than 90 days. */
export const ageName = (age: { from: number; to: number | null }) =>
  age.to === null ? t('board.ageMore', { from: age.from }) : t('board.ageTo', { from: age.from, to: age.to })
