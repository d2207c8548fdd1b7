// Who has to act is told: the bell, the page of messages, the rules of reminders, and a channel whose gateway this test plays.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { COUNTY, enter, looksGood, openPage, settle, startBrowser, startProgram } from './lib.mjs'

let server, browser, gateway
const got = []
let status = 200
before(async () => {
  gateway = createServer((q, r) => {
    let body = ''
    q.on('data', (d) => (body += d))
    q.on('end', () => {
      got.push(body)
      r.writeHead(status, { 'Content-Type': 'application/json' })
      r.end('{"errcode":0,"errmsg":"ok"}')
    })
  })
  await new Promise((done) => gateway.listen(0, '127.0.0.1', done))
  server = await startProgram(() => ['--outgoing', `http://127.0.0.1:${gateway.address().port}`])
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
  gateway?.close()
})

async function as(login, language = 'zh', width = 1440) {
  const page = await openPage(browser, server.base, { language, width })
  await enter(page, login)
  return page
}

const bell = (page) => page.locator('[data-test=bell]')

/** Findings that wait to be dispatched, dispatched to the market bureau through the API of the page. */
async function dispatch(page, n) {
  return page.evaluate(
    async ([county, n]) => {
      const call = async (method, path, body) => {
        const r = await fetch(path, {
          method,
          headers: body ? { 'Content-Type': 'application/json' } : {},
          body: body && JSON.stringify(body),
        })
        if (!r.ok) throw new Error(`${path}: ${r.status} ${await r.text()}`)
        return r.json()
      }
      const { units } = await call('GET', `/api/units?q=${encodeURIComponent('县市场监管')}`)
      const { findings } = await call(
        'GET',
        `/api/campaigns/1/findings?region=${county}&state=filed&limit=${n}`,
      )
      for (const f of findings)
        await call('POST', `/api/campaigns/1/findings/${f.id}/manage`, {
          act: 'dispatch',
          version: f.version,
          lead: units[0].id,
          form: 'dated',
          limit: '3 workdays',
        })
      return findings.map((f) => f.id)
    },
    [COUNTY, n],
  )
}

test('the bell rings, messages are read, one leads to its finding', async () => {
  const wrong = []
  const coordinator = await as('coordinator')
  const ids = await dispatch(coordinator, 4)
  assert.equal(ids.length, 4)
  const county = await as('county')
  await bell(county).locator('.count').waitFor()
  assert.equal(await bell(county).locator('.count').innerText(), '4')
  await bell(county).click()
  await county.locator('[data-test=messages] li').nth(3).waitFor()
  await looksGood(county, 'messages-zh-1440', wrong)
  await county.locator('[data-test=read-one]').first().click()
  await county.locator('[data-test=messages] li:not(.fresh)').waitFor()
  assert.equal(await bell(county).locator('.count').innerText(), '3')
  await county.locator('[data-test=messages] li.fresh a').first().click()
  await county.waitForSelector('[data-test=trail] li')
  assert.ok(ids.map(String).includes(new URL(county.url()).searchParams.get('finding')))
  await county.goto('/messages')
  await county.locator('[data-test=messages] li').first().waitFor()
  await county.locator('[data-test=read-all]').click()
  await county.locator('.empty').waitFor()
  assert.equal(await bell(county).locator('.count').count(), 0)
  await looksGood(county, 'messages-none-zh-1440', wrong)
  await county.locator('[data-test=show-all]').click()
  await county.locator('[data-test=messages] li').nth(3).waitFor()
  wrong.push(...county.problems, ...coordinator.problems)
  for (const page of [coordinator, county]) await page.context().close()
  assert.deepEqual(wrong, [])
})

test('messages on a phone in English', async () => {
  const wrong = []
  const coordinator = await as('coordinator', 'en', 390)
  await dispatch(coordinator, 3)
  const county = await as('county', 'en', 390)
  await bell(county).locator('.count').waitFor()
  await bell(county).click()
  await county.locator('[data-test=messages] li').nth(2).waitFor()
  assert.match(
    await county.locator('[data-test=messages] li').first().innerText(),
    /dispatched to County market/,
  )
  await looksGood(county, 'messages-en-390', wrong)
  wrong.push(...county.problems, ...coordinator.problems)
  for (const page of [coordinator, county]) await page.context().close()
  assert.deepEqual(wrong, [])
})

for (const [language, width] of [
  ['zh', 1440],
  ['en', 390],
])
  test(`rules of reminders in ${language} at ${width}`, async () => {
    const wrong = []
    const page = await as('coordinator', language, width)
    await page.goto('/campaigns')
    const card = page.locator('[data-test=reminders]')
    await card.locator('.rule').first().waitFor()
    const before = await card.locator('.rule').count()
    await looksGood(page, `reminders-${language}-${width}`, wrong)
    await card.locator('.rule').last().locator('.link-button').click()
    await card.locator('[data-test=reminders-save]').click()
    await card.locator('[role=status]').waitFor()
    await page.reload()
    await card.locator('.rule').first().waitFor()
    assert.equal(await card.locator('.rule').count(), before - 1)
    // How long a finding may wait in a step: one of them without a limit, which stays so.
    const limits = page.locator('[data-test=stage-limits]')
    const fixed = limits.locator('[data-stage=fixed]')
    assert.equal(await fixed.locator('input[role=spinbutton], .count input').first().inputValue(), '2')
    await fixed.locator('.el-switch').click()
    await limits.locator('[data-test=stage-limits-save]').click()
    await limits.locator('[role=status]').waitFor()
    await page.reload()
    await fixed.waitFor()
    assert.equal(await fixed.locator('.count').count(), 0)
    assert.equal(await limits.locator('.count').count(), 5)
    await fixed.locator('.el-switch').click()
    await limits.locator('[data-test=stage-limits-save]').click()
    await limits.locator('[role=status]').waitFor()
    // Whoever only reads sees them in words.
    const county = await as('county', language, width)
    await county.goto('/campaigns')
    await county.locator('[data-test=reminders] li').first().waitFor()
    assert.equal(await county.locator('[data-test=reminders-save]').count(), 0)
    await county.locator('[data-test=stage-limits] li').first().waitFor()
    assert.equal(await county.locator('[data-test=stage-limits-save]').count(), 0)
    wrong.push(...page.problems, ...county.problems)
    for (const p of [page, county]) await p.context().close()
    assert.deepEqual(wrong, [])
  })

for (const [language, width] of [
  ['zh', 1440],
  ['en', 390],
])
  test(`a channel is made, tried and seen in ${language} at ${width}`, async () => {
    const wrong = []
    const page = await as('admin', language, width)
    await page.goto('/channels')
    await page.locator('[data-test=channel-add]').click()
    await page.locator('#channel-name').fill(`群 ${width}`)
    await page.locator('#channel-url').fill('https://169.254.169.254/latest')
    await looksGood(page, `channel-form-${language}-${width}`, wrong)
    await page.locator('[data-test=channel-save]').click()
    await page.locator('[data-test=channel-form] [role=alert]').waitFor()
    await page.locator('#channel-url').fill(`http://127.0.0.1:${gateway.address().port}/in?key=secret-9`)
    // No quiet hours: the test runs at any time of the day.
    await page.locator('[data-test=channel-form] .el-checkbox').first().click()
    await page.locator('[data-test=channel-save]').click()
    const row = page.locator('[data-test=channels] tbody tr', { hasText: `群 ${width}` })
    await row.waitFor()
    assert.equal((await page.content()).includes('secret-9'), false)
    const count = got.length
    await row.locator('[data-test=channel-test]').click()
    await row.locator('[data-test=channel-log]').click()
    await page.locator('[data-test=sendings] tr[data-state=sent]').first().waitFor({ timeout: 30_000 })
    assert.ok(got.length > count)
    assert.match(got.at(-1), /台账：测试消息/)
    await settle(page)
    await looksGood(page, `channels-${language}-${width}`, wrong)
    wrong.push(...page.problems)
    await page.context().close()
    assert.deepEqual(wrong, [])
  })
