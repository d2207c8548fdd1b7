// The findings of the demonstration through the real roles: dispatched together, claimed, fixed, returned, fixed again, closed,
// re-opened; the trail shows each step. Nobody does what must be done by somebody else.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { pack } from './workbook.mjs'
import {
  COUNTY,
  addProof,
  enter,
  looksGood,
  openPage,
  photo,
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

const LIST = `/findings?region=${COUNTY}`
const UNIT = '县市场监管局（演示）'

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

async function open(page, id) {
  await page.goto(`${LIST}&finding=${id}`)
  await page.waitForSelector('[data-test=trail] li')
}

/** Presses the button of the act, says why, and waits until the trail begins with it. */
async function act(page, name, reason, wrong, label) {
  await page.click(`[data-act=${name}]`)
  const form = page.locator('[data-test=act-form]')
  await form.waitFor()
  if (reason) await form.locator('#act-reason').fill(reason)
  if (label) await looksGood(page, label, wrong)
  await page.click('[data-test=act-go]')
  await page.locator(`[data-test=trail] li:first-child[data-action=${name}]`).waitFor()
}

const actions = (page) =>
  page.locator('[data-test=trail] li').evaluateAll((all) => all.map((li) => li.dataset.action))
const state = (page) => page.locator('[data-test=finding-state]').innerText()

test('dispatched together, fixed, returned, fixed again, closed on site, re-opened', async () => {
  const wrong = []
  const coordinator = await as('coordinator')
  await coordinator.goto(`${LIST}&state=filed`)
  await coordinator.waitForSelector('[data-test=findings] tbody tr')
  await looksGood(coordinator, 'findings-coordinator', wrong)
  await coordinator.click('[data-test=choose-all]')
  await coordinator.click('[data-test=bulk-dispatch]')
  await choose(coordinator, '[data-test=act-form] [data-test=unit-pick]', '市场监管', UNIT)
  await looksGood(coordinator, 'findings-dispatch', wrong)
  await coordinator.click('[data-test=act-go]')
  await coordinator.locator('[data-test=bulk]').waitFor({ state: 'detached', timeout: 60_000 })
  await coordinator.goto(`${LIST}&state=dispatched`)
  await coordinator.waitForSelector('[data-test=findings] tbody tr')
  const rows = coordinator.locator('[data-test=findings] tbody tr')
  assert.equal(await rows.count(), 50)
  const id = await rows.first().getAttribute('data-finding')

  const county = await as('county')
  await county.goto(`${LIST}&mine=1`)
  await county.waitForSelector(`[data-finding="${id}"]`)
  await looksGood(county, 'findings-mine', wrong)
  await open(county, id)
  await looksGood(county, 'finding-county', wrong)
  await act(county, 'claim', '')
  await act(county, 'fix', '已清运，增设分类箱', wrong, 'finding-fix')
  assert.equal(await state(county), '待核查')

  const inspector = await as('inspector')
  await open(inspector, id)
  await act(inspector, 'return', '分类箱无盖', wrong, 'finding-return')
  assert.equal(await state(inspector), '整改中')
  await open(county, id)
  await act(county, 'fix', '已加盖')
  // Who dispatched does not close: there is no such button.
  await open(coordinator, id)
  assert.equal(await coordinator.locator('[data-act=close]').count(), 0)
  await open(inspector, id)
  await act(inspector, 'close', '现场已看，符合要求', wrong, 'finding-close')
  assert.equal(await state(inspector), '已销号')
  await act(inspector, 'reopen', '再次发现垃圾外溢')
  assert.equal(await state(inspector), '整改中')
  assert.deepEqual(await actions(inspector), [
    'reopen',
    'close',
    'fix',
    'return',
    'fix',
    'claim',
    'dispatch',
    'import',
  ])
  await looksGood(inspector, 'finding-trail', wrong)
  // Whoever re-opened it has found it: somebody else must re-check.
  await open(county, id)
  await act(county, 'fix', '再次清运')
  await open(inspector, id)
  assert.equal(await inspector.locator('[data-act=close]').count(), 0)
  for (const page of [coordinator, county, inspector]) await page.context().close()
  assert.deepEqual(wrong, [])
})

test('reported on a phone in English: what, where; then more time is asked for and granted', async () => {
  const wrong = []
  const inspector = await as('inspector', 'en', 390)
  await inspector.goto(LIST)
  await inspector.waitForSelector('[data-test=findings] tbody tr')
  await looksGood(inspector, 'findings-en-390', wrong)
  await inspector.click('[data-test=report]')
  await inspector.locator('#report-text').fill('Rubbish at the gate of the market')
  await looksGood(inspector, 'finding-report-en-390', wrong)
  await inspector.click('[data-test=report-go]')
  const link = inspector.locator('[role=status] a')
  await link.click()
  await inspector.waitForSelector('[data-test=trail] li')
  await settle(inspector)
  const id = new URL(inspector.url()).searchParams.get('finding')
  assert.deepEqual(await actions(inspector), ['report'])

  const coordinator = await as('coordinator', 'en', 390)
  await open(coordinator, id)
  await looksGood(coordinator, 'finding-en-390', wrong)
  await coordinator.click('[data-act=dispatch]')
  await choose(coordinator, '[data-test=act-form] [data-test=unit-pick]', '市场监管', 'County market bureau')
  await coordinator.click('[data-test=act-go]')
  await coordinator.locator('[data-test=trail] li:first-child[data-action=dispatch]').waitFor()

  const county = await as('county', 'en', 390)
  await open(county, id)
  await act(county, 'ask_extension', 'The lorry comes on Friday', wrong, 'finding-extension-en-390')
  await open(coordinator, id)
  await act(coordinator, 'extend', '')
  await looksGood(coordinator, 'finding-extended-en-390', wrong)
  for (const page of [coordinator, county, inspector]) await page.context().close()
  assert.deepEqual(wrong, [])
})

/** A workbook as offices make them: a title above the table, the place merged over two rows. */
function list(n) {
  const heads = ['序号', '点位名称', '点位类别', '存在问题', '责任单位', '检查日期', '整改时限']
  const rows = [[`省暗访反馈问题清单（${n} 项，演示）`], [], heads]
  for (let i = 1; i <= n; i++)
    rows.push([
      `${i}`,
      `第${Math.ceil(i / 2)}农贸市场（演示）`,
      '农贸市场',
      `第 ${i} 处：垃圾未清运（演示）`,
      UNIT,
      '2026-04-21',
      '5个工作日',
    ])
  const letter = (c) => 'ABCDEFG'[c]
  const cells = (row, r) =>
    row.map((text, c) => `<c r="${letter(c)}${r + 1}" t="inlineStr"><is><t>${text}</t></is></c>`).join('')
  const sheet = rows.map((row, r) => `<row r="${r + 1}">${cells(row, r)}</row>`).join('')
  const part = (name, xml) => ({ name, data: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${xml}`) })
  const office = 'http://schemas.openxmlformats.org'
  const relation = (type, target) =>
    `<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="r1" Type="${office}/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`
  return pack([
    part(
      '[Content_Types].xml',
      `<Types xmlns="${office}/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    ),
    part('_rels/.rels', relation('officeDocument', 'xl/workbook.xml')),
    part(
      'xl/workbook.xml',
      `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="清单" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    part('xl/_rels/workbook.xml.rels', relation('worksheet', 'worksheets/sheet1.xml')),
    part(
      'xl/worksheets/sheet1.xml',
      `<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData>${sheet}</sheetData><mergeCells><mergeCell ref="A1:G1"/></mergeCells></worksheet>`,
    ),
  ])
}

const FINDINGS = '/api/campaigns/1/findings'

/** Everything of a list, page by page. */
async function all(page, query) {
  const rows = []
  let next = ''
  do {
    const reply = await page.request.get(
      `${server.base}${FINDINGS}?region=${COUNTY}&limit=200&${query}${next && `&after=${next}`}`,
    )
    const got = await reply.json()
    rows.push(...got.findings)
    next = got.next
  } while (next)
  return rows
}

test('126 findings: imported, dispatched as proposed, told by notice, fixed with a photo, returned, closed, re-opened; the bulletin names the late', async () => {
  const wrong = []
  const coordinator = await as('coordinator')
  await coordinator.goto(LIST)
  await coordinator.waitForSelector('[data-test=findings] tbody tr')
  const before = (await all(coordinator, 'open=true')).length
  await coordinator.click('[data-test=open-import]')
  await coordinator.setInputFiles('[data-test=finding-file] input', {
    name: '省暗访清单.xlsx',
    mimeType: 'application/octet-stream',
    buffer: list(126),
  })
  await coordinator.waitForSelector('[data-test=import-confirm]')
  assert.match(await coordinator.locator('[data-test=finding-import] [role=status]').innerText(), /126/)
  await looksGood(coordinator, 'findings-import', wrong)
  await coordinator.click('[data-test=import-confirm]')
  await coordinator.waitForSelector('[data-test=import-kept]')
  const mine = (await all(coordinator, 'source=unannounced&state=filed')).map((f) => f.id)
  assert.equal(mine.length, 126)
  assert.equal((await all(coordinator, 'open=true')).length, before + 126)

  await coordinator.goto(`${LIST}&state=filed&source=unannounced`)
  await coordinator.waitForSelector('[data-test=findings] tbody tr')
  for (let left = 126; left > 0; left -= 50) {
    await coordinator.click('[data-test=choose-all]')
    await coordinator.click('[data-test=bulk-dispatch]')
    await coordinator.locator('[data-test=as-proposed]').waitFor()
    await coordinator.click('[data-test=act-go]')
    await coordinator.locator('[data-test=bulk]').waitFor({ state: 'detached', timeout: 60_000 })
    await settle(coordinator)
  }
  assert.equal((await all(coordinator, 'source=unannounced&state=dispatched')).length, 126)

  // One notice tells the unit of all of them; it confirms the receipt.
  await coordinator.goto(`${LIST}&state=dispatched&source=unannounced`)
  const rows = coordinator.locator('[data-test=findings] tbody tr')
  for (const n of [50, 100]) {
    await rows.nth(n - 1).waitFor()
    await coordinator.click('[data-test=go-on]')
  }
  await rows.nth(125).waitFor()
  await coordinator.click('[data-test=choose-all]')
  await coordinator.click('[data-test=bulk-notice]')
  await coordinator.click('[data-test=notice-make]')
  await coordinator.locator('[data-test=notices-made]').waitFor({ timeout: 60_000 })
  const county = await as('county')
  await county.goto(`/papers?region=${COUNTY}&tab=notices`)
  await county.click('[data-test=notice-show]')
  await county.waitForSelector('[data-test=notice-problems]')
  assert.equal(await county.locator('[data-test=notice-problems] li').count(), 126)
  await county.click('[data-test=receive]')
  await county.click('[data-test=receive-now]')
  await county.locator('[data-test=receipt].good').waitFor()

  // The first one in the pages, by everybody whose turn it is.
  const inspector = await as('inspector')
  const [one, ...others] = mine
  await open(county, one)
  await act(county, 'claim', '')
  await addProof(county, 'fixed', await photo(server, county, 31, 0.9, 'first.jpg'))
  await act(county, 'fix', '已清运')
  await open(inspector, one)
  await act(inspector, 'return', '仍有散落')
  await open(county, one)
  await addProof(county, 'fixed', await photo(server, county, 32, 0.9, 'second.jpg'))
  await act(county, 'fix', '再次清运')
  await open(inspector, one)
  assert.equal(await inspector.locator('[data-part=fixed] [data-proof]').count(), 2)
  await act(inspector, 'close', '现场已看')
  await act(inspector, 'reopen', '又见散落')
  const steps = ['reopen', 'close', 'fix', 'return', 'fix', 'claim', 'dispatch', 'import']
  assert.deepEqual(
    (await actions(inspector)).filter((a) => steps.includes(a)),
    steps,
  )
  await looksGood(inspector, 'finding-photos-trail', wrong)

  const call = async (page, id, door, body) => {
    const at = `${server.base}${FINDINGS}/${id}`
    const { finding } = await (await page.request.get(at)).json()
    const reply = await page.request.post(`${at}/${door}`, { data: { version: finding.version, ...body } })
    assert.equal(reply.status(), 200, await reply.text())
  }
  for (const [i, id] of others.entries()) {
    await call(county, id, 'answer', { act: 'claim' })
    await call(county, id, 'answer', { act: 'fix', reason: '已清运' })
    if (i % 10 === 0) {
      await call(inspector, id, 'recheck', { act: 'return', reason: '仍有散落' })
      await call(county, id, 'answer', { act: 'fix', reason: '再次清运' })
    }
    await call(inspector, id, 'recheck', { act: 'close', reason: '已看', on_site: i % 3 > 0 })
  }
  assert.equal((await all(coordinator, 'open=true')).length, before + 1)
  await coordinator.goto(`${LIST}&open=0&source=unannounced`)
  await coordinator.waitForSelector('[data-test=findings] tbody tr')
  await looksGood(coordinator, 'findings-closed', wrong)
  // Every third was closed on paper: the unit's line says so, and leads to them.
  await coordinator.goto(`/findings/closings?region=${COUNTY}`)
  const line = coordinator.locator('[data-test=closings] tbody tr', { hasText: UNIT })
  await line.waitFor()
  assert.match(await line.innerText(), /42/)
  const handled = coordinator.locator('[data-test=performance] tbody tr', { hasText: UNIT })
  await handled.waitFor()
  assert.match(await handled.innerText(), /100%/)
  await looksGood(coordinator, 'closings', wrong)
  await line.locator('a').first().click()
  await coordinator.waitForSelector('[data-test=findings] tbody tr')
  assert.equal(await coordinator.locator('[data-test=findings] tbody tr').count(), 42)

  // Two weeks later the re-opened one is late; the bulletin says whose it is.
  await server.daysLater(one, 14)
  await coordinator.goto(`/papers?region=${COUNTY}&tab=weekly`)
  await coordinator.click('[data-test=report-new]')
  await coordinator.click('[data-test=report-make]')
  await coordinator.locator('[data-test=report-made]').waitFor({ timeout: 60_000 })
  await coordinator.waitForSelector('[data-test=late-units]')
  assert.match(await coordinator.locator('[data-test=late-units]').innerText(), new RegExp(UNIT))
  await looksGood(coordinator, 'bulletin-late', wrong)
  for (const page of [coordinator, county, inspector]) await page.context().close()
  assert.deepEqual(wrong, [])
})
