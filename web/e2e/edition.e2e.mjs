// The clerk's path: a standard out as a workbook, changed, in again as a new edition, and what carries
// over; and who may confirm what was not yet read in the official annex.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import {
  axeFindings,
  logIn,
  openPage,
  overflow,
  saved,
  settle,
  shot,
  startBrowser,
  startProgram,
  XLSX,
} from './lib.mjs'
import { Workbook } from './workbook.mjs'

let server, browser
before(async () => {
  server = await startProgram()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const COUNTY_STANDARD = '国家卫生城市和国家卫生县标准'
const ENGLISH_STANDARD = 'National hygienic city and county standard'
const WORDS = {
  zh: {
    moved: `本活动所用的《${COUNTY_STANDARD}》已由 2021 版改为 2021-2 版。`,
    added: '新增，待评判',
    carried: '不用重填',
    sheet: '工作表 indicators · 单元格 A',
    right: '可用列',
    same: 'edition',
    checked: '已核对',
    mine: '公共场所灭火器完好率',
  },
  en: {
    moved: `This campaign moved from edition 2021 to 2021-2 of the “${ENGLISH_STANDARD}”.`,
    added: 'New, to be judged',
    carried: 'nothing to fill in again',
    sheet: 'sheet “indicators” · cell A',
    right: 'known columns',
    same: 'edition',
    checked: 'Checked',
    mine: 'Working extinguishers',
  },
}

const named = (zip, name) => ({ name, mimeType: XLSX, buffer: zip })
const upload = (page, zip, name) => page.setInputFiles('input[type=file]', named(zip, name))
const problems = (page) => page.locator('[data-test=problems] tbody tr').allInnerTexts()

async function download(page) {
  await page.goto('/standards')
  const row = page.locator('tr', { has: page.locator('a[href^="/standards/2"]') })
  return readFileSync(await saved(page, () => row.locator('button').click()))
}

/** One indicator with its rule and one item of the market sheet more than before. */
function nextEdition(zip) {
  const book = new Workbook(zip)
  const edition = book.find('standard', 'path', 'edition')
  book.set('standard', `${book.column('standard', 'value')}${edition}`, '2021-2')
  book.append('indicators', {
    code: 'I99',
    section: 'S1',
    clauses: '1',
    name_zh: WORDS.zh.mine,
    name_en: WORDS.en.mine,
    unit: '%',
    factor: '100',
    numerator_zh: '完好数',
    numerator_en: 'Working',
    denominator_zh: '总数',
    denominator_en: 'All',
    years: '1',
    basis: 'recalled',
  })
  book.append('rules', { indicator: 'I99', rule: 'at_least', target: '95', basis: 'recalled' })
  book.append('items', {
    code: 'MKT-99',
    kind: 'market',
    points: '5',
    method: 'yes_no',
    name_zh: '有洗手设施',
    name_en: 'Hand washing',
    basis: 'recalled',
  })
  return book.bytes()
}

/** A code twice and a misspelt column; the places are those a person finds in Excel. */
function broken(zip) {
  const book = new Workbook(zip)
  const first = book.find('indicators', 'code', 'I03')
  const row = book.append('indicators', {
    code: 'I03',
    section: 'S1',
    name_zh: '重复',
    name_en: 'Twice',
    factor: '1',
    basis: 'recalled',
  })
  const at = book.column('milestones', 'month')
  book.set('milestones', `${at}1`, 'mouth')
  return { zip: book.bytes(), row, first, column: `${at}1` }
}

async function refusals(page, words, zip) {
  await upload(page, zip, 'same.xlsx')
  await page.waitForSelector('[data-test=refused]')
  assert.match(await page.locator('[data-test=refused]').innerText(), new RegExp(words.same))
  const bad = broken(zip)
  await upload(page, bad.zip, 'bad.xlsx')
  await page.waitForSelector('[data-test=problems]')
  const told = await problems(page)
  const twice = told.find((t) => t.includes(`${words.sheet}${bad.row}`))
  assert.ok(twice, told.join('\n'))
  assert.ok(twice.includes('I03') && twice.includes(String(bad.first)), twice)
  const column = told.find((t) => t.includes('mouth'))
  assert.ok(column?.includes('milestones') && column.includes(bad.column), told.join('\n'))
  assert.ok(column.includes('month'), 'what would be right')
  assert.ok(told.length <= 3, 'what only follows from a problem is not told')
  await shot(page, `edition-refused-${await page.locator('html').getAttribute('lang')}`)
}

async function moveCampaign(page) {
  await page.locator('[data-test=use]').click()
  await page.locator('.el-message-box__btns .el-button--primary').click()
  await page.waitForURL(/\/carryover/)
}

/** What the address names is on the page: after a reload and after going back and forth. */
async function keeps(page, selector) {
  await page.waitForSelector(selector)
  const url = page.url()
  await page.reload()
  await page.waitForSelector(selector)
  assert.equal(page.url(), url)
}

async function carryover(page, words) {
  await keeps(page, '[data-carry=added]')
  const main = await page.locator('main').innerText()
  assert.ok(main.includes(words.moved), main)
  const added = page.locator('[data-carry=added]')
  assert.ok((await added.innerText()).includes(words.added))
  assert.equal(await added.locator('tbody tr').count(), 2)
  for (const code of ['I99', 'MKT-99']) assert.ok((await added.innerText()).includes(code))
  const carried = page.locator('[data-carry=carried]')
  assert.ok((await carried.innerText()).includes(words.carried))
  await carried.locator('summary').click()
  // The 56 indicators and 95 items of the standard's tables.
  assert.equal(await carried.locator('tbody tr').count(), 56 + 95)
  assert.ok(/\b[1-9]\d*$/.test((await carried.locator('tbody tr').first().innerText()).trim()), 'its values')
}

for (const [language, width, height] of [
  ['zh', 1440, 900],
  ['en', 390, 844],
])
  test(`a new edition by workbook, in ${language} at ${width}`, async () => {
    await server.again()
    const words = WORDS[language]
    const page = await openPage(browser, server.base, { language, width, height })
    await logIn(page, 'coordinator')
    const zip = await download(page)
    await refusals(page, words, zip)
    await upload(page, nextEdition(zip), 'next.xlsx')
    await keeps(page, '[data-test=plan] [data-change="added:I99"]')
    assert.equal(await page.locator('[data-test=plan] tbody tr').count(), 2)
    await page.waitForSelector('[data-test=plan] [data-change="added:MKT-99"]')
    await settle(page)
    await shot(page, `edition-plan-${language}-${width}`)
    await page.locator('[data-test=import]').click()
    await page.waitForURL(/\/standards\/5\?.*tab=diff/)
    await keeps(page, '[data-test=diff] [data-change="added:I99"]')
    await settle(page)
    await shot(page, `edition-diff-${language}-${width}`)
    await moveCampaign(page)
    await carryover(page, words)
    await shot(page, `edition-carryover-${language}-${width}`, { fullPage: true })
    assert.deepEqual(await axeFindings(page), [])
    assert.ok((await overflow(page)) <= 0)
    await page.goBack()
    await page.waitForSelector('[data-test=diff] [data-change="added:I99"]')
    await page.goBack()
    await page.waitForSelector('a[href^="/standards/5"]')
    assert.equal(await page.locator('[data-test=plan]').count(), 0, 'what was imported is not offered again')
    await page.goForward()
    await page.waitForSelector('[data-test=diff]')
    await page.goForward()
    await page.waitForSelector('[data-carry=added]')
    await page.goto('/indicators?show=missing')
    await page.waitForSelector('[data-test=matrix]')
    assert.ok((await page.locator('[data-test=matrix]').innerText()).includes('I99'), 'asked for at once')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  })

test('what is to be checked is confirmed by the coordinator alone', async () => {
  await server.again()
  const kinds = {
    indicator: '/standards/2',
    item: '/standards/2?tab=checklists',
    node: '/standards/2?tab=tree',
  }
  for (const name of ['leader', 'county']) {
    const page = await openPage(browser, server.base)
    await logIn(page, name)
    for (const address of Object.values(kinds)) {
      await page.goto(address)
      await settle(page)
      await page.locator('.chip.due').first().waitFor({ state: 'attached' })
      assert.equal(await page.locator('[data-confirm]').count(), 0, `${name} at ${address}`)
    }
    const answer = await page.request.post(`${server.base}/api/standards/2/confirmations`, {
      data: { kind: 'indicator', code: 'I01' },
    })
    assert.equal(answer.status(), 403)
    await page.context().close()
  }
  const page = await openPage(browser, server.base)
  await logIn(page, 'coordinator')
  for (const [kind, address] of Object.entries(kinds)) {
    await page.goto(address)
    await settle(page)
    if (kind === 'item') await page.locator('summary').first().click()
    const button = page.locator(`[data-confirm^="${kind}:"]`).first()
    const which = await button.getAttribute('data-confirm')
    const before = await page.locator(`[data-confirm^="${kind}:"]`).count()
    await button.click()
    await page.fill('.el-message-box__input input', '对照附件第 3 页')
    await page.locator('.el-message-box__btns .el-button--primary').click()
    const row = page.locator(`[data-basis="${which}"]`)
    await row.locator('.chip.good').waitFor()
    assert.equal((await row.innerText()).trim(), `✓ ${WORDS.zh.checked}`)
    await page.reload()
    await settle(page)
    assert.equal(await page.locator(`[data-confirm^="${kind}:"]`).count(), before - 1)
    assert.ok((await page.locator(`[data-basis="${which}"]`).textContent()).includes(WORDS.zh.checked))
  }
  assert.deepEqual(page.problems, [])
  await page.context().close()
})
