import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api, need, type Schemas } from '@/api/client'

export const useSession = defineStore('session', () => {
  const user = ref<Schemas['Session']>()
  const asked = ref(false)

  async function load() {
    if (asked.value) return
    user.value = await need(api.GET('/api/session')).catch(() => undefined)
    asked.value = true
  }
  /** What has to be done next; nobody is signed in while a code is to follow. */
  function enter(got: Schemas['Session']) {
    user.value = got.step === 'code' ? undefined : got
    asked.value = true
    return got.step
  }
  async function login(name: string, password: string) {
    return enter(await need(api.POST('/api/session', { body: { name, password } })))
  }
  async function code(text: string) {
    return enter(await need(api.POST('/api/session/code', { body: { code: text } })))
  }
  /** After a step: is there another? */
  async function renew() {
    return enter(await need(api.GET('/api/session')))
  }
  /** In another of my posts from now on. */
  async function act(post: number, delegation: number) {
    return enter(await need(api.PUT('/api/session/post', { body: { post, delegation } })))
  }
  async function logout() {
    await need(api.DELETE('/api/session')).catch(() => undefined)
    forget()
  }
  function forget() {
    user.value = undefined
    asked.value = true
  }
  const can = (permission: string) => user.value?.permissions.includes(permission) ?? false
  const signedIn = computed(() => !!user.value)
  /** Nothing stands between the login and the work. */
  const ready = computed(() => user.value?.step === 'done')
  return { user, signedIn, ready, load, login, code, renew, act, logout, forget, can }
})
