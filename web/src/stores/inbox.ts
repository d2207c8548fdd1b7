import { defineStore } from 'pinia'
import { ref } from 'vue'
import { api, need } from '@/api/client'

/** How many messages wait; asked for now and then while the page is looked at. */
export const useInbox = defineStore('inbox', () => {
  const unread = ref(0)
  async function look() {
    if (document.visibilityState === 'hidden') return
    const got = await need(api.GET('/api/messages/unread')).catch(() => undefined)
    if (got) unread.value = got.unread
  }
  return { unread, look }
})
