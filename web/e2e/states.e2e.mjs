// What a person meets when things go wrong or slowly, and by the keyboard alone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  COUNTY,
  logIn,
  openPage,
  overflow,
  PASSWORD,
  settle,
  shot,
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

const API = '**/api/**'
const cut = (page) => page.route(API, (route) => route.abort())

test('the server goes away: every page says so, and comes back by one button', async () => {
  const page = await openPage(browser, server.base)
  await logIn(page, 'coordinator')
  await cut(page)
  for (const name of ['standards', 'indicators', 'ranking', 'bulletins', 'findings']) {
    await page.locator(`.frame-nav a[href^="/${name}"]`).click()
    const box = page.locator('main [role=alert]')
    await box.waitFor()
    assert.match(await box.innerText(), /连接不上服务器[\s\S]*重试/, name)
  }
  await shot(page, 'no-server')
  await page.locator('.frame-nav a[href^="/ranking"]').click()
  const again = page.locator('main [role=alert] button')
  await again.waitFor()
  await page.unroute(API)
  await again.click()
  await page.waitForSelector('[data-test=ranking]')
  await page.context().close()
})

test('what was typed stays when saving fails, and is saved by a second press', async () => {
  const page = await openPage(browser, server.base)
  await logIn(page, 'coordinator')
  await page.goto(`/indicators?cell=${COUNTY}:I03`)
  const form = page.locator('[data-test=value-form]')
  const field = form.locator('input[name=numerator]')
  await field.fill('481')
  await settle(page)
  await cut(page)
  await form.locator('button[type=submit]').click()
  await form.locator('[role=alert]').waitFor()
  assert.match(await form.locator('[role=alert]').innerText(), /连接不上服务器/)
  assert.equal(await field.inputValue(), '481')
  await page.unroute(API)
  await form.locator('button[type=submit]').click()
  await page.waitForSelector('[data-test=standing]')
  await page.context().close()
})

test('a slow server: the page is never blank', async () => {
  const page = await openPage(browser, server.base)
  await logIn(page, 'coordinator')
  let free
  const held = new Promise((done) => (free = done))
  await page.route(API, async (route) => {
    await held
    await route.continue()
  })
  for (const name of ['ranking', 'indicators', 'bulletins', 'standards']) {
    await page.locator(`.frame-nav a[href^="/${name}"]`).click()
    await page.waitForSelector('main h1')
    await page.waitForSelector('main .el-skeleton')
  }
  free()
  await page.waitForSelector('main table')
  await page.context().close()
})

test('a login that ran out comes back to the page that was open', async () => {
  const page = await openPage(browser, server.base)
  await logIn(page, 'leader')
  await page.context().clearCookies()
  await page.locator('.frame-nav a[href^="/ranking"]').click()
  await page.waitForURL(/\/login\?to=/)
  await page.fill('#login-name', 'leader')
  await page.fill('#login-password', PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-test=ranking]')
  await page.context().close()
})

/** Is it seen where the focus is: an outline, or the ring of the control around it. */
const focusSeen = (page) =>
  page.evaluate(() => {
    const at = document.activeElement
    if (!at || at === document.body) return 'nothing has the focus'
    const around = at.closest('.el-select__wrapper, .el-input__wrapper, .el-checkbox, .el-radio-button') ?? at
    const box = around.getBoundingClientRect()
    const ringed = [
      at,
      around,
      ...around.querySelectorAll('.el-radio-button__inner, .el-checkbox__inner'),
    ].some((e) => {
      const s = getComputedStyle(e)
      return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'
    })
    if (!ringed) return `no ring: ${at.outerHTML.slice(0, 120)}`
    return box.bottom > 0 && box.top < innerHeight ? '' : `out of sight: ${at.outerHTML.slice(0, 120)}`
  })

test('by the keyboard alone: log in, skip, walk, find, choose', async () => {
  const page = await openPage(browser, server.base)
  await page.goto('/login')
  await page.waitForSelector('#login-name')
  await page.focus('#login-name')
  await page.keyboard.type('coordinator')
  await page.keyboard.press('Tab')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForSelector('#distance tbody tr')
  for (const path of ['/ranking', '/indicators', '/standards/2', `/ranking/${COUNTY}`]) {
    await page.goto(path)
    await settle(page)
    for (let stop = 0; stop < 24; stop++) {
      await page.keyboard.press('Tab')
      assert.equal(await focusSeen(page), '', `${path}, stop ${stop + 1}`)
    }
  }
  await page.goto('/ranking')
  await settle(page)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main')
  await page.goto('/regions')
  await page.locator('[data-test=region-search]').first().waitFor()
  await page.locator('input[data-test=region-search], [data-test=region-search] input').first().focus()
  await page.keyboard.type('mlpx')
  await page.keyboard.press('Enter')
  await page.waitForURL(/at=532624/)
  await page.locator('.side h2', { hasText: '麻栗坡县' }).waitFor()
  await page.context().close()
})

test('the ranking prints whole, with its label, without the controls', async () => {
  const page = await openPage(browser, server.base, { width: 1366, height: 768 })
  await logIn(page, 'leader')
  await page.goto('/ranking')
  await settle(page)
  await page.emulateMedia({ media: 'print' })
  assert.ok(await page.isVisible('.demo'))
  assert.equal(await page.locator('tr[data-region]:visible').count(), 8)
  assert.equal(await page.locator('.frame-nav:visible, .frame-controls:visible').count(), 0)
  // The width of A4 less its margins, in CSS pixels: 210 mm - 2 x 15 mm at 96 to the inch.
  await page.setViewportSize({ width: 680, height: 960 })
  assert.ok((await overflow(page)) <= 0)
  const cutOff = await page
    .locator('.table-box')
    .evaluateAll((boxes) => boxes.filter((b) => b.scrollWidth > b.clientWidth + 1).length)
  assert.equal(cutOff, 0, 'a column is cut off on paper')
  await shot(page, 'ranking-print')
  await page.context().close()
})
