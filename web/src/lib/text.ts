import { locale } from '@/i18n'

/** 1234567.5 -> 1,234,567.5; the digits themselves are never touched. */
export function num(text: string | number | null | undefined): string {
  if (text === null || text === undefined || text === '') return ''
  const [whole, part] = String(text).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return part ? `${grouped}.${part}` : grouped
}

const tag = () => (locale() === 'zh' ? 'zh-CN' : 'en-GB')

export const moment = (ms: number) =>
  new Intl.DateTimeFormat(tag(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(ms))

export const day = (ms: number) =>
  new Intl.DateTimeFormat(tag(), { dateStyle: 'medium' }).format(new Date(ms))

/** '2026-04' or '2025' in words of the language; a date '2026-04-24' too. */
export function period(text: string): string {
  const [year, month, date] = text.split('-').map(Number)
  if (!month) return text
  const at = new Date(Date.UTC(year, month - 1, date || 1))
  const shape: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', timeZone: 'UTC' }
  if (date) shape.day = 'numeric'
  return new Intl.DateTimeFormat(tag(), shape).format(at)
}

/** Is `inner` the region `outer` or inside it? Codes are nested prefixes. */
export const within = (inner: string, outer: string) => inner.startsWith(outer)

/** 532624 and 532624000000 are one place; the short one is compared. */
export const shortCode = (code: string) => {
  for (const length of [2, 4, 6, 9, 12]) if (/^0*$/.test(code.slice(length))) return code.slice(0, length)
  return code
}
