import { locale } from '@/i18n'
import { UNITS } from '@/i18n/units'

/** 1234567.5 -> 1,234,567.5; the digits themselves are never touched. */
export function num(text: string | number | null | undefined): string {
  if (text === null || text === undefined || text === '') return ''
  const [whole, part] = String(text).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return part ? `${grouped}.${part}` : grouped
}

/** Numbers of one column with as many decimals as the longest of them, so that they stand in line. */
export function inLine(column: (string | null)[]): (text: string | null) => string {
  const decimals = (text: string | null) => text?.split('.')[1]?.length ?? 0
  const most = Math.max(0, ...column.map(decimals))
  return (text) =>
    text && most ? num(text + (decimals(text) ? '' : '.') + '0'.repeat(most - decimals(text))) : num(text)
}

/** Standards write their units in Chinese. */
export const unitName = (unit: string): string => (locale() === 'en' ? (UNITS[unit] ?? unit) : unit)

/** 12小时, 12 hours, 12%, 35 µg/m³. */
export function withUnit(text: string | null, unit: string): string {
  const name = unitName(unit)
  return num(text) + (/^[a-zµ]/i.test(name) ? ` ${name}` : name)
}

const tag = () => (locale() === 'zh' ? 'zh-CN' : 'en-GB')

/** Times are those of the office: China's clock, wherever the browser stands. */
const inChina = (ms: number, shape: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(tag(), { ...shape, timeZone: 'Asia/Shanghai' }).format(new Date(ms))

export const moment = (ms: number) => inChina(ms, { dateStyle: 'medium', timeStyle: 'short' })

/** To the second: of a record. */
export const exact = (ms: number) => inChina(ms, { dateStyle: 'medium', timeStyle: 'medium' })

export const day = (ms: number) => inChina(ms, { dateStyle: 'medium' })

/** The date in China, as the contract writes it: 2026-04-24. */
export const dateOf = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
export const today = () => dateOf(Date.now())

/** '2026-04' or '2025' in words of the language; a date '2026-04-24' too. */
export function period(text: string): string {
  const [year, month, date] = text.split('-').map(Number)
  if (!month) return text
  const at = new Date(Date.UTC(year, month - 1, date || 1))
  const shape: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', timeZone: 'UTC' }
  if (date) shape.day = 'numeric'
  return new Intl.DateTimeFormat(tag(), shape).format(at)
}

/** Is `inner` the region `outer` or inside it? Codes are nested prefixes; 0 is the nation. */
export const within = (inner: string, outer: string) => outer === '0' || inner.startsWith(outer)

/** 532624 and 532624000000 are one place; the short one is compared. */
export const shortCode = (code: string) => {
  for (const length of [2, 4, 6, 9, 12]) if (/^0*$/.test(code.slice(length))) return code.slice(0, length)
  return code
}
