// The list of findings filtered, kept as a view, exported as the ledger; the calendar of deadlines and the map.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { COUNTY, enter, looksGood, openPage, saved, settle, startBrowser, startProgram } from './lib.mjs'

let server, browser
before(async () => {
  server = await startProgram()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const LIST = `/findings?region=${COUNTY}`
async function as(login, language = 'zh', width = 1440) {
  const page = await openPage(browser, server.base, { language, width, height: width < 500 ? 844 : 900 })
  await enter(page, login)
  return page
}
const rows = (page) => page.locator('[data-test=findings] tbody tr')
const query = (page, key) => new URL(page.url()).searchParams.get(key)

/** Reports a finding with a position through the API, as the page's own person. */
const report = (page, text, lat, lon) =>
  page.evaluate(
    async ([text, lat, lon, region]) => {
      const campaigns = await (await fetch('/api/campaigns')).json()
      const r = await fetch(`/api/campaigns/${campaigns.campaigns[0].id}/findings`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ source: 'patrol', region, text, lat, lon, severity: 3 }),
      })
      return (await r.json()).finding.id
    },
    [text, lat, lon, COUNTY],
  )

test('filtered, kept as a view, opened again with it; the address reproduces the list', async () => {
  const wrong = []
  const page = await as('coordinator')
  await report(page, '井盖缺失', 23125678, 104704321)
  await page.goto(LIST)
  await rows(page).first().waitFor()
  await page.click('[data-test=more-filters]')
  await page.locator('[data-test=filter-severity]').click()
  await page.locator('.el-select-dropdown__item:visible', { hasText: '较重及以上' }).click()
  await page.waitForURL(/severity=2/)
  await settle(page)
  await page.locator('[data-test=sort]').click()
  await page.locator('.el-select-dropdown__item:visible', { hasText: '按检查时间' }).click()
  await page.waitForURL(/sort=found/)
  await page.click('[data-test=columns]')
  await page.locator('[data-test=column-list] .el-checkbox', { hasText: '程度' }).click()
  await page.waitForURL(/cols=/)
  await page.keyboard.press('Escape')
  await looksGood(page, 'views-filters', wrong)
  const heads = await page.locator('[data-test=findings] thead').innerText()
  assert.match(heads, /程度/)

  await page.click('[data-test=views]')
  await page.locator('[data-test=view-name] input, input[data-test=view-name]').first().fill('较重的')
  await page.locator('.save .el-checkbox', { hasText: '默认' }).click()
  await page.click('[data-test=view-save]')
  await page.locator('[data-view="较重的"]').waitFor()
  await looksGood(page, 'views-saved', wrong)
  const kept = page.url()
  const first = await rows(page).count()

  // Another person with the same address sees the same list; a new page opens with the standard view.
  const other = await as('inspector')
  await other.goto(kept)
  await settle(other)
  assert.equal(await rows(other).count(), first)
  await other.context().close()
  await page.goto(LIST)
  await page.waitForURL(/severity=2/)
  assert.equal(query(page, 'sort'), 'found')
  // What the address says goes before it.
  await page.goto(`${LIST}&state=filed`)
  await settle(page)
  assert.equal(query(page, 'severity'), null)
  await page.click('[data-test=views]')
  await page.locator('[data-test=view] .acts .el-button', { hasText: '删除' }).click()
  await page.locator('[data-view="较重的"]').waitFor({ state: 'detached' })
  await page.context().close()
  assert.deepEqual(wrong, [])
})

test('words that stand nowhere: an empty page that says so, and a way back', async () => {
  const wrong = []
  const page = await as('leader', 'en', 390)
  await page.goto(`${LIST}&words=zzz`)
  await page.locator('.empty').waitFor()
  await looksGood(page, 'views-empty-en-390', wrong)
  await page.locator('.empty .el-button').click()
  await rows(page).first().waitFor()
  await page.click('[data-test=more-filters]')
  await looksGood(page, 'views-filters-en-390', wrong)
  await page.context().close()
  assert.deepEqual(wrong, [])
})

test('the ledger is asked for, left, found again and fetched; another one is cancelled', async () => {
  const wrong = []
  const page = await as('coordinator')
  await page.goto(`${LIST}&open=1`)
  await rows(page).first().waitFor()
  await page.click('[data-test=export]')
  await page.click('[data-test=export-start]')
  await page.locator('[data-test=job]').first().waitFor()
  // Left, and found again on another page load.
  await page.goto(LIST)
  await rows(page).first().waitFor()
  await page.click('[data-test=export]')
  await page.locator('[data-test=job][data-state=done]').first().waitFor({ timeout: 60_000 })
  await looksGood(page, 'views-export', wrong)
  const file = readFileSync(await saved(page, () => page.locator('[data-test=job-file]').first().click()))
  assert.equal(file.subarray(0, 2).toString(), 'PK')
  assert.ok(file.length > 4000)
  await page.click('[data-test=some-columns]')
  await looksGood(page, 'views-export-columns', wrong)
  await page.context().close()
  // Nobody else's.
  const leader = await as('leader', 'en', 390)
  await leader.goto(LIST)
  await rows(leader).first().waitFor()
  await leader.click('[data-test=export]')
  await settle(leader)
  assert.equal(await leader.locator('[data-test=job]').count(), 0)
  await looksGood(leader, 'views-export-en-390', wrong)
  await leader.context().close()
  const grid = await as('grid')
  await grid.goto('/findings')
  await settle(grid)
  assert.equal(await grid.locator('[data-test=export]').count(), 0)
  await grid.context().close()
  assert.deepEqual(wrong, [])
})

test('a day of the calendar opens its list', async () => {
  const wrong = []
  for (const [language, width] of [
    ['zh', 1440],
    ['zh', 390],
    ['en', 1440],
    ['en', 390],
  ]) {
    const page = await as('coordinator', language, width)
    await page.goto(`/findings/calendar?region=${COUNTY}&month=2026-02`)
    await page.waitForSelector('[data-test=calendar] [data-day="2026-02-17"]')
    // The holidays of 2026: the 17th is free, Saturday the 28th is worked.
    assert.match(await page.locator('[data-day="2026-02-17"]').getAttribute('class'), /off/)
    assert.doesNotMatch((await page.locator('[data-day="2026-02-28"]').getAttribute('class')) ?? '', /off/)
    await looksGood(page, `calendar-holidays-${language}-${width}`, wrong)
    await page.context().close()
  }
  const page = await as('coordinator')
  await page.goto(LIST + '&open=1')
  await rows(page).first().waitFor()
  // One is dispatched through the API, and has a deadline then.
  const due = await page.evaluate(async (region) => {
    const ask = async (path, body) =>
      (
        await fetch(path, {
          method: body ? 'POST' : 'GET',
          headers: { 'Content-Type': 'application/json' },
          body: body && JSON.stringify(body),
        })
      ).json()
    const { campaigns } = await ask('/api/campaigns')
    const list = `/api/campaigns/${campaigns[0].id}/findings`
    const { findings } = await ask(`${list}?region=${region}&state=filed&limit=1`)
    const { units } = await ask(`/api/units?q=${encodeURIComponent('县市场监管')}`)
    const done = await ask(`${list}/${findings[0].id}/manage`, {
      act: 'dispatch',
      version: findings[0].version,
      lead: units[0].id,
      form: 'dated',
      limit: '3 workdays',
    })
    return done.finding.due_at
  }, COUNTY)
  const day = new Date(due + 8 * 3_600_000).toISOString().slice(0, 10)
  await page.goto(`/findings/calendar?region=${COUNTY}&month=${day.slice(0, 7)}`)
  const link = page.locator(`[data-day="${day}"] a`)
  const count = Number(await link.getAttribute('data-due'))
  assert.ok(count > 0)
  await looksGood(page, 'calendar-due', wrong)
  await link.click()
  await page.waitForURL(new RegExp(`due_on=${day}`))
  await rows(page).first().waitFor()
  await settle(page)
  assert.equal(await rows(page).count(), Math.min(50, count))
  await looksGood(page, 'calendar-day', wrong)
  await page.context().close()
  assert.deepEqual(wrong, [])
})

test('the map shows what has a position, to the metre or blurred', async () => {
  await server.again()
  const wrong = []
  const page = await as('inspector')
  await page.goto(`/findings/map?region=${COUNTY}&words=zzz`)
  await page.locator('.empty').waitFor()
  await looksGood(page, 'map-empty', wrong)
  const id = await report(page, '井盖缺失', 23125678, 104704321)
  for (let i = 0; i < 30; i++)
    await report(page, `路面破损 ${i}`, 23120000 + ((i * 7919) % 20000), 104700000 + ((i * 104729) % 30000))
  for (const [login, language, width] of [
    ['inspector', 'zh', 1440],
    ['inspector', 'zh', 390],
    ['coordinator', 'en', 1440],
    ['superior', 'en', 390],
  ]) {
    const p = await as(login, language, width)
    const outside = []
    p.on(
      'request',
      (r) => !r.url().startsWith(server.base) && !/^(data|blob):/.test(r.url()) && outside.push(r.url()),
    )
    await p.goto(`/findings/map?region=${COUNTY}`)
    await p.waitForSelector('[data-test=map] [data-points]')
    const points = await p
      .locator('[data-test=map] [data-points]')
      .evaluateAll((all) => all.reduce((sum, g) => sum + Number(g.dataset.points), 0))
    assert.equal(points, 31)
    await looksGood(p, `map-${login}-${language}-${width}`, wrong)
    assert.deepEqual(outside, [])
    if (login === 'superior') assert.match(await p.locator('main').innerText(), /blurred/)
    await p.context().close()
  }
  // Nearer and nearer by the keyboard, until the finding opens.
  await page.goto(`/findings/map?region=${COUNTY}&words=${encodeURIComponent('井盖')}`)
  await page.waitForSelector('[data-test=map] [data-points="1"]')
  await page.locator('[data-test=map] [data-points="1"]').focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(`finding=${id}`))
  await page.context().close()
  assert.deepEqual(wrong, [])
})
