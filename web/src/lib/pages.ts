/** Which part of a long list is shown. */
export interface Shown {
  page: number
  pages: number
  from: number
}

/** The page that is asked for; without one, that of the row `start`; never one that is not there. */
export function pageOf(total: number, size: number, asked: unknown, start = 0): Shown {
  const pages = Math.max(1, Math.ceil(total / size))
  const wanted = Math.floor(Number(asked)) || Math.floor(Math.max(0, start) / size) + 1
  const page = Math.min(pages, Math.max(1, wanted))
  return { page, pages, from: (page - 1) * size }
}
