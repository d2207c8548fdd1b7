import { describe, expect, it } from 'vitest'
import { compare, isDecimal, rate, subtract } from '@/lib/decimal'

describe('decimals', () => {
  it('subtracts without a float', () => {
    expect(subtract('0.3', '0.1')).toBe('0.2')
    expect(subtract('915.4', '921.6')).toBe('-6.2')
    expect(subtract('1', '1.000')).toBe('0')
  })
  it('compares across scales and signs', () => {
    expect(compare('1.10', '1.1')).toBe(0)
    expect(compare('-0.5', '0')).toBe(-1)
    expect(compare('999999999999999999', '999999999999999998.999999')).toBe(1)
  })
  it('makes rates half up, and none without a denominator', () => {
    // 100 x 2 / 3 = 66.666666..., rounded at the sixth place
    expect(rate(100, '2', '3')).toBe('66.666667')
    // 1 / 8 = 0.125, half up at two places is 0.13; below zero away from zero
    expect(rate(1, '1', '8', 2)).toBe('0.13')
    expect(rate(1, '-1', '8', 2)).toBe('-0.13')
    expect(rate(100, '91.5', '100')).toBe('91.5')
    expect(rate(100, '5', '0.0')).toBeNull()
  })
  it('knows what the server takes as a number', () => {
    for (const good of ['0', '-1', '12.345678', ' 7 ']) expect(isDecimal(good)).toBe(true)
    for (const bad of ['', '1,000', '1e3', '.5', '1.', '12.3456789', '九十', '９'])
      expect(isDecimal(bad)).toBe(false)
  })
})
