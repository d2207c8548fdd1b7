// A new campaign with its first round, on a page of its own; and who may not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axeFindings, logIn, openPage, overflow, settle, shot, startBrowser, startProgram } from './lib.mjs'

let server, browser
before(async () => {
  server = await startProgram()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

async function choose(page, picker, words, option) {
  const box = page.locator(picker)
  await box.click()
  if (words) await page.keyboard.type(words)
  await page.locator('.el-select-dropdown__item:visible', { hasText: option }).first().click()
}

for (const [language, width, height] of [
  ['zh', 1440, 900],
  ['en', 390, 844],
])
  test(`a campaign is started, in ${language} at ${width}`, async () => {
    await server.again()
    const page = await openPage(browser, server.base, { language, width, height })
    await logIn(page, 'coordinator')
    await page.goto('/campaigns')
    await page.waitForSelector('[data-campaign="1"]')
    await page.click('[data-test=new-campaign]')
    const form = page.locator('[data-test=campaign-form]')
    await form.locator('button[type=submit]').click()
    await form.locator('[role=alert]').waitFor()
    await form.locator('input[name=name]').fill('卫生县巩固')
    await choose(
      page,
      '[data-test=standard-pick]',
      '',
      language === 'zh' ? '国家卫生县' : 'hygienic city and county',
    )
    await choose(page, '[data-test=region-pick]', '昆明市', '5301')
    for (const [name, month] of [
      ['from', '2026-05'],
      ['to', '2026-12'],
    ]) {
      await form.locator(`input[name=${name}]`).fill(month)
      await page.keyboard.press('Enter')
    }
    await shot(page, `campaign-form-${language}-${width}`)
    await form.locator('button[type=submit]').click()
    const refused = form.locator('[role=alert]', { hasText: /out_of_region/ })
    await refused.waitFor()
    await choose(page, '[data-test=region-pick]', '文山壮族苗族自治州', '5326')
    await form.locator('button[type=submit]').click()
    await page.waitForSelector('[data-campaign="2"]')
    assert.equal(await form.count(), 0)
    await page.goto('/ranking?campaign=2')
    await page.waitForSelector('main h2')
    await page.locator('main .el-button--primary').click()
    const rounds = page.locator('[data-test=round-form]')
    await rounds.locator('input[name=round]').fill('五月检查')
    assert.equal(await rounds.locator('input[name=period]').inputValue(), '2026-05')
    await rounds.locator('button[type=submit]').click()
    const round = page.locator('[data-test=rounds] li a')
    await round.waitFor()
    assert.deepEqual(await axeFindings(page), [])
    assert.ok((await overflow(page)) <= 0)
    await settle(page)
    await shot(page, `campaigns-${language}-${width}`)
    await round.click()
    await page.waitForSelector('tr[data-region], main h2')
    // The eight counties of the prefecture take part from the first day.
    await page.goto('/indicators?campaign=2&round=1')
    await page.waitForSelector('[data-test=matrix]')
    assert.equal(await page.locator('[data-test=matrix] thead th').count(), 1 + 8)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  })

test('a leader and a county unit see campaigns and start none', async () => {
  for (const name of ['leader', 'county']) {
    const page = await openPage(browser, server.base)
    await logIn(page, name)
    await page.goto('/campaigns')
    await page.waitForSelector('[data-campaign="1"]')
    assert.equal(await page.locator('[data-test=new-campaign], [data-test=round-form]').count(), 0)
    const answer = await page.request.post(`${server.base}/api/campaigns/1/rounds`, {
      data: { period: '2026-07', name_zh: '七月' },
    })
    assert.equal(answer.status(), 403)
    await page.context().close()
  }
})
