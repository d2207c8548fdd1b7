import { describe, expect, it } from 'vitest'
import { losses, pairs, valuesOf, type Reason } from '@/lib/losses'

const none = { zh: '', en: '' }
function reason(
  kind: Reason['kind'],
  code: string,
  points: string | null,
  full: string | null,
  children: Reason[] = [],
): Reason {
  return {
    kind,
    code,
    name: { zh: code, en: code },
    rule: none,
    arithmetic: '',
    remark: none,
    state: 'ok',
    value_state: 'present',
    verdict: 'none',
    points,
    full,
    veto: false,
    basis: 'annex',
    region: null,
    value: null,
    children,
  }
}

/* 70 % seat + 30 % towns of 1000. The seat lost 50 of 1000 in one item: 0.7 x 50 = 35 of the total.
 * One of two towns lost 100 of 1000 in one item: 0.3 x 100 / 2 = 15 of the total. */
const seat = reason('node', 'seat', '950', '1000', [
  reason('node', 'onsite', '950', '1000', [
    reason('item', 'A', '450', '500'),
    reason('item', 'B', '500', '500'),
  ]),
])
const towns = reason('node', 'towns', '950', '1000', [
  reason('member', 'T1', '900', '1000', [reason('item', 'A', '900', '1000')]),
  reason('member', 'T2', '1000', '1000', [reason('item', 'A', '1000', '1000')]),
])
const top = reason('node', 'combined', '950', '1000', [seat, towns])
const weights = new Map([
  ['seat', 70],
  ['towns', 30],
])

describe('where the points went', () => {
  it('orders losses by what they cost at the top', () => {
    const got = losses(top, weights)
    expect(got.map((l) => l.reason.code)).toEqual(['A', 'A'])
    expect(got[0].cost).toBeCloseTo(35)
    expect(got[1].cost).toBeCloseTo(15)
    expect(got[1].path.map((r) => r.code)).toEqual(['combined', 'towns', 'T1'])
  })
  it('takes the mean over the places of a kind', () => {
    // Two places of 100 points, one lost 20: the kind of 50 points loses 50 x 20 / 100 / 2 = 5.
    const kind = reason('node', 'market', '45', '50', [
      reason('place', '1', '80', '100', [reason('item', 'M', '80', '100')]),
      reason('place', '2', '100', '100', [reason('item', 'M', '100', '100')]),
    ])
    expect(losses(kind)[0].cost).toBeCloseTo(5)
  })
  it('shares the loss of a node among the indicators that failed', () => {
    const failed = { ...reason('indicator', 'I1', null, null), verdict: 'fail' as const }
    const passed = { ...reason('indicator', 'I2', null, null), verdict: 'pass' as const }
    const got = losses(reason('node', 'data', '50', '100', [failed, passed]))
    expect(got.map((l) => l.reason.code)).toEqual(['I1'])
    expect(got[0].cost).toBeCloseTo(50)
  })
  it('has nothing to say about a full score', () => {
    expect(losses(reason('node', 'x', '10', '10', [reason('item', 'y', '10', '10')]))).toEqual([])
  })
  it('finds the values below, and pairs members by order', () => {
    const value = { ...reason('value', '', null, null), value: { id: 1 } as Reason['value'] }
    expect(valuesOf(reason('item', 'x', '1', '2', [value]))).toEqual([value])
    const rows = pairs(top, top, 2)
    expect(rows.map((p) => p.ours?.code)).toEqual(['combined', 'seat', 'onsite', 'towns', 'T1', 'T2'])
  })
})
