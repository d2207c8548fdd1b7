// Any rank leads in at most three clicks to the value and its source, as they are stored.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { clicksToValue, logIn, openPage, startBrowser, startProgram } from './lib.mjs'

let server, browser
before(async () => {
  server = await startProgram()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const COUNTIES = 8
const bare = (text) => text.replace(/[,\s]/g, '')

/** The derivation's values, with the code that each was entered under. */
function entered(reason, code = reason.code) {
  const own = ['indicator', 'item'].includes(reason.kind) ? reason.code : code
  return [
    ...(reason.value ? [{ ...reason.value, code: own }] : []),
    ...reason.children.flatMap((c) => entered(c, own)),
  ]
}

/** What the page says about its values is what the store holds under the same number. */
async function sameAsStored(page, region) {
  const get = async (path) => (await page.request.get(`/api/campaigns/1/${path}`)).json()
  const shown = await page.locator('[data-test=value]').all()
  assert.ok(shown.length > 0)
  const known = entered((await get(`scores/${region}`)).reason)
  for (const facts of shown) {
    const id = Number(await facts.getAttribute('data-value'))
    const { code, region: at } = known.find((v) => v.id === id)
    const { values } = await get(`values?region=${at}&code=${code}&limit=200`)
    const stored = values.find((v) => v.id === id)
    assert.ok(stored, `value ${id} of ${code} is stored`)
    assert.notEqual(stored.source, '')
    assert.equal((await facts.locator('[data-test=source]').innerText()).trim(), stored.source)
    const text = bare(await facts.innerText())
    if (stored.state === 'present' && stored.value) assert.ok(text.includes(stored.value), `${code}: ${text}`)
    if (stored.numerator) assert.ok(text.includes(`${stored.numerator}÷${stored.denominator}`), text)
    if (stored.place_name) assert.ok(text.includes(bare(stored.place_name)), text)
  }
}

for (const [language, width, height] of [
  ['zh', 1440, 900],
  ['en', 390, 844],
])
  test(`every rank, three clicks to the value and its source, in ${language} at ${width}`, async () => {
    const page = await openPage(browser, server.base, { language, width, height })
    await logIn(page, 'coordinator')
    await page.goto('/ranking')
    await page.waitForSelector('[data-test=ranking]')
    const regions = await page
      .locator('tr[data-region]')
      .evaluateAll((rows) => rows.map((r) => r.getAttribute('data-region')))
    assert.equal(new Set(regions).size, COUNTIES)
    for (const region of regions)
      for (const loss of [0, 7, 14]) {
        await page.goto('/ranking')
        await page.waitForSelector('[data-test=ranking]')
        await clicksToValue(page, region, loss)
        await sameAsStored(page, region)
      }
    assert.deepEqual(page.problems, [])
    await page.context().close()
  })
