import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { whenSignedOut } from './api/client'
import { i18n, locale, setLocale } from './i18n'
import { router } from './router'
import { useContext } from './stores/context'
import { useSession } from './stores/session'
import './styles/theme.css'
import './styles/print.css'

setLocale(locale())
const app = createApp(App).use(createPinia()).use(i18n).use(router)
whenSignedOut(() => {
  const session = useSession()
  if (!session.signedIn) return
  session.forget()
  useContext().forget()
  void router.push({ name: 'login', query: { to: router.currentRoute.value.fullPath, expired: '1' } })
})
app.mount('#app')
