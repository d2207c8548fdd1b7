import { i18n, t } from '@/i18n'

/** Roles that people can have, in the order of the rights. */
export const ROLES = [
  'coordinator',
  'unit',
  'leader',
  'administrator',
  'security_administrator',
  'auditor',
] as const

export const roleName = (role: string) => (i18n.global.te(`role.${role}`) ? t(`role.${role}`) : role)
