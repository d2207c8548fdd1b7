// The coordinator's path, from the login to the bulletin in hand; and what the other roles may not do.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import {
  clicksToValue,
  COUNTY,
  logIn,
  openPage,
  PASSWORD,
  saved,
  settle,
  shot,
  startBrowser,
  startProgram,
  XLSX,
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

const row = (page) => page.locator(`tr[data-region="${COUNTY}"]`)
const rankOf = (page) => row(page).locator('[data-test=rank]').innerText()
const isZip = (file) => readFileSync(file).subarray(0, 2).toString() === 'PK'

/** Full marks for the towns' and the seat's items until the county stands higher. */
async function changeUntilMoved(page, name) {
  for (let tries = 0; tries < 12; tries++) {
    await page.goto(`/ranking/${COUNTY}`)
    await page.waitForSelector('[data-test=losses]')
    const loss = page.locator('[data-test=loss]').first()
    const full = /\/ ([\d.]+)\s*$/.exec((await loss.innerText()).trim())[1]
    await loss.click()
    await page.locator('[data-test=change]').first().click()
    const form = page.locator('[data-test=value-form]')
    await form.waitFor()
    await settle(page)
    const field = form.locator('input[name=value]')
    assert.notEqual(await field.inputValue(), '', 'what is known stands in the form')
    const standing = page.locator('[data-test=standing]')
    // Points given directly, or grades up to ten: the first is refused in words for the second.
    for (const most of [full, '10']) {
      await field.fill(most)
      await form.locator('button[type=submit]').click()
      await standing.or(form.locator('[role=alert]')).first().waitFor()
      if (await standing.isVisible()) break
    }
    assert.ok(await standing.isVisible(), 'saved')
    if (tries === 0) await shot(page, `saved-${name}`)
    const ranks = /(\d+) → (\d+)/.exec(await standing.innerText())
    if (Number(ranks[2]) < 5) return Number(ranks[2])
  }
  return assert.fail('the rank does not move')
}

async function history(page) {
  await page.locator('[data-test=history]').first().click()
  await page.waitForSelector('[data-test=past] li:nth-child(2)')
}

async function workbookBothWays(page) {
  await page.goto(`/indicators/import?region=${COUNTY}`)
  const template = await saved(page, () => page.locator('[data-test=template]').click())
  assert.ok(isZip(template))
  const { breakOneCell } = await import('./workbook.mjs')
  const bad = breakOneCell(readFileSync(template))
  await page.setInputFiles('input[type=file]', { name: 'bad.xlsx', mimeType: XLSX, buffer: bad })
  await page.waitForSelector('[data-test=bad-import]')
  const where = await page.locator('[data-test=problems] tbody th').first().innerText()
  assert.match(where, /[A-Z]+\d+/, 'the problem names its cell')
  const marked = await saved(page, () => page.locator('[data-test=marked]').click())
  assert.ok(isZip(marked))
  await page.setInputFiles('input[type=file]', {
    name: 'good.xlsx',
    mimeType: XLSX,
    buffer: readFileSync(template),
  })
  await page.waitForSelector('[data-test=good-import]')
  await page.locator('[data-test=confirm]').click()
  await page.waitForSelector('.el-alert--success')
}

async function bulletin(page, name) {
  await page.goto('/bulletins')
  await page.locator('[data-test=make]').click()
  await page.locator('[data-test=make-now]').click()
  await page.waitForSelector('[data-test=bulletins] li')
  await settle(page)
  await shot(page, `bulletin-made-${name}`)
  const docx = await saved(page, () =>
    page.locator('[data-test=bulletins] li').first().locator('button').nth(0).click(),
  )
  assert.ok(isZip(docx))
  const xlsx = await saved(page, () =>
    page.locator('[data-test=bulletins] li').first().locator('button').nth(1).click(),
  )
  assert.ok(isZip(xlsx))
}

for (const language of ['zh', 'en'])
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ])
    test(`the coordinator's path in ${language} at ${width}`, async () => {
      await server.again()
      const page = await openPage(browser, server.base, { language, width, height })
      await logIn(page, 'coordinator')
      if (width < 900) {
        await page.locator('.burger').click()
        await page.locator('.drawer-nav a[href^="/ranking"]').click()
      } else await page.locator('.frame-nav a[href^="/ranking"]').click()
      await page.waitForSelector('[data-test=ranking]')
      assert.equal(await rankOf(page), '5')
      assert.equal((await row(page).locator('[data-test=points]').innerText()).trim(), '892.75')
      await clicksToValue(page, COUNTY)
      await shot(page, `why-${language}-${width}`)
      const to = await changeUntilMoved(page, `${language}-${width}`)
      await history(page)
      await page.goto('/ranking')
      await page.waitForSelector('[data-test=ranking]')
      assert.equal(await rankOf(page), String(to))
      await workbookBothWays(page)
      await bulletin(page, `${language}-${width}`)
      assert.deepEqual(page.problems, [])
      await page.context().close()
    })

test('the second of two is told who changed what, and chooses', async () => {
  await server.again()
  const page = await openPage(browser, server.base)
  await logIn(page, 'coordinator')
  await page.goto(`/indicators?cell=${COUNTY}:I03`)
  const form = page.locator('[data-test=value-form]')
  await form.locator('input[name=numerator]').waitFor()
  const other = await openPage(browser, server.base)
  await logIn(other, 'county')
  await other.goto(`/indicators?cell=${COUNTY}:I03`)
  await other.locator('input[name=numerator]').fill('480')
  await other.locator('[data-test=value-form] button[type=submit]').click()
  await other.waitForSelector('[data-test=standing]')
  await form.locator('input[name=numerator]').fill('490')
  await form.locator('button[type=submit]').click()
  const conflict = form.locator('.el-alert--warning')
  await conflict.waitFor()
  const said = await conflict.innerText()
  assert.match(said, /480/)
  assert.match(said, /490/)
  assert.match(said, /麻栗坡/)
  await shot(page, 'conflict')
  await conflict.locator('button').nth(1).click()
  await page.waitForSelector('[data-test=standing]')
  await other.context().close()
  await page.context().close()
})

test('a leader looks and cannot change', async () => {
  const page = await openPage(browser, server.base)
  await logIn(page, 'leader')
  await page.goto(`/indicators?cell=${COUNTY}:I03`)
  await page.waitForSelector('.el-drawer h2')
  await settle(page)
  assert.equal(await page.locator('[data-test=value-form]').count(), 0)
  await page.goto('/bulletins')
  await settle(page)
  assert.equal(await page.locator('[data-test=make]').count(), 0)
  await page.goto('/indicators/import')
  await page.waitForSelector('[data-test=no-right]')
  assert.equal(await page.locator('[data-test=template], [data-test=upload]').count(), 0)
  await page.context().close()
})

test('the unit of a county cannot write in another, whatever it sends', async () => {
  const page = await openPage(browser, server.base)
  await logIn(page, 'county')
  const put = (region) =>
    page.request.put(`${server.base}/api/campaigns/1/values`, {
      data: { region, code: 'I03', period: '2025', state: 'missing', version: 0 },
    })
  assert.equal((await put('532622')).status(), 403)
  const leader = await openPage(browser, server.base)
  await leader.request.post(`${server.base}/api/session`, { data: { name: 'leader', password: PASSWORD } })
  const refused = await leader.request.put(`${server.base}/api/campaigns/1/values`, {
    data: { region: COUNTY, code: 'I03', period: '2025', state: 'missing', version: 0 },
  })
  assert.equal(refused.status(), 403)
  await leader.context().close()
  await page.context().close()
})

test('a wrong password is refused in words; the page asked for comes after the login', async () => {
  const page = await openPage(browser, server.base)
  await page.goto('/findings')
  await page.waitForURL(/\/login\?to=/)
  await page.fill('#login-name', 'leader')
  await page.fill('#login-password', 'wrong')
  await page.click('button[type=submit]')
  await page.waitForSelector('[role=alert]')
  await page.fill('#login-password', PASSWORD)
  await page.click('button[type=submit]')
  await page.waitForURL(/\/findings/)
  await page.context().close()
})

test('any level of the tree opens alone; search by initials, code and name', async () => {
  const page = await openPage(browser, server.base)
  await logIn(page, 'coordinator')
  await page.goto('/regions')
  await page.locator('[data-test=tree] > li').first().waitFor()
  for (const code of ['53', '5326', '532624'])
    await page
      .locator('.line', { has: page.locator('small', { hasText: new RegExp(`^${code}$`) }) })
      .locator('.arrow')
      .click()
  await page
    .locator('small', { hasText: /^532624\d{3}$/ })
    .first()
    .waitFor()
  for (const [words, code] of [
    ['mlpx', '532624'],
    ['532624', '532624'],
    ['麻栗坡县', '532624'],
  ]) {
    await page.locator('[data-test=region-search] input, input[data-test=region-search]').first().fill(words)
    await page.locator('[data-test=hits] li', { hasText: code }).first().waitFor()
  }
  await page.context().close()
})
