import { describe, expect, it } from 'vitest'
import { ApiError } from '@/api/client'
import { markOf } from '@/lib/marks'
import { num, shortCode, within } from '@/lib/text'

describe('marks', () => {
  it('gives each of the states its own sign', () => {
    const all = [
      markOf('pass', 'present'),
      markOf('fail', 'present'),
      markOf('none', 'missing'),
      markOf('none', 'not_tested'),
      markOf('none', 'not_applicable'),
      markOf('none', 'empty_denominator'),
    ]
    expect(new Set(all.map((m) => m.sign)).size).toBe(all.length)
    expect(new Set(all.map((m) => m.word)).size).toBe(all.length)
  })
})

describe('text', () => {
  it('groups digits and leaves them alone', () => {
    expect(num('1234567.50')).toBe('1,234,567.50')
    expect(num('-1234')).toBe('-1,234')
    expect(num(null)).toBe('')
  })
  it('compares regions by the short code', () => {
    expect(shortCode('532600000000')).toBe('5326')
    expect(shortCode('532624')).toBe('532624')
    expect(shortCode('530000')).toBe('53')
    expect(within('532624101', '5326')).toBe(true)
    expect(within('5325', '5326')).toBe(false)
    expect(within('5325', '0')).toBe(true)
  })
})

describe('errors of the server', () => {
  it('shows a single bad cell as a list of one', () => {
    const e = new ApiError(422, { code: 'bad_number', message: 'x', row: 3, column: 7 })
    expect(e.problems).toHaveLength(1)
    expect(new ApiError(0).code).toBe('network')
  })
})
