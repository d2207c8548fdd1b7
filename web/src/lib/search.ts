import { ref, shallowRef, watch } from 'vue'
import type { ApiError } from '@/api/client'

interface Part<Row> {
  rows: Row[]
  /** For the next page; empty at the end. */
  next: string
}

/** A list that is searched by what is typed and read page by page; the last question asked wins. */
export function useSearch<Row>(ask: (q?: string, after?: string) => Promise<Part<Row>>) {
  const rows = shallowRef<Row[]>()
  const next = ref('')
  const q = ref('')
  const busy = ref(false)
  const error = shallowRef<ApiError>()
  let turn = 0

  async function read(after?: string) {
    const mine = ++turn
    busy.value = true
    error.value = undefined
    try {
      const got = await ask(q.value.trim() || undefined, after)
      if (mine !== turn) return
      rows.value = after ? [...(rows.value ?? []), ...got.rows] : got.rows
      next.value = got.next
    } catch (e) {
      if (mine === turn) error.value = e as ApiError
    } finally {
      if (mine === turn) busy.value = false
    }
  }
  let wait: ReturnType<typeof setTimeout> | undefined
  watch(q, () => {
    clearTimeout(wait)
    wait = setTimeout(() => read(), 250)
  })
  void read()
  return { q, rows, next, busy, error, load: () => read(), more: () => read(next.value) }
}
