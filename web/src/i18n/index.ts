import { createI18n } from 'vue-i18n'
import { en } from './en'
import { zh } from './zh'

export type Locale = 'zh' | 'en'
const KEPT = 'taizhang.language'

function first(): Locale {
  const kept = typeof localStorage === 'undefined' ? null : localStorage.getItem(KEPT)
  return kept === 'en' ? 'en' : 'zh'
}

export const i18n = createI18n({
  legacy: false,
  locale: first() as string,
  fallbackLocale: 'zh',
  messages: { zh, en },
})

export const locale = (): Locale => i18n.global.locale.value as Locale

export function setLocale(to: Locale) {
  i18n.global.locale.value = to
  localStorage.setItem(KEPT, to)
  document.documentElement.lang = to === 'zh' ? 'zh-CN' : 'en'
}

export const t = i18n.global.t

/** The name in the language of the page; the other one when it has none. */
export const pick = (names: { zh: string; en: string } | undefined): string =>
  !names ? '' : locale() === 'zh' ? names.zh || names.en : names.en || names.zh
