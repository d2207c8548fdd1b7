/** Where did the points go: the leaves of a derivation by what they cost the score at the top.
 *
 * Each node shares its points among its children as its method does (sum, weights, mean over places
 * or members). The shares only order the list and are shown as "about"; every exact number on the
 * page is the server's. */
import type { Schemas } from '@/api/client'
import { approx } from './decimal'

export type Reason = Schemas['Reason']
export interface Loss {
  reason: Reason
  path: Reason[]
  cost: number
}

const counted = (r: Reason) => r.full !== null && approx(r.full) > 0

/** Points of the top node that one point of each child is worth. */
function shares(parent: Reason, children: Reason[], weights: Map<string, number>): number[] {
  const full = approx(parent.full)
  const fulls = children.map((c) => approx(c.full))
  const sum = fulls.reduce((a, b) => a + b, 0)
  if (children.every((c) => c.kind === 'place' || c.kind === 'member'))
    return fulls.map((f) => full / children.length / f)
  const w = children.map((c) => (c.kind === 'node' ? (weights.get(c.code) ?? 0) : 0))
  const total = w.reduce((a, b) => a + b, 0)
  if (total > 0 && w.every((x) => x > 0) && Math.abs(sum - full) > 1e-9)
    return fulls.map((f, i) => (full * w[i]) / total / f)
  return fulls.map(() => full / sum)
}

export function losses(top: Reason, weights = new Map<string, number>()): Loss[] {
  const out: Loss[] = []
  function walk(at: Reason, path: Reason[], worth: number) {
    const children = at.kind === 'item' || at.kind === 'indicator' ? [] : at.children.filter(counted)
    if (children.length > 0) {
      const share = shares(at, children, weights)
      children.forEach((c, i) => walk(c, [...path, at], worth * share[i]))
      return
    }
    const failed = at.children.filter((c) => c.kind === 'indicator')
    if (at.kind === 'node' && failed.length > 0) {
      // Indicators carry no points of their own: the node's loss is shared by those that failed.
      const lost = failed.filter((c) => c.verdict === 'fail' || c.value_state === 'missing')
      const cost = ((approx(at.full) - approx(at.points)) * worth) / (lost.length || 1)
      for (const c of lost) if (cost > 0) out.push({ reason: c, path: [...path, at], cost })
      return
    }
    const cost = (approx(at.full) - approx(at.points)) * worth
    if (counted(at) && cost > 1e-9) out.push({ reason: at, path, cost })
  }
  walk(top, [], 1)
  return out.sort((a, b) => b.cost - a.cost)
}

/** The entered values under a reason, itself included. */
export function valuesOf(reason: Reason): Reason[] {
  const own = reason.value ? [reason] : []
  return [...own, ...reason.children.flatMap(valuesOf)]
}

export interface Pair {
  key: string
  depth: number
  ours?: Reason
  theirs?: Reason
}

/** Two derivations side by side down to `depth`; members pair by their order. */
export function pairs(ours: Reason, theirs: Reason | undefined, depth: number): Pair[] {
  const out: Pair[] = []
  function walk(a: Reason | undefined, b: Reason | undefined, level: number, key: string) {
    out.push({ key, depth: level, ours: a, theirs: b })
    if (level >= depth) return
    const ac = a?.children.filter(counted) ?? []
    const bc = b?.children.filter(counted) ?? []
    if ([...ac, ...bc].some((c) => c.kind === 'place' || c.kind === 'item')) return
    if ([...ac, ...bc].some((c) => c.kind === 'member')) {
      for (let i = 0; i < Math.max(ac.length, bc.length); i++) walk(ac[i], bc[i], level + 1, `${key}/${i}`)
      return
    }
    for (const code of new Set([...ac, ...bc].map((c) => c.code)))
      walk(
        ac.find((c) => c.code === code),
        bc.find((c) => c.code === code),
        level + 1,
        `${key}/${code}`,
      )
  }
  walk(ours, theirs, 0, '')
  return out
}
