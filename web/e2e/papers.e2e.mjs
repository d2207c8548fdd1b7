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

/** The whole days of the form: typed, as who knows them types them. */
async function period(page, from, until) {
  await page.locator('[data-test=report-form] .el-radio').nth(4).click()
  for (const [i, day] of [from, until].entries()) {
    const box = page.locator('[data-test=report-form] .el-date-editor input').nth(i)
    await box.fill(day)
    await box.press('Enter')
  }
}
const inChina = (days) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)
const idOf = async (page) =>
  Number(await page.locator('[data-test=reports] > li').first().getAttribute('data-report'))

async function make(page, tab) {
  await page.goto(papers(tab))
  await page.click('[data-test=report-new]')
  await period(page, inChina(-40), inChina(0))
  // The least number of cases; of a list also how many are red and black: there are two units in all.
  for (const box of await page.locator('[data-test=report-form] .el-input-number input').all())
    if (await box.isVisible()) {
      await box.fill('1')
      await box.press('Tab')
    }
  await page.click('[data-test=report-make]')
  await page.locator('[data-test=report-made]').waitFor({ timeout: 60_000 })
  await page.waitForSelector('[data-test=report-units]')
  return idOf(page)
}

/** The words are said in the form that is open, and it is gone. An empty one is refused at its field. */
async function say(page, words, button, label, wrong) {
  const form = page.locator('[data-test=report-ask]')
  await form.waitFor()
  await page.click(`[data-test=${button}]`)
  await form.locator('label [role=alert]').waitFor()
  await looksGood(page, label, wrong)
  await form.locator('textarea').fill(words)
  await page.click(`[data-test=${button}]`)
  await form.waitFor({ state: 'detached' })
}

/** What the test is not about is done without its pages. */
const call = (page, url, body) =>
  page.evaluate(
    async ([url, body]) => {
      const headers = { 'Content-Type': 'application/json' }
      const options = body ? { method: 'POST', headers, body: JSON.stringify(body) } : {}
      const answer = await fetch(`/api${url}`, options)
      if (!answer.ok) throw new Error(`${url}: ${await answer.text()}`)
      return answer.json()
    },
    [url, body],
  )

/** The health bureau fixes one of two in time; whoever was there closes it. */
async function healthFixes(office) {
  const [lead, inspector] = [await as('lead'), await as('inspector')]
  const { units } = await call(office, `/units?q=${encodeURIComponent('县卫生')}`)
  const all = `/campaigns/1/findings`
  const { findings } = await call(office, `${all}?region=${COUNTY}&state=filed&limit=2`)
  const act = async (page, id, door, said) => {
    const { finding } = await call(office, `${all}/${id}`)
    await call(page, `${all}/${id}/${door}`, { version: finding.version, reason: '已清理', ...said })
  }
  for (const f of findings)
    await act(office, f.id, 'manage', {
      act: 'dispatch',
      lead: units[0].id,
      form: 'dated',
      limit: '3 workdays',
    })
  await act(lead, findings[0].id, 'answer', { act: 'fix' })
  await act(inspector, findings[0].id, 'recheck', { act: 'close', on_site: true })
  return findings.map((f) => f.id)
}

test('a ranking that its unit replies to is published; an appeal against a list is heard by somebody else', async () => {
  const wrong = []
  let office = await as('coordinator')
  await office.goto(`${LIST}&state=dispatched`)
  await office.waitForSelector('[data-test=findings] tbody tr')
  const rows = office.locator('[data-test=findings] tbody tr')
  const late = await rows.evaluateAll((all) => all.map((r) => Number(r.dataset.finding)))
  await server.daysLater([...late, ...(await healthFixes(office))], 20)
  office = await as('coordinator')
  const ranking = await make(office, 'ranking')
  // One of two is 50 %; of the others nothing was closed.
  const ranks = office.locator('[data-test=report-units] tbody tr')
  assert.match(await ranks.nth(0).innerText(), /^1\s.*卫生.*\s2\s+50%/s)
  assert.match(await ranks.nth(1).innerText(), new RegExp(`^2\\s.*市场.*\\s${late.length}\\s+0%`, 's'))
  assert.equal(await office.locator('[data-test=publish]').count(), 0) // units reply first
  await looksGood(office, 'papers-ranking', wrong)
  const list = await make(office, 'lists')
  await looksGood(office, 'papers-lists', wrong)

  let unit = await as('county', 'en', 390)
  await unit.goto(papers('ranking'))
  await unit.click(`[data-report="${ranking}"] [data-test=report-show]`)
  await unit.click('[data-test=reply]')
  await say(unit, 'Two wait for a demolition', 'report-send', 'papers-reply', wrong)
  await unit.getByText('Two wait for a demolition').waitFor()
  assert.equal(await unit.locator('[data-test=appeal]').count(), 0) // of lists alone
  await unit.goto(papers('lists'))
  await unit.click(`[data-report="${list}"] [data-test=report-show]`)
  await unit.click('[data-test=appeal]')
  await say(unit, 'The deadlines were wrong', 'report-send', 'papers-appeal', wrong)

  // The time for replies is over. Nothing is published while the appeal waits; who made the list does not hear it.
  await server.papersLater([ranking, list], 5)
  office = await as('coordinator')
  await office.goto(papers('lists'))
  await office.click(`[data-report="${list}"] [data-test=report-show]`)
  await office.click('[data-test=publish]')
  const refused = office.locator('[data-test=report-detail] > [role=alert]')
  await refused.waitFor()
  await office.click('[data-test=clear]')
  await office.locator('[data-test=report-ask] textarea').fill('已整改')
  await office.click('[data-test=report-send]')
  await office.locator('[data-test=report-ask] [role=alert]').waitFor() // still late
  await looksGood(office, 'papers-lists-refused', wrong)
  const leader = await as('leader', 'zh', 390)
  await leader.goto(papers('lists'))
  await leader.click(`[data-report="${list}"] [data-test=report-show]`)
  await leader.click('[data-test=hear]')
  await say(leader, '时限有误，属实', 'report-send', 'papers-hearing', wrong)
  await leader.getByText('申诉成立，移出名单').waitFor()
  for (const [tab, id] of [
    ['lists', list],
    ['ranking', ranking],
  ]) {
    await office.goto(papers(tab))
    await office.click(`[data-report="${id}"] [data-test=report-show]`)
    await office.click('[data-test=publish]')
    await office.locator(`[data-report="${id}"] [data-test=report-state].good`).waitFor()
    assert.equal(await office.locator('[data-test=publish]').count(), 0)
  }
  await office.getByText('Two wait for a demolition').waitFor()
  for (const page of [office, leader]) assert.deepEqual(page.problems, [])
  assert.deepEqual(wrong, [])
})
