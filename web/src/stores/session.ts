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
  async function login(name: string, password: string) {
    user.value = await need(api.POST('/api/session', { body: { name, password } }))
    asked.value = true
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
  return { user, signedIn, load, login, logout, forget, can }
})
