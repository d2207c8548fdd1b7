/** Words of the life of a finding, and the doors through which it is acted on. */
import { api, need, type Schemas } from '@/api/client'
import { actions, forms, levels, needs, sources, states } from '@/api/lifecycle'
import { pick } from '@/i18n'

export type Finding = Schemas['Finding']
export type FindingDetail = Schemas['FindingDetail']
export type Act = Schemas['FindingAct']

const upper = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)
const word = (of: Record<string, { zh: string; en: string }>) => (code: string) =>
  of[code] ? upper(pick(of[code])) : code
export const stateName = word(states)
export const sourceName = word(sources)
export const formName = word(forms)
export const levelName = word(levels)
export const actName = word(actions)
export const SOURCES = Object.keys(sources) as Schemas['FindingSource'][]
export const FORMS = Object.keys(forms) as Schemas['FindingForm'][]
export const LEVELS = Object.keys(levels)
export const OPEN_STATES = [
  'reported',
  'verified',
  'filed',
  'dispatched',
  'fixing',
  'fixed',
  'suspended',
  'appealed',
]
export const needsReason = (act: Act) => needs[act].reason

/** What a form of an act says; the server takes what the act asks for. */
export interface Said {
  reason?: string
  limit?: string
  lead?: number
  co?: number[]
  form?: Schemas['FindingForm']
  requirement?: string
  need?: Schemas['FindingNeed']
  need_reason?: string
  on_site?: boolean
  level?: Schemas['FindingSupervise']['level']
  into?: number
  defects?: number[]
  stages?: { target: string; due_on: string }[]
  stage?: number
}

/** An id of its own for each press of a button: repeated by a bad line, it is done once. (randomUUID needs TLS.) */
export const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('')

export async function doAct(
  campaign: number,
  finding: { id: number; version: number },
  act: Act,
  said: Said,
  key: string,
): Promise<FindingDetail> {
  const params = { path: { campaign, finding: finding.id } }
  const body = { ...said, act, version: finding.version, key } as never
  const base = '/api/campaigns/{campaign}/findings/{finding}' as const
  switch (needs[act].door) {
    case 'manage':
      return need(api.POST(`${base}/manage`, { params, body }))
    case 'answer':
      return need(api.POST(`${base}/answer`, { params, body }))
    case 'recheck':
      return need(api.POST(`${base}/recheck`, { params, body }))
    case 'supervise':
      return need(api.POST(`${base}/supervise`, { params, body }))
    default:
      return need(api.POST(`${base}/hearing`, { params, body }))
  }
}
