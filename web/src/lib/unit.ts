import type { Schemas } from '@/api/client'

export type UnitKind = Schemas['UnitNew']['kind']

/** The kinds of the contract, in the order in which an office thinks of them; words in i18n unitKind. */
export const UNIT_KINDS: UnitKind[] = [
  'government',
  'party',
  'bureau',
  'office',
  'town',
  'community',
  'public_institution',
  'medical',
  'school',
  'enterprise',
  'social',
  'group',
  'other',
]
