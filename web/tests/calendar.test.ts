import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { table } from '../scripts/calendar.mjs'

test('the shipped calendar is what the maintained data set says', () => {
  expect(readFileSync('../calendars/cn.csv', 'utf8')).toBe(table())
})
