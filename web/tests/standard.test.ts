import { describe, expect, it } from 'vitest'
import { setLocale } from '@/i18n'
import { choicesFor, wordFor } from '@/lib/standard'
import { inLine, withUnit } from '@/lib/text'

// docs/standard-format.md: `exists` is 1 yes / 2 no, the item method yes_no is 1 / 0, levels are A..D or 1..4.
describe('values that are words', () => {
  it('an indicator that exists or not is 1 or 2, an item 1 or 0', () => {
    expect(choicesFor('exists').map((c) => c.value)).toEqual(['1', '2'])
    expect(choicesFor(undefined, 'yes_no').map((c) => c.value)).toEqual(['1', '0'])
    expect(choicesFor('at_least')).toEqual([])
  })
  it('a judged value is read as its word', () => {
    expect(wordFor('exists', '2')).toBe('value.no')
    expect(wordFor('level_by_limits', '3')).toBe('C')
    expect(wordFor('level_at_least', '1')).toBe('A')
    expect(wordFor('at_least', '1')).toBeUndefined()
    expect(wordFor(undefined, null)).toBeUndefined()
  })
})

describe('numbers on the page', () => {
  it('of one column stand in line', () => {
    const line = inLine(['892.75', '903.4', '1000', null])
    expect(['892.75', '903.4', '1000', null].map(line)).toEqual(['892.75', '903.40', '1,000.00', ''])
    expect(inLine(['5', '12'])('12')).toBe('12')
  })
  it('carry their unit in the language of the page', () => {
    setLocale('zh')
    expect(withUnit('12.5', '小时')).toBe('12.5小时')
    expect(withUnit('90', '%')).toBe('90%')
    expect(withUnit('35', 'µg/m³')).toBe('35 µg/m³')
    setLocale('en')
    expect(withUnit('12.5', '小时')).toBe('12.5 hours')
    expect(withUnit('90', '%')).toBe('90%')
    expect(withUnit('3', '个')).toBe('3')
    setLocale('zh')
  })
})
