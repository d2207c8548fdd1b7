// Every page in both languages and three sizes: no serious finding of axe, no error, no sideways scrolling.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  axeFindings,
  COUNTY,
  logIn,
  openPage,
  overflow,
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

const PAGES = {
  overview: '/',
  'overview-county': `/?region=${COUNTY}`,
  campaigns: '/campaigns',
  standards: '/standards',
  standard: '/standards/2',
  checklists: '/standards/2?tab=checklists',
  tree: '/standards/2?tab=tree',
  indicators: '/indicators',
  value: `/indicators?cell=${COUNTY}:I03`,
  import: `/indicators/import?region=${COUNTY}`,
  ranking: '/ranking',
  explanation: `/ranking/${COUNTY}`,
  'explanation-tree': `/ranking/${COUNTY}?view=tree`,
  'explanation-compare': `/ranking/${COUNTY}?view=compare`,
  bulletins: '/bulletins',
  regions: '/regions',
  findings: `/findings?region=${COUNTY}&open=1`,
  closings: `/findings/closings?region=${COUNTY}`,
  finding: `/findings?region=${COUNTY}&finding=1`,
  carryover: '/carryover',
  lost: '/no/such/page',
}

for (const language of ['zh', 'en'])
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ])
    test(`pages in ${language} at ${width}`, async () => {
      const page = await openPage(browser, server.base, { language, width, height })
      await page.goto('/login')
      await settle(page)
      await shot(page, `login-${language}-${width}`)
      const wrong = (await axeFindings(page)).map((f) => `login: ${f}`)
      await logIn(page, 'coordinator')
      for (const [name, path] of Object.entries(PAGES)) {
        await page.goto(path)
        await settle(page)
        wrong.push(...(await axeFindings(page)).map((f) => `${name}: ${f}`))
        const over = await overflow(page)
        if (over > 0) wrong.push(`${name}: scrolls sideways by ${over} pixels`)
        assert.ok(await page.isVisible('.demo'), `${name}: the demonstration is not labelled`)
        await shot(page, `${name}-${language}-${width}`)
      }
      wrong.push(...page.problems)
      assert.deepEqual(wrong, [])
      await page.context().close()
    })

test('an old office screen and 200 % zoom do not scroll sideways', async () => {
  const page = await openPage(browser, server.base, { width: 1366, height: 768 })
  await logIn(page, 'coordinator')
  for (const [w, h] of [
    [1366, 768],
    [683, 384],
  ]) {
    await page.setViewportSize({ width: w, height: h })
    for (const path of ['/', '/ranking', '/indicators', `/ranking/${COUNTY}`, '/standards/2', '/bulletins']) {
      await page.goto(path)
      await settle(page)
      assert.ok((await overflow(page)) <= 0, `${path} at ${w}`)
    }
  }
  await shot(page, 'zoom-200')
  await page.context().close()
})

test("the leader's page prints on one A4 sheet", async () => {
  const page = await openPage(browser, server.base, { width: 1366, height: 768 })
  await logIn(page, 'leader')
  await settle(page)
  const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1')
  assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1)
  await page.emulateMedia({ media: 'print' })
  await shot(page, 'overview-print')
  await page.context().close()
})
