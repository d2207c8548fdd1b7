import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { views as en } from '@/i18n/views.en'
import { views as zh } from '@/i18n/views.zh'
import { columnsText, findingQuery, midnight, shownColumns, viewQuery, viewText } from '@/lib/findingQuery'
import { LEDGER_COLUMNS } from '@/lib/ledger'
import { clusters, moved, ruler, screen, whole, zoomed, type Point } from '@/lib/map'
import { monthGrid, shifted } from '@/lib/month'

describe('what the list of findings shows', () => {
  it('is what the address says, a day from midnight to midnight in China', () => {
    // 2026-04-29 00:00 +08:00 by `date -d`.
    expect(midnight('2026-04-29')).toBe(1777392000000)
    expect(findingQuery({ due_on: '2026-04-29', open: '1' }, '532624')).toMatchObject({
      region: '532624',
      open: true,
      due_from: 1777392000000,
      due_until: 1777478400000,
    })
    expect(findingQuery({ found_until: '2026-04-28' }, '5326').found_until).toBe(1777392000000)
    // 2026-04-29 00:00 in China is 2026-04-28T16:00Z = 1777392000 s; one day more behind the last one.
    const span = { due_from: '2026-04-29', due_until: '2026-04-29', sort: 'found' }
    expect(findingQuery(span, '5326')).toMatchObject({ due_from: 1777392000000, due_until: 1777478400000 })
    // A span is walked by deadline: the other order would pass over it.
    expect(findingQuery(span, '5326').sort).toBeUndefined()
    expect(findingQuery({ due_from: '1777392000001' }, '5326').due_from).toBe(1777392000001)
  })
  it('passes over what is no filter', () => {
    const q = findingQuery({ open: 'x', severity: '2e9', unit: '-1', part: 'co', due_on: 'soon' }, '53')
    expect(Object.values(q).filter((v) => v !== undefined)).toEqual(['53'])
  })
  it('is kept as a view without campaign, region and open finding', () => {
    const kept = viewText({ campaign: '1', region: '5326', finding: '7', state: 'fixing', words: 'a&b' })
    expect(kept).toBe('state=fixing&words=a%26b')
    const back = viewQuery(`${kept}&campaign=9&evil=1`)
    expect(back.words).toBe('a&b')
    expect(back).toHaveProperty('due', undefined)
    expect(Object.keys(back)).not.toContain('campaign')
    expect(Object.keys(back)).not.toContain('evil')
  })
  it('has the usual columns until others are chosen', () => {
    expect(shownColumns({})).toEqual(['place', 'item', 'found', 'unit', 'due', 'state'])
    expect(shownColumns({ cols: 'state.nonsense.kind' })).toEqual(['kind', 'state'])
    expect(columnsText(['state', 'kind'])).toBe('kind.state')
    expect(columnsText(shownColumns({}))).toBeUndefined()
  })
})

describe('the ledger', () => {
  it('has the columns of the server', () => {
    const c = readFileSync('../src/work/finding_ledger.c', 'utf8')
    const heads = [...c.matchAll(/\[COL_\w+\] = \{"([^"]*)",\s*"([^"]*)"/g)].map((m) => [m[1], m[2]])
    expect(LEDGER_COLUMNS.map((l) => [zh.ledger[l], en.ledger[l]])).toEqual(heads)
    const list = c.slice(c.indexOf('LEDGER_CODES[LEDGER_COLUMNS] = {'))
    const codes = [...list.slice(0, list.indexOf('};')).matchAll(/"(\w+)"/g)].map((m) => m[1])
    expect(LEDGER_COLUMNS).toEqual(codes)
    expect(codes).toHaveLength(27)
  })
})

describe('a month', () => {
  it('begins under its weekday', () => {
    // 1 April 2026 is a Wednesday; April has 30 days.
    const days = Array.from({ length: 30 }, (_, i) => ({ day: `2026-04-${String(i + 1).padStart(2, '0')}` }))
    const grid = monthGrid(days)
    expect(grid).toHaveLength(5)
    expect(grid[0][1]).toBeUndefined()
    expect(grid[0][2]?.day).toBe('2026-04-01')
    expect(grid[4][3]?.day).toBe('2026-04-30')
    expect(grid[4][4]).toBeUndefined()
  })
  it('is followed by the next, over the year', () => {
    expect(shifted('2026-12', 1)).toBe('2027-01')
    expect(shifted('2026-01', -1)).toBe('2025-12')
  })
})

describe('the map', () => {
  const at = (id: number, lat: number, lon: number): Point => ({
    id,
    lat: lat * 1e6,
    lon: lon * 1e6,
    open: true,
    late: false,
    text: '',
  })
  it('shows all points, north above, and keeps what is under the finger', () => {
    const points = [at(1, 23, 104), at(2, 24, 105)]
    const look = whole(points, 600, 480)
    const a = screen(look, 600, 480, 23, 104)
    const b = screen(look, 600, 480, 24, 105)
    for (const p of [a, b]) {
      expect(p.x).toBeGreaterThan(0)
      expect(p.x).toBeLessThan(600)
      expect(p.y).toBeGreaterThan(0)
      expect(p.y).toBeLessThan(480)
    }
    expect(b.y).toBeLessThan(a.y)
    expect(b.x).toBeGreaterThan(a.x)
    const near = screen(zoomed(look, 2, 600, 480, b.x, b.y), 600, 480, 24, 105)
    expect(near.x).toBeCloseTo(b.x, 0)
    expect(near.y).toBeCloseTo(b.y, 6)
    const gone = screen(moved(look, 10, -5), 600, 480, 23.5, 104.5)
    const here = screen(look, 600, 480, 23.5, 104.5)
    expect(gone.x - here.x).toBeCloseTo(10, 1)
    expect(gone.y - here.y).toBeCloseTo(-5, 6)
  })
  it('puts together what lies on each other, and nothing gets lost', () => {
    const points = [at(1, 23, 104), at(2, 23.00001, 104.00001), at(3, 24, 105)]
    const look = whole(points, 600, 480)
    const got = clusters(points, look, 600, 480)
    expect(got.map((c) => c.points.length).sort()).toEqual([1, 2])
  })
  it('has a ruler of a round length', () => {
    // 111.195 km a degree: at 1000 pixels a degree 130 pixels are 14.5 km, the round length below is 10 km.
    const r = ruler({ lat: 0, lon: 0, scale: 1000 })
    expect(r.metres).toBe(10000)
    expect(r.pixels).toBeCloseTo(10000 / 111.195, 6)
  })
})
