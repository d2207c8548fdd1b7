// Somebody new: unit and account by the administrator, post by the security administrator, first login with the slip, the
// post lent and used by a deputy, handed over at the end; the workbook goes out and comes in.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { Workbook } from './workbook.mjs'
import {
  enter,
  looksGood,
  openPage,
  saved,
  sendLogin,
  settle,
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

const OWN = 'three quiet Rivers 7'
const ROLE = { zh: '牵头部门', en: 'Lead unit' }

/** The example of GB 32100-2015. */
const CODE = '91350100M000100Y43'

/** What a clerk adds to the workbook: a unit, and somebody in it. */
const ROWS = {
  zh: [
    ['单位', { 单位名称: '县档案馆', 类别: '事业单位', 行政区划代码: '532624' }],
    ['人员', { 用户名: 'files1', 姓名: '档案一', 单位: '县档案馆' }],
  ],
  en: [
    ['Units', { Unit: '县档案馆', Kind: 'Public institution', 'Region code': '532624' }],
    ['People', { Login: 'files1', Name: '档案一', Unit: '县档案馆' }],
  ],
}

async function choose(page, picker, words, option) {
  const box = page.locator(picker)
  await box.click()
  if (words) await box.locator('input').fill(words)
  await page.locator('.el-select-dropdown__item:visible', { hasText: option }).first().click()
}

/** A page of one person, who is logged in; what axe and the width say is collected. */
async function as(login, language, width, password) {
  const page = await openPage(browser, server.base, { language, width })
  await enter(page, login, password)
  return page
}

async function makeUnit(page, wrong, label) {
  await page.goto('/units')
  await page.waitForSelector('[data-test=units] tbody tr')
  await looksGood(page, `units-${label}`, wrong)
  await page.click('[data-test=new-unit]')
  const form = page.locator('[data-test=unit-form]')
  await form.locator('#unit-name').fill('马关县体育服务中心')
  await form.locator('#unit-code').fill(`${CODE.slice(0, 17)}0`)
  await choose(page, '[data-test=unit-form] [data-test=region-pick]', '马关县', '532625')
  await page.click('[data-test=unit-save]')
  await form.locator('[role=alert]').waitFor() // the check character is wrong, and which would be right
  assert.match(await form.locator('[role=alert]').innerText(), /应为 3|would be 3/)
  await looksGood(page, `unit-form-${label}`, wrong)
  await form.locator('#unit-code').fill(CODE)
  await page.click('[data-test=unit-save]')
  await page.waitForSelector('[data-test=unit-facts]')
  await looksGood(page, `unit-${label}`, wrong)
}

/** Returns the one-time code of the slip. */
async function makePerson(page, login, name, unit, wrong, label) {
  await page.goto('/people')
  await page.waitForSelector('[data-test=people] tbody tr')
  await page.click('[data-test=new-person]')
  const form = page.locator('[data-test=person-form]')
  await form.locator('#person-login').fill(login)
  await form.locator('#person-name').fill(name)
  await choose(page, '[data-test=person-form] [data-test=unit-pick]', unit, unit)
  if (label) await looksGood(page, `person-form-${label}`, wrong)
  await page.click('[data-test=person-save]')
  const code = await page.locator('[data-test=slip] [data-test=code]').innerText()
  if (label) await looksGood(page, `slip-${label}`, wrong)
  await page.click('[data-test=slip-done]')
  await page.locator(`[data-person=${login}]`).waitFor()
  return code
}

async function openPerson(page, login) {
  await page.goto('/people')
  await page.fill('[data-test=person-search] input, input[data-test=person-search]', login)
  await page.locator(`[data-person=${login}] a`).click()
  await page.waitForSelector('[data-test=person-facts]')
}

async function givePost(page, login, language, wrong, label) {
  await openPerson(page, login)
  await page.click('[data-test=post-new]')
  await choose(page, '[data-test=post-role]', '', ROLE[language])
  if (label) await looksGood(page, `post-form-${label}`, wrong)
  await page.click('[data-test=post-give]')
  await page.locator('[data-post]', { hasText: ROLE[language] }).waitFor()
}

async function firstLogin(page, login, code) {
  await sendLogin(page, login, code)
  await page.waitForSelector('[data-test=password-form]')
  const inputs = page.locator('[data-test=password-form] input')
  const n = await inputs.count()
  for (let i = n - 2; i < n; i++) await inputs.nth(i).fill(OWN)
  await page.click('[data-test=password-form] button[type=submit]')
  await page.waitForSelector('.frame-nav', { state: 'attached' })
}

for (const [language, width] of [
  ['zh', 1440],
  ['en', 390],
]) {
  test(`somebody comes, lends the post and leaves, ${language} at ${width}`, async () => {
    await server.again()
    const label = `${language}-${width}`
    const wrong = []
    const admin = await as('admin', language, width)
    await makeUnit(admin, wrong, label)
    const unit = '马关县体育服务中心'
    const codes = {
      new1: await makePerson(admin, 'new1', '新一', unit, wrong, label),
      new2: await makePerson(admin, 'new2', '新二', unit, wrong),
    }

    const security = await as('security', language, width)
    await givePost(security, 'new1', language, wrong, label)
    await looksGood(security, `person-${label}`, wrong)

    const one = await openPage(browser, server.base, { language, width })
    await firstLogin(one, 'new1', codes.new1)
    await one.goto('/account')
    await one.click('[data-test=delegation-new]')
    const form = one.locator('[data-test=delegation-form]')
    await choose(one, '[data-test=delegation-form] [data-test=person-pick]', '', '新二')
    const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
    await form.locator('.el-date-editor input').fill(until)
    await form.locator('.el-date-editor input').press('Enter')
    await form.locator('#delegation-reason').fill('休假')
    await one.click('[data-test=delegation-make]')
    await one.locator('[data-delegation]').waitFor()
    await looksGood(one, `delegation-${label}`, wrong)

    // The deputy sees the work of the other one, and whose it is.
    const two = await openPage(browser, server.base, { language, width })
    await firstLogin(two, 'new2', codes.new2)
    await two.goto('/ranking')
    await two.waitForSelector('[data-test=ranking]')
    await two.locator('[data-test=posts]', { hasText: '新一' }).waitFor()
    await looksGood(two, `deputy-${label}`, wrong)

    // A successor without the post cannot take the work over; with it, everything goes in one step.
    await openPerson(admin, 'new1')
    await admin.click('[data-test=person-handover]')
    await choose(admin, '[data-test=handover] [data-test=person-pick]', 'new2', '新二')
    await admin.locator('[data-test=handover] p.due').waitFor()
    await admin.fill('#handover-reason', '调离')
    assert.ok(await admin.locator('[data-test=handover-go]').isDisabled())
    await looksGood(admin, `handover-not-yet-${label}`, wrong)
    await givePost(security, 'new2', language, wrong)
    await openPerson(admin, 'new1')
    await admin.click('[data-test=person-handover]')
    await choose(admin, '[data-test=handover] [data-test=person-pick]', 'new2', '新二')
    await admin.fill('#handover-reason', '调离')
    await admin.locator('[data-test=handover-go]:not([disabled])').click()
    await admin.locator('[data-test=handover-done]').waitFor()
    await looksGood(admin, `handover-${label}`, wrong)
    await admin.click('[data-test=handover-done]')
    await admin.waitForSelector('[data-test=person-facts]')
    assert.equal(await admin.locator('[data-post]').count(), 0)

    // A post is ended, with the reason that the record keeps.
    await openPerson(security, 'new2')
    await security.locator('[data-post] button').click()
    await security.fill('[data-test=reason] input, input[data-test=reason]', '机构调整')
    await looksGood(security, `post-end-${label}`, wrong)
    await security.click('[data-test=post-end-now]')
    await security.locator('[data-post]').waitFor({ state: 'detached' })
    const kept = server.console('audit', 'list')
    assert.match(kept, /post\.end[\s\S]*机构调整|机构调整[\s\S]*post\.end/)

    // Who left is out at once.
    await one.goto('/ranking')
    await one.waitForURL((url) => url.pathname === '/login')

    for (const page of [admin, security, one, two]) {
      wrong.push(...page.problems)
      await page.context().close()
    }
    assert.deepEqual(wrong, [])
  })

  test(`the workbook of units and people goes out and comes in, ${language} at ${width}`, async () => {
    await server.again()
    const label = `${language}-${width}`
    const wrong = []
    const admin = await as('admin', language, width)
    await admin.goto('/units')
    await admin.click('[data-test=open-import]')
    const file = await saved(admin, () => admin.click('[data-test=people-template]'))
    const upload = (buffer) =>
      admin
        .locator('[data-test=people-import] input[type=file]')
        .setInputFiles({ name: '单位.xlsx', mimeType: XLSX, buffer })
    await upload(readFileSync(file))
    await admin.waitForSelector('[data-test=people-same]')
    // A unit and somebody in it are added in the workbook.
    const book = new Workbook(readFileSync(file))
    for (const [sheet, row] of ROWS[language]) book.append(sheet, row)
    await upload(book.bytes())
    await admin.click('[data-test=people-confirm]')
    await admin.waitForSelector('[data-test=people-kept]')
    assert.equal(await admin.locator('[data-test=slips] > li').count(), 1)
    await admin.locator('[data-test=units] tbody', { hasText: '县档案馆' }).waitFor()
    await looksGood(admin, `people-import-${label}`, wrong)
    await upload(Buffer.from('name,unit\n'))
    await admin
      .locator('[data-test=people-import] [role=alert], [data-test=people-import] .el-alert')
      .waitFor()
    await settle(admin)
    await looksGood(admin, `people-import-wrong-${label}`, wrong)
    wrong.push(...admin.problems)
    await admin.context().close()
    assert.deepEqual(wrong, [])
  })
}
