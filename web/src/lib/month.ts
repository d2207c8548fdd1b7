/** Days of a month in rows from Monday to Sunday; undefined where the month has no day. */
export function monthGrid<D extends { day: string }>(days: D[]): (D | undefined)[][] {
  if (!days.length) return []
  // 0 = Monday
  const first = (new Date(`${days[0].day}T00:00:00Z`).getUTCDay() + 6) % 7
  const cells: (D | undefined)[] = [...Array<undefined>(first).fill(undefined), ...days]
  while (cells.length % 7) cells.push(undefined)
  return Array.from({ length: cells.length / 7 }, (_, i) => cells.slice(i * 7, i * 7 + 7))
}

/** '2026-12' and 1 -> '2027-01'. */
export function shifted(month: string, by: number): string {
  const [year, m] = month.split('-').map(Number)
  const at = year * 12 + m - 1 + by
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
}
