// The auditor: what was done is found, followed and opened, the chain is verified, files are taken along.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import {
  enter,
  looksGood,
  openPage,
  program,
  saved,
  sendLogin,
  settle,
  startBrowser,
  startProgram,
} from './lib.mjs'

let server, browser
before(async () => {
  server = await startProgram()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const WORDS = {
  zh: {
    failed: '登录失败',
    sound: /逐条相连/,
    none: '没有符合条件的记录',
    setting: '修改设置',
    looked: '查看审计记录',
  },
  en: {
    failed: 'Login failed',
    sound: /are chained/,
    none: 'No entry fits',
    setting: 'Changed a setting',
    looked: 'Looked at the record',
  },
}

/** Something to find: a wrong password, and a setting that is changed. */
async function makeEntries(account) {
  const page = await openPage(browser, server.base, {})
  await sendLogin(page, account.coordinator, 'not the password')
  await page.waitForSelector('[role=alert]')
  await enter(page, account.security_administrator)
  await page.goto('/security')
  const form = page.locator('[data-setting=session_idle_minutes]')
  const input = form.locator('input')
  await input.fill(String(Number(await input.inputValue()) + 1))
  await form.locator('button[type=submit]').click()
  await form.locator('[role=status]').waitFor()
  await page.context().close()
}

async function searchFor(page, person, kind) {
  await page.fill('[name=audit-person]', person)
  if (kind) {
    await page.locator('[data-test=audit-kind] input').fill(kind)
    await page.locator('.el-select-dropdown__item:visible', { hasText: kind }).first().click()
  }
  await page.locator('[data-test=audit-search] button[type=submit]').click()
  await settle(page)
}

for (const [language, width] of [
  ['zh', 1440],
  ['en', 390],
]) {
  test(`the auditor's page, ${language} at ${width}`, async () => {
    const words = WORDS[language]
    const wrong = []
    const { accounts } = await (await fetch(`${server.base}/api/health`)).json()
    const account = Object.fromEntries(accounts.map((a) => [a.role, a.login]))
    await makeEntries(account)
    const page = await openPage(browser, server.base, { language, width })
    await enter(page, account.auditor)
    await page.waitForURL((url) => url.pathname === '/audit') // where the auditor begins
    await page.waitForSelector('[data-test=audit] tbody')
    await looksGood(page, `audit-${language}-${width}`, wrong)

    // Verified, in words.
    await page.click('[data-test=audit-verify]')
    assert.match(await page.locator('[data-test=audit-verdict]').innerText(), words.sound)

    // Found by person and kind; the address keeps the search.
    await searchFor(page, account.coordinator, words.failed)
    await page.waitForFunction(() => location.search.includes('kind=login.failed'))
    const rows = page.locator('[data-test=audit] tbody')
    await rows.first().waitFor()
    for (const kind of await rows.evaluateAll((all) => all.map((r) => r.dataset.kind)))
      assert.equal(kind, 'login.failed')
    assert.ok((await rows.first().innerText()).includes(words.failed))
    await page.reload()
    await rows.first().waitFor()
    assert.equal(await rows.first().getAttribute('data-kind'), 'login.failed')

    // Opened: before and after field by field; from there the life of the thing.
    await page.goto(`/audit?kind=setting.change`)
    await rows.first().waitFor()
    await rows.first().locator('button').click()
    const detail = page.locator('[data-test=audit-detail]')
    const [was, became] = await detail.locator('tbody td').allInnerTexts()
    assert.equal(Number(became), Number(was) + 1)
    await looksGood(page, `audit-detail-${language}-${width}`, wrong)
    await page.click('[data-test=audit-follow]')
    await page.waitForFunction(() => location.search.includes('thing=setting'))
    await rows.first().waitFor()
    assert.ok((await rows.first().innerText()).includes(words.setting))

    // Files: the whole record is what the offline verifier takes, an extract is refused by it.
    await page.goto('/audit')
    await rows.first().waitFor()
    const buttons = page.locator('.page-head button')
    const whole = await saved(page, () => buttons.nth(1).click())
    execFileSync(program, ['audit', 'verify', whole, '--quiet'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const book = await saved(page, () => buttons.nth(0).click())
    assert.equal(readFileSync(book).subarray(0, 2).toString(), 'PK')
    await page.goto('/audit?kind=login')
    await rows.first().waitFor()
    const part = await saved(page, () => buttons.nth(1).click())
    assert.throws(() => execFileSync(program, ['audit', 'verify', part, '--quiet'], { stdio: 'pipe' }))

    // Looking is in the record itself; what nobody did is not found.
    await page.goto('/audit?kind=audit.read')
    await rows.first().waitFor()
    assert.ok((await rows.first().innerText()).includes(words.looked))
    await searchFor(page, 'nobody-at-all')
    await page.getByText(words.none).waitFor()
    await looksGood(page, `audit-none-${language}-${width}`, wrong)
    wrong.push(...page.problems)
    assert.deepEqual(wrong, [])
    await page.context().close()
  })
}
