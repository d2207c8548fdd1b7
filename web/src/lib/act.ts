import { ref, shallowRef } from 'vue'
import { ApiError } from '@/api/client'

/** Something that is done once at a press: whether it runs, and what went wrong the last time. */
export function useAct() {
  const busy = ref(false)
  const error = shallowRef<ApiError>()
  /** True when it was done. */
  async function act(what: () => Promise<unknown>): Promise<boolean> {
    busy.value = true
    error.value = undefined
    try {
      await what()
      return true
    } catch (e) {
      error.value = e instanceof ApiError ? e : new ApiError(0)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, error, act }
}
