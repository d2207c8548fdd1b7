// Papers about findings through the real roles: notices of a selection, received by their unit; the weekly bulletin that names the
// late; a ranking that units reply to before it is published; the switch. Both languages, office and phone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { COUNTY, enter, looksGood, openPage, settle, startBrowser, startProgram } from './lib.mjs'

let server, browser
before(async () => {
  server = await startProgram()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const UNIT = '县市场监管局（演示）'
const LIST = `/findings?region=${COUNTY}`
const papers = (tab) => `/papers?region=${COUNTY}&tab=${tab}`

async function as(login, language = 'zh', width = 1440) {
  const page = await openPage(browser, server.base, { language, width })
  await enter(page, login)
  return page
}

async function choose(page, picker, words, option) {
  const box = page.locator(picker).first()
  await box.click()
  await box.locator('input').fill(words)
  await page.locator('.el-select-dropdown__item:visible', { hasText: option }).first().click()
}

/** Pressed, and what comes down as a file. */
async function download(page, button) {
  const [file] = await Promise.all([page.waitForEvent('download'), button.click()])
  return file.suggestedFilename()
}

let count = 0

test('notices of the selected findings, one for the unit, received by it', async () => {
  const wrong = []
  const office = await as('coordinator')
  await office.goto(`${LIST}&state=filed`)
  await office.waitForSelector('[data-test=findings] tbody tr')
  await office.click('[data-test=choose-all]')
  await office.click('[data-test=bulk-dispatch]')
  await choose(office, '[data-test=act-form] [data-test=unit-pick]', '市场监管', UNIT)
  await office.click('[data-test=act-go]')
  await office.locator('[data-test=bulk]').waitFor({ state: 'detached', timeout: 120_000 })
  await office.goto(`${LIST}&state=dispatched`)
  await office.waitForSelector('[data-test=findings] tbody tr')
  count = await office.locator('[data-test=findings] tbody tr').count()
  assert.ok(count > 10)
  await office.click('[data-test=choose-all]')
  await office.click('[data-test=bulk-notice]')
  await office.locator('[data-test=notice-form]').waitFor()
  await looksGood(office, 'papers-notice-form', wrong)
  await office.click('[data-test=notice-make]')
  await office.locator('[data-test=notices-made]').waitFor({ timeout: 60_000 })
  await office.goto(papers('notices'))
  await office.waitForSelector('[data-test=notices] li')
  assert.equal(await office.locator('[data-test=notices] > li').count(), 1)
  assert.match(await office.locator('[data-test=notices] > li').innerText(), /创建整改〔\d{4}〕1号/)
  // Who made it does not receive it.
  assert.equal(await office.locator('[data-test=receive]').count(), 0)
  await looksGood(office, 'papers-notices-office', wrong)

  const unit = await as('county', 'en', 390)
  await unit.goto(papers('notices'))
  await unit.waitForSelector('[data-test=notices] li')
  await unit.click('[data-test=notice-show]')
  await unit.waitForSelector('[data-test=notice-problems]')
  assert.equal(await unit.locator('[data-test=notice-problems] li').count(), count)
  await looksGood(unit, 'papers-notices-unit', wrong)
  assert.match(await download(unit, unit.getByRole('button', { name: /Word file/ }).first()), /\.docx$/)
  await unit.click('[data-test=receive]')
  await unit.click('[data-test=receive-now]')
  await unit.locator('[data-test=receipt].good').waitFor()
  assert.equal(await unit.locator('[data-test=receive]').count(), 0)
  await office.reload()
  await office.locator('[data-test=receipt].good').waitFor()
  // A unit that has none sees what belongs there.
  const town = await as('town')
  await town.goto('/papers')
  await town.locator('[data-test=notices], .empty, [data-test=empty]').first().waitFor()
  assert.equal(await town.locator('[data-test=notices] > li').count(), 0)
  for (const page of [office, unit, town]) assert.deepEqual(page.problems, [])
  assert.deepEqual(wrong, [])
})

test('a bulletin in three steps; a ranking that units reply to; the switch', async () => {
  const wrong = []
  const office = await as('coordinator')
  await office.goto(papers('weekly'))
  await office.click('[data-test=report-new]') // one
  await office.locator('[data-test=report-form]').waitFor()
  await looksGood(office, 'papers-weekly-form', wrong)
  await office.click('[data-test=report-make]') // two
  await office.locator('[data-test=report-made]').waitFor({ timeout: 60_000 })
  await office.waitForSelector('[data-test=report-sum]')
  await looksGood(office, 'papers-weekly', wrong)
  const word = office.locator('[data-test=reports] > li').first().getByRole('button', { name: /Word/ })
  assert.match(await download(office, word), /创建通报〔\d{4}〕1号\.docx/) // three
  await office.goto(papers('lists'))
  await office.click('[data-test=report-new]')
  await looksGood(office, 'papers-lists-form', wrong)
  await office.goto(papers('ranking'))
  await office.waitForSelector('[data-test=ranking-on]')
  // Nothing of this month was due yet, and the page says so.
  await office.click('[data-test=report-new]')
  await office.click('[data-test=report-make]')
  await office.locator('[data-test=report-form] [role=alert]').waitFor()
  await office.click('[data-test=ranking-switch]')
  await office.waitForSelector('[data-test=ranking-is-off]')
  await looksGood(office, 'papers-ranking-off', wrong)
  assert.equal(await office.locator('[data-test=report-new]').count(), 0)
  await office.click('[data-test=ranking-switch]')
  await office.locator('[data-test=ranking-is-off]').waitFor({ state: 'detached' })

  const unit = await as('county', 'en', 390)
  await unit.goto(papers('weekly'))
  await unit.waitForSelector('[data-test=reports] li')
  await unit.click('[data-test=report-show]')
  await unit.waitForSelector('[data-test=report-sum]')
  assert.equal(await unit.locator('[data-test=report-new]').count(), 0)
  await looksGood(unit, 'papers-weekly-unit', wrong)
  await settle(unit)
  for (const page of [office, unit]) assert.deepEqual(page.problems, [])
  assert.deepEqual(wrong, [])
})
