/** What the list of findings shows, as it stands in the address; the address reproduces it. */
import type { LocationQuery } from 'vue-router'
import type { paths } from '@/api/schema'

export type FindingQuery = paths['/api/campaigns/{campaign}/findings']['get']['parameters']['query']

/** Members of the address that choose findings. */
export const FILTER_KEYS = [
  'open',
  'mine',
  'state',
  'source',
  'form',
  'item',
  'clause',
  'kind',
  'severity',
  'severity_to',
  'unowned',
  'stage_late',
  'unit',
  'part',
  'closing',
  'due',
  'due_on',
  'due_from',
  'due_until',
  'found_from',
  'found_until',
  'repeated',
  'words',
] as const
/** And those that choose how they are shown: all together are a view. */
export const VIEW_KEYS = [...FILTER_KEYS, 'sort', 'cols'] as const
export type ViewKey = (typeof VIEW_KEYS)[number]

const DAY = 86_400_000
const text = (q: LocationQuery, key: string) => String(q[key] ?? '')
const number = (q: LocationQuery, key: string) => Number(/^\d{1,9}$/.exec(text(q, key))?.[0]) || undefined
/** Midnight in China at the start of '2026-04-24'. */
export const midnight = (day: string) => {
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00+08:00`) : NaN
  return Number.isFinite(at) && at > 0 ? at : undefined
}
const after = (at: number | undefined) => (at ? at + DAY : undefined)

/** Only findings whose deadline lies in a span. */
export const dueSpan = (q: LocationQuery) => ['due_on', 'due_from', 'due_until'].some((key) => !!text(q, key))

/** The parameters of listFindings. What no filter can be is left out; what the server does not know it refuses in words. */
export function findingQuery(q: LocationQuery, region: string): FindingQuery {
  const flag = (key: string) => (['1', '0'].includes(text(q, key)) ? text(q, key) === '1' : undefined)
  const word = <T extends string>(key: string) => (text(q, key) || undefined) as T | undefined
  const on = midnight(text(q, 'due_on'))
  return {
    region,
    open: flag('open'),
    mine: flag('mine') || undefined,
    state: word('state'),
    source: word('source'),
    form: word('form'),
    item: word('item'),
    clause: word('clause'),
    kind: word('kind'),
    severity: number(q, 'severity'),
    severity_to: number(q, 'severity_to'),
    unowned: flag('unowned') || undefined,
    stage_late: flag('stage_late') || undefined,
    unit: number(q, 'unit'),
    part: number(q, 'unit') ? word('part') : undefined,
    closing: word('closing'),
    due: word('due'),
    // A day, or a moment to which the board counts.
    due_from:
      on ?? midnight(text(q, 'due_from')) ?? (Number(/^\d{13}$/.exec(text(q, 'due_from'))?.[0]) || undefined),
    due_until: after(on ?? midnight(text(q, 'due_until'))),
    found_from: midnight(text(q, 'found_from')),
    found_until: after(midnight(text(q, 'found_until'))),
    repeated: flag('repeated') || undefined,
    words: word('words'),
    // A span of deadlines is walked by deadline.
    sort: text(q, 'sort') === 'found' && !dueSpan(q) ? 'found' : undefined,
  }
}

/** Campaign and round are not part of a view: it goes along to the next one. */
export function viewText(q: LocationQuery): string {
  const out = new URLSearchParams()
  for (const key of VIEW_KEYS) if (text(q, key)) out.set(key, text(q, key))
  return out.toString()
}

/** Every member of a view, those that it does not have empty; unknown ones of an older program are passed over. */
export function viewQuery(kept: string): Record<ViewKey, string | undefined> {
  const given = new URLSearchParams(kept)
  return Object.fromEntries(VIEW_KEYS.map((key) => [key, given.get(key) || undefined])) as Record<
    ViewKey,
    string | undefined
  >
}

export const filtered = (q: LocationQuery) => FILTER_KEYS.some((key) => !!text(q, key))
export const viewed = (q: LocationQuery) => VIEW_KEYS.some((key) => !!text(q, key))

/** Columns of the list; the description always stands there. */
export const COLUMNS = ['place', 'kind', 'item', 'found', 'severity', 'unit', 'due', 'state'] as const
export type Column = (typeof COLUMNS)[number]
const USUAL: Column[] = ['place', 'item', 'found', 'unit', 'due', 'state']
export function shownColumns(q: LocationQuery): Column[] {
  const asked = text(q, 'cols').split('.')
  const known = COLUMNS.filter((c) => asked.includes(c))
  return known.length ? known : USUAL
}
export const columnsText = (shown: Column[]) =>
  COLUMNS.every((c) => shown.includes(c) === USUAL.includes(c)) || shown.length === 0
    ? undefined
    : COLUMNS.filter((c) => shown.includes(c)).join('.')
