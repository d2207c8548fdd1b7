import { onScopeDispose, ref, shallowRef, watch, type Ref, type WatchSource } from 'vue'
import { ApiError } from '@/api/client'

export interface Loaded<T> {
  data: Ref<T | undefined>
  error: Ref<ApiError | undefined>
  loading: Ref<boolean>
  again: () => Promise<void>
}

/** Loads at once and again whenever a source changes; a late answer to an old question is dropped. */
export function useLoad<T>(
  get: () => Promise<T> | undefined,
  sources: WatchSource[] = [],
  keep = true,
): Loaded<T> {
  const data = shallowRef<T>()
  const error = shallowRef<ApiError>()
  const loading = ref(true)
  let turn = 0
  async function again() {
    const mine = ++turn
    const answer = get()
    if (!answer) {
      loading.value = false
      return
    }
    loading.value = true
    error.value = undefined
    if (!keep) data.value = undefined
    try {
      const got = await answer
      if (mine === turn) data.value = got
    } catch (e) {
      if (mine === turn) error.value = e instanceof ApiError ? e : new ApiError(0)
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  // A watch on nothing never fires, not even at once.
  if (sources.length > 0) watch(sources, again)
  void again()
  onScopeDispose(() => turn++)
  return { data, error, loading, again }
}
