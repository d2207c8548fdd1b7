import type { Schemas } from '@/api/client'

export type Mark = { sign: string; tone: 'good' | 'bad' | 'due' | ''; word: string }

/** Sign, tone and word of a verdict; colour never stands alone. */
export function markOf(verdict: Schemas['Verdict'], state: Schemas['State']): Mark {
  if (verdict === 'pass') return { sign: '✓', tone: 'good', word: 'pass' }
  if (verdict === 'fail' && state !== 'missing') return { sign: '✗', tone: 'bad', word: 'fail' }
  if (state === 'missing') return { sign: '?', tone: 'due', word: 'missing' }
  if (state === 'not_tested') return { sign: '○', tone: '', word: 'not_tested' }
  if (state === 'empty_denominator') return { sign: '∅', tone: '', word: 'empty_denominator' }
  if (state === 'not_applicable') return { sign: '—', tone: '', word: 'not_applicable' }
  return { sign: '·', tone: '', word: 'unjudged' }
}
