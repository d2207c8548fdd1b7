// The working calendar: a holiday of the county's own and summer hours, set by whoever may, seen by everybody.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { COUNTY, enter, looksGood, openPage, startBrowser, startProgram } from './lib.mjs'

let server, browser
before(async () => {
  server = await startProgram()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const PAGE = `/calendar?region=${COUNTY}&year=2026`

test('a day off of the county and its summer hours', async () => {
  const wrong = []
  const page = await openPage(browser, server.base)
  await enter(page, 'coordinator')
  await page.goto(PAGE)
  const april = page.locator('[data-day="2026-04-28"]')
  await april.waitFor()
  assert.match(await page.locator('[data-day="2026-05-01"]').getAttribute('aria-label'), /休息.*劳动节/)
  assert.match(await page.locator('[data-day="2026-05-09"]').getAttribute('aria-label'), /上班/)
  await looksGood(page, 'calendar', wrong)
  await april.click()
  await page.locator('#day-name').fill('州庆')
  await looksGood(page, 'calendar-day', wrong)
  await page.click('[data-test=day-save]')
  await page.locator('[data-test=day-form]').waitFor({ state: 'detached' })
  assert.match(await april.getAttribute('aria-label'), /休息.*州庆.*本地规定/)
  await page.click('[data-test=duty-add]')
  await page.locator('#duty-hours').fill('8 to 6')
  await page.click('[data-test=duty-save]')
  await page.locator('[data-test=duty] [role=alert]').waitFor()
  await page.locator('#duty-hours').fill('08:00-12:00 15:00-18:30')
  await page.click('[data-test=duty-save]')
  await page.locator('[data-test=duty] li', { hasText: '08:00-12:00 15:00-18:30' }).waitFor()
  await page.context().close()

  const phone = await openPage(browser, server.base, { language: 'en', width: 390 })
  await enter(phone, 'town')
  await phone.goto('/calendar?year=2026')
  const seen = phone.locator('[data-day="2026-04-28"]')
  await seen.click()
  await looksGood(phone, 'calendar-en-390', wrong)
  assert.equal(await phone.locator('[data-test=day-save]').count(), 0)
  assert.match(await phone.locator('[data-test=day-form]').innerText(), /set by 麻栗坡县/)
  await phone.context().close()
  assert.deepEqual(wrong, [])
})
