import { shallowRef } from 'vue'
import { api, need, type Schemas } from '@/api/client'
import { locale, pick } from '@/i18n'

/** The roles of the permission matrix, asked of the server once. */
export const roles = shallowRef<Schemas['RightsRole'][]>([])
const permissions = shallowRef<Schemas['RightsRow'][]>([])
let asked = false

export async function loadRoles() {
  if (asked) return
  asked = true
  const got = await need(api.GET('/api/rights')).catch(() => undefined)
  asked = got !== undefined
  roles.value = got?.roles ?? []
  permissions.value = got?.permissions ?? []
}

/** Roles that somebody can be given. */
export const givenRoles = () => roles.value.filter((r) => r.role !== 'public' && r.role !== 'no_post')

export function roleName(role: string) {
  void loadRoles()
  const found = roles.value.find((r) => r.role === role)
  return found ? pick(found.name) : role
}

/** A permission in words: "Values: write". */
export function permissionName(permission: string) {
  void loadRoles()
  const found = permissions.value.find((p) => p.permission === permission)
  return found ? `${pick(found.resource)}${locale() === 'zh' ? '：' : ': '}${pick(found.action)}` : permission
}
