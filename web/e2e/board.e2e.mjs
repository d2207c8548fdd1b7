// The board of findings: each number is as long as the list it opens; tables, rounds; two languages, two widths.
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

const BOARD = `/findings/board?region=${COUNTY}`

async function board(language, width) {
  const page = await openPage(browser, server.base, { language, width })
  await enter(page, 'leader')
  await page.goto(BOARD)
  await page.waitForSelector('[data-test=board]')
  await page.waitForSelector('[data-test=board-table] tbody tr')
  await page.waitForSelector('[data-test=board-rounds] tbody tr')
  return page
}

const figure = async (locator) => Number((await locator.innerText()).replace(/[^\d]/g, ''))

test('the board says what the list holds; a number opens it', async () => {
  const wrong = []
  const page = await board('zh', 1440)
  await looksGood(page, 'board', wrong)
  // The demonstration has 126 open findings in this county, all of them filed and without a lead unit.
  assert.equal(await figure(page.locator('[data-number=open] strong')), 126)
  assert.equal(await figure(page.locator('[data-number=unowned] strong')), 126)
  assert.equal(await figure(page.locator('[data-number=late] strong')), 0)
  assert.equal(await page.locator('[data-number=late] a').count(), 0)
  assert.equal(await figure(page.locator('[data-test=board-states] [data-row=filed] td.number')), 126)
  // Ages are whole: together as many as are open.
  const ages = await page.locator('[data-test=board-ages] tbody td.number').allInnerTexts()
  assert.equal(
    ages.map(Number).reduce((a, b) => a + b),
    126,
  )
  // By region and clause each finding is counted once: the same sum.
  const sums = []
  for (const by of ['region', 'clause', 'item', 'kind', 'unit']) {
    await page.click(`[data-test=board-table] [data-by=${by}]`)
    await page.waitForSelector(`[data-test=board-table] table[data-shown=${by}]`)
    const found = await page.locator('[data-test=board-table] tbody td:nth-child(2)').allInnerTexts()
    sums.push(found.map((n) => Number(n.replace(/,/g, ''))).reduce((a, b) => a + b))
    if (by === 'region') await looksGood(page, 'board-region', wrong)
  }
  assert.ok(sums[0] > 126)
  assert.deepEqual(new Set(sums).size, 1)
  const rounds = await page.locator('[data-test=board-rounds] tbody td:nth-child(2)').allInnerTexts()
  assert.equal(
    rounds.map((n) => Number(n.replace(/,/g, ''))).reduce((a, b) => a + b),
    sums[0],
  )
  await page.click('[data-test=board-states] [data-row=filed] a')
  await page.waitForSelector('[data-test=findings] tbody tr')
  assert.match(page.url(), /state=filed/)
  await page.goto(BOARD)
  await page.click('[data-number=unowned] a')
  await page.waitForSelector('[data-test=findings] tbody tr')
  await looksGood(page, 'board-opened', wrong)
  assert.deepEqual(wrong, [])
  await page.context().close()
})

test('on a phone, in English', async () => {
  const wrong = []
  const page = await board('en', 390)
  await looksGood(page, 'board-phone', wrong)
  assert.equal(await figure(page.locator('[data-number=open] strong')), 126)
  assert.deepEqual(wrong, [])
  await page.context().close()
})
