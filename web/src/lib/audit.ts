/** What is asked of the record, in the address and of the server. */
export const AUDIT_KEYS = ['person', 'for', 'kind', 'thing', 'area', 'from', 'until'] as const
export type AuditAsked = Record<(typeof AUDIT_KEYS)[number], string>

const DAY = 24 * 3600 * 1000

/** Midnight in China at the beginning of a day as a calendar field has it. */
const midnight = (day: string) => {
  const at = Date.parse(`${day}T00:00:00+08:00`)
  return Number.isNaN(at) || at < 0 ? undefined : at
}

export function askedOf(query: Record<string, unknown>): AuditAsked {
  return Object.fromEntries(AUDIT_KEYS.map((key) => [key, String(query[key] ?? '')])) as AuditAsked
}

export function filterOf(asked: AuditAsked) {
  const until = asked.until ? midnight(asked.until) : undefined
  return {
    person: asked.person || undefined,
    for: asked.for || undefined,
    kind: asked.kind || undefined,
    thing: asked.thing || undefined,
    region: asked.area || undefined,
    from: asked.from ? midnight(asked.from) : undefined,
    until: until === undefined ? undefined : until + DAY,
  }
}

/** The same as the query of an address of the server. */
export function queryOf(asked: AuditAsked): string {
  const given = Object.entries(filterOf(asked)).filter(([, value]) => value !== undefined)
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
  return text ? `?${text}` : ''
}

export interface FieldChange {
  field: string
  before: string
  after: string
}

const shown = (value: unknown) =>
  value === undefined || value === null
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)

function fields(text: string): Record<string, unknown> {
  if (!text) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : { '': value }
  } catch {
    return { '': text }
  }
}

/** Field by field: what stood there before, what stands there now. */
export function changesOf(before: string, after: string): FieldChange[] {
  const was = fields(before)
  const became = fields(after)
  const names = [...new Set([...Object.keys(was), ...Object.keys(became)])]
  return names.map((field) => ({ field, before: shown(was[field]), after: shown(became[field]) }))
}
