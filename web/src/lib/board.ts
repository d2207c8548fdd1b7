/** From a number of the board to the list of its findings: the address says what the list shows. */
import type { LocationQuery, RouteLocationRaw } from 'vue-router'
import { t } from '@/i18n'
import { today } from './text'

/** Filters of the list that only a number opens; each goes to the server as it is. */
const NUMBERS = ['severity', 'severity_to', 'found_from', 'found_until', 'due_from'] as const
const TEXTS = ['item', 'kind'] as const
const FLAGS = ['unowned', 'repeated'] as const
export const OPENED = [...NUMBERS, ...TEXTS, ...FLAGS, 'what']

export type Opened = Partial<
  Record<(typeof NUMBERS)[number], number> &
    Record<(typeof TEXTS)[number], string> &
    Record<(typeof FLAGS)[number], boolean>
>

/** What the address of a list says beyond its own filters; nothing of it is trusted by the server. */
export function opened(query: LocationQuery): Opened {
  const out: Record<string, unknown> = {}
  for (const key of NUMBERS)
    if (/^[1-9]\d{0,13}$/.test(String(query[key] ?? ''))) out[key] = Number(query[key])
  for (const key of TEXTS) if (typeof query[key] === 'string' && query[key]) out[key] = query[key]
  for (const key of FLAGS) if (query[key] === '1') out[key] = true
  return out as Opened
}

type Value = string | number | undefined
export const toList = (
  context: { campaignId?: number; region: string },
  filter: Record<string, Value>,
  what?: string,
): RouteLocationRaw => ({
  name: 'findings',
  query: { campaign: context.campaignId, region: context.region, ...filter, what } as Record<string, Value>,
})

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
