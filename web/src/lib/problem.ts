import { ApiError } from '@/api/client'
import { t, i18n } from '@/i18n'

/** What went wrong in words: the server's, or ours when it said nothing or could not be reached. */
export function said(e: unknown): string {
  if (e instanceof ApiError) {
    if (e.message) return e.message
    const key = `error.${e.status}`
    if (i18n.global.te(key)) return t(key)
  }
  return t('error.other')
}
