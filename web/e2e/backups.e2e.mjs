// The administrator sees the backups of the server and makes one; nobody waits for it.
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { enter, looksGood, openPage, startBrowser, startProgram } from './lib.mjs'

let server, browser
before(async () => {
  server = await startProgram((dir) => {
    mkdirSync(join(dir, 'kept'), { recursive: true })
    return ['--backup-dir', join(dir, 'kept')]
  })
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

for (const [language, width, there] of [
  ['zh', 1440, 1],
  ['en', 390, 2],
])
  test(`a backup by the administrator in ${language} at ${width}`, async () => {
    const wrong = []
    const page = await openPage(browser, server.base, { language, width })
    await enter(page, 'admin')
    await page.goto('/security')
    await page.locator('[data-test=backup-now]').click()
    await page
      .locator('[data-test=backup]')
      .nth(there - 1)
      .waitFor()
    await page.locator('[data-test=backup-last]', { hasText: /taizhang-\d{8}-\d{6}\.tzb/ }).waitFor()
    assert.equal(readdirSync(join(server.dir, 'kept')).filter((f) => f.endsWith('.tzb')).length, there)
    await looksGood(page, `backups-${language}-${width}`, wrong)
    wrong.push(...page.problems)
    assert.deepEqual(wrong, [])
    await page.context().close()
  })
