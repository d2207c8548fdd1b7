import { describe, expect, it } from 'vitest'
import { pageOf } from '@/lib/pages'

describe('a long list in pages', () => {
  it('a short one is one page', () => {
    expect(pageOf(0, 50, undefined)).toEqual({ page: 1, pages: 1, from: 0 })
    expect(pageOf(50, 50, undefined)).toEqual({ page: 1, pages: 1, from: 0 })
  })
  it('2,844 counties are 57 pages of 50', () => {
    expect(pageOf(2844, 50, '57')).toEqual({ page: 57, pages: 57, from: 2800 })
  })
  it('a page that is not there is the last or the first', () => {
    for (const [asked, page] of [
      ['2', 2],
      ['9', 3],
      ['-1', 1],
      ['x', 1],
      ['0', 1],
      ['1.5', 1],
      [undefined, 1],
    ] as const)
      expect(pageOf(120, 50, asked).page).toBe(page)
  })
  it('begins where the chosen region stands', () => {
    expect(pageOf(2844, 50, undefined, 149).from).toBe(100)
    expect(pageOf(2844, 50, undefined, -1).from).toBe(0)
    expect(pageOf(2844, 50, '1', 149).from).toBe(0)
  })
})
