/** Proof of a finding: added through the door of its part, with what the app knows at the shutter. */
import { anyFile, api, need, type Schemas } from '@/api/client'
import { flags, needWords, proofs } from '@/api/lifecycle'
import { pick } from '@/i18n'
import { newKey, type FindingDetail } from './finding'

export type Proof = Schemas['Proof']
export type ProofFlag = Schemas['ProofFlag']
export type Part = Schemas['ProofPart']
export const PARTS = Object.keys(proofs) as Part[]
const upper = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)
export const partName = (part: string) => upper(pick(proofs[part]))
export const flagName = (kind: string) => upper(pick(flags[kind]))
export const ACCEPT = '.jpg,.jpeg,.png,.pdf,.docx,.xlsx,image/jpeg,image/png'
export const NEEDS = ['text', 'photo', 'paper', 'measure'] as const
export const needName = (need: string) => upper(pick(needWords[need]))

const base = '/api/campaigns/{campaign}/findings/{finding}' as const

/** Where a picture is shown from; the small one is drawn anew by the server. */
export const thumbUrl = (campaign: number, finding: number, proof: number) =>
  `/api/campaigns/${campaign}/findings/${finding}/proofs/${proof}/thumb`
export const fileUrl = (campaign: number, finding: number, proof: number) =>
  `/api/campaigns/${campaign}/findings/${finding}/proofs/${proof}/file`

export interface Shot {
  shot_at?: number
  lat?: number
  lon?: number
  accuracy?: number
}

/** The position now, when the browser is allowed to say; nothing otherwise. */
export function position(): Promise<Shot> {
  return new Promise((done) => {
    if (!navigator.geolocation) return done({})
    navigator.geolocation.getCurrentPosition(
      (p) =>
        done({
          lat: Math.round(p.coords.latitude * 1e6),
          lon: Math.round(p.coords.longitude * 1e6),
          accuracy: Math.min(Math.round(p.coords.accuracy), 10_000_000),
        }),
      () => done({}),
      { enableHighAccuracy: true, timeout: 8000, maximumAge: 30_000 },
    )
  })
}

export interface Sending {
  part: Part
  file: File
  key: string
  shot: Shot
}
export const sending = (part: Part, file: File, shot: Shot): Sending => ({ part, file, key: newKey(), shot })

export function sendFile(campaign: number, finding: number, s: Sending): Promise<FindingDetail> {
  const query = { key: s.key, name: [...s.file.name].slice(-60).join(''), ...s.shot }
  const init = { params: { path: { campaign, finding }, query }, ...anyFile(s.file) } as never
  switch (s.part) {
    case 'found':
      return need(api.POST(`${base}/proofs/found`, init))
    case 'fixed':
      return need(api.POST(`${base}/proofs/fixed`, init))
    default:
      return need(api.POST(`${base}/proofs/check`, init))
  }
}

export function sendMeasure(
  campaign: number,
  finding: number,
  part: Part,
  body: Schemas['MeasureNew'],
): Promise<FindingDetail> {
  const init = { params: { path: { campaign, finding } }, body }
  return part === 'check'
    ? need(api.POST(`${base}/measures/check`, init))
    : need(api.POST(`${base}/measures/fixed`, init))
}

/** Millionths of a degree as people write them. */
export const degrees = (lat: number, lon: number) => `${(lat / 1e6).toFixed(4)}, ${(lon / 1e6).toFixed(4)}`
