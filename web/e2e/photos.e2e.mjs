// Proof through the real roles: a photo is asked for with its reason, a fix without one is refused, a photo that was used before is
// flagged, and whoever re-checks sees both pictures side by side.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { COUNTY, addProof, enter, looksGood, openPage, photo, startBrowser, startProgram } from './lib.mjs'

let server, browser
before(async () => {
  server = await startProgram()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const FINDINGS = '/api/campaigns/1/findings'

async function as(login, language = 'zh', width = 1440) {
  const page = await openPage(browser, server.base, { language, width })
  await enter(page, login)
  return page
}

async function post(page, path, data) {
  const reply = await page.request.post(`${server.base}${FINDINGS}${path}`, { data })
  assert.ok(reply.ok(), await reply.text())
  return reply.json()
}

const open = async (page, id) => {
  await page.goto(`/findings?region=${COUNTY}&finding=${id}`)
  await page.waitForSelector('[data-test=trail] li')
}

async function act(page, name, reason) {
  await page.click(`[data-act=${name}]`)
  await page.locator('[data-test=act-form] #act-reason').fill(reason)
  await page.click('[data-test=act-go]')
}
const done = (page, name) => page.locator(`[data-test=trail] li:first-child[data-action=${name}]`).waitFor()

const report = async (page, text) =>
  (await post(page, '', { source: 'patrol', region: COUNTY, text })).finding.id

async function dispatch(page, id, more) {
  const units = await (
    await page.request.get(`${server.base}/api/units?q=${encodeURIComponent('县市场监管')}`)
  ).json()
  const { finding } = await (await page.request.get(`${server.base}${FINDINGS}/${id}`)).json()
  await post(page, `/${id}/manage`, {
    act: 'dispatch',
    version: finding.version,
    lead: units.units[0].id,
    form: 'dated',
    limit: '3 workdays',
    ...more,
  })
}

test('a photo is asked for, a reused one is flagged and seen side by side, the page of closings counts it', async () => {
  const wrong = []
  const lead = await as('lead')
  const coordinator = await as('coordinator')
  const county = await as('county')
  const inspector = await as('inspector')
  const [first, second] = [await report(lead, '入口垃圾外溢'), await report(lead, '水产区积水')]

  // Whoever found it adds what was seen.
  await open(lead, second)
  await addProof(lead, 'found', await photo(server, lead, 7, 0.9, 'before.jpg'))

  // The dispatch says what must be shown, and why.
  await dispatch(coordinator, first, {})
  await open(coordinator, second)
  await coordinator.click('[data-act=dispatch]')
  const form = coordinator.locator('[data-test=act-form]')
  const box = form.locator('[data-test=unit-pick]').first()
  await box.click()
  await box.locator('input').fill('市场监管')
  await coordinator
    .locator('.el-select-dropdown__item:visible', { hasText: '县市场监管局（演示）' })
    .first()
    .click()
  await form.locator('[data-test=act-need] label', { hasText: '照片' }).click()
  assert.ok(await form.locator('[data-test=act-go]').isDisabled())
  await form.locator('#act-need-reason').fill('检查表第 3 项要求留存照片')
  await looksGood(coordinator, 'photos-dispatch', wrong)
  await coordinator.click('[data-test=act-go]')
  await done(coordinator, 'dispatch')

  // Not asked for, and taken all the same.
  await open(county, first)
  await addProof(county, 'fixed', await photo(server, county, 1, 0.92, 'one.jpg'))
  await act(county, 'fix', '已清运')
  await done(county, 'fix')

  await open(county, second)
  assert.match(await county.locator('[data-test=proof-need]').innerText(), /照片.*检查表第 3 项/s)
  await act(county, 'fix', '已疏通')
  await county.locator('[data-test=act-form] [role=alert]').waitFor()
  assert.match(
    await county.locator('[data-test=act-form] [role=alert]').innerText(),
    /须提供：照片（检查表第 3 项/,
  )
  await looksGood(county, 'photos-refused', wrong)
  // What is no proof is told in words.
  const text = join(server.dir, 'note.txt')
  writeFileSync(text, 'no picture')
  await county.locator('[data-part=fixed] [data-test=proof-files]').setInputFiles(text)
  await county.locator('[data-part=fixed] .queue .bad', { hasText: '不是可接收的佐证材料' }).waitFor()
  await county.locator('[data-part=fixed] .queue button', { hasText: '不传了' }).click()
  // The photo of the other finding, saved again.
  await addProof(county, 'fixed', await photo(server, county, 1, 0.5, 'again.jpg'))
  await county.click('[data-test=act-go]')
  await done(county, 'fix')

  await open(inspector, second)
  const flag = inspector.locator('[data-part=fixed] [data-flag=alike]')
  await flag.waitFor()
  await looksGood(inspector, 'photos-flagged', wrong)
  await flag.locator('[data-test=compare-flag]').click()
  const pictures = inspector.locator('[data-test=compare] img')
  await pictures.nth(1).waitFor()
  for (const i of [0, 1])
    assert.ok(
      (await pictures.nth(i).evaluate(async (p) => {
        await p.decode()
        return p.naturalWidth
      })) > 100,
    )
  await looksGood(inspector, 'photos-compare', wrong)
  await inspector.keyboard.press('Escape')
  const download = inspector.waitForEvent('download')
  await inspector.locator('[data-part=fixed] button', { hasText: '下载原件' }).first().click()
  assert.match((await download).suggestedFilename(), /^finding-\d+-fixed-\d+\.jpg$/)
  await act(inspector, 'close', '现场已看')
  await done(inspector, 'close')

  await inspector.goto(`/findings/closings?region=${COUNTY}`)
  const link = inspector.locator('[data-test=closings] [data-test=flagged] a').first()
  await link.waitFor()
  await looksGood(inspector, 'photos-closings', wrong)
  await link.click()
  await inspector.waitForSelector(`[data-finding="${second}"]`)
  assert.equal(await inspector.locator(`[data-finding="${first}"]`).count(), 0)
  for (const page of [lead, coordinator, county, inspector]) {
    assert.deepEqual(page.problems, [])
    await page.context().close()
  }
  assert.deepEqual(wrong, [])
})

test('on a phone in English: chosen, compared with before, flagged, side by side', async () => {
  const wrong = []
  const lead = await as('lead', 'en', 390)
  const coordinator = await as('coordinator', 'en', 390)
  const county = await as('county', 'en', 390)
  const inspector = await as('inspector', 'en', 390)
  const [first, second] = [
    await report(lead, 'Rubbish at the gate'),
    await report(lead, 'Water on the floor'),
  ]
  await open(lead, second)
  await addProof(lead, 'found', await photo(server, lead, 21, 0.9, 'b.jpg'))
  for (const id of [first, second])
    await dispatch(coordinator, id, { need: 'photo', need_reason: 'Item 3 asks for it' })
  await open(county, first)
  await addProof(county, 'fixed', await photo(server, county, 22, 0.9, 'c.jpg'))
  await open(county, second)
  await looksGood(county, 'photos-need-en-390', wrong)
  await addProof(county, 'fixed', join(server.dir, 'c.jpg'))
  await act(county, 'fix', 'Dried')
  await done(county, 'fix')
  await open(inspector, second)
  const flag = inspector.locator('[data-part=fixed] [data-flag=same_file]')
  await flag.waitFor()
  await looksGood(inspector, 'photos-flagged-en-390', wrong)
  await flag.locator('[data-test=compare-flag]').click()
  await inspector.locator('[data-test=compare] img').nth(1).waitFor()
  await looksGood(inspector, 'photos-compare-en-390', wrong)
  await inspector.keyboard.press('Escape')
  await inspector.locator('[data-test=compare-before]').first().click()
  await inspector.locator('[data-test=compare] img').nth(1).waitFor()
  for (const page of [lead, coordinator, county, inspector]) {
    assert.deepEqual(page.problems, [])
    await page.context().close()
  }
  assert.deepEqual(wrong, [])
})
