// The own account: a code instead of a password at first, one-time codes of a phone, sessions elsewhere.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { looksGood, openPage, sendLogin, shot, startBrowser, startProgram } from './lib.mjs'

let server, browser
before(async () => {
  server = await startProgram()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const NEW = 'three green teapots 7'

/** RFC 6238 once more, as a phone does it; `ahead` steps into the future. */
function phone(secret, ahead = 0) {
  const bits = [...secret]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

const codeOf = (said) => /"code":\s*"([0-9A-Z-]{19})"/.exec(said)[1]

async function firstLogin(page, login, as, wrong) {
  const added = server.console(
    'user',
    'add',
    login,
    '--name',
    '李娜',
    '--role',
    'coordinator',
    '--region',
    '5326',
  )
  await sendLogin(page, login, codeOf(added).toLowerCase().replaceAll('-', ' '))
  await page.waitForSelector('[data-test=password-form]')
  assert.equal(await page.locator('#password-old').count(), 0, 'nobody knows an old one')
  await page.goto('/ranking')
  await page.waitForSelector('[data-test=password-form]') // no way around
  await page.fill('#password-new', 'Password2026!')
  await page.fill('#password-again', 'Password2026!')
  await page.click('[data-test=password-form] button[type=submit]')
  await page.waitForSelector('[data-test=password-form] [role=alert]')
  await looksGood(page, `first-login-${as}`, wrong)
  await page.fill('#password-new', NEW)
  await page.fill('#password-again', NEW)
  await page.click('[data-test=password-form] button[type=submit]')
  await page.waitForURL((url) => !url.pathname.startsWith('/login'))
}

async function setUpPhone(page, as, wrong) {
  await page.locator('[data-test=codes-setup]').click()
  await page.fill('#codes-password', 'guess')
  await page.click('[data-test=codes-begin] button[type=submit]')
  await page.waitForSelector('[data-test=codes-begin] [role=alert]')
  await page.fill('#codes-password', NEW)
  await page.click('[data-test=codes-begin] button[type=submit]')
  await page.waitForSelector('svg.qr path')
  await looksGood(page, `phone-${as}`, wrong)
  const secret = (await page.locator('[data-test=secret]').innerText()).replaceAll(' ', '')
  await page.fill('#codes-first', phone(secret))
  await page.click('[data-test=codes-confirm] button[type=submit]')
  await page.waitForSelector('[data-test=recovery] li:nth-child(10)')
  const paper = await page.locator('[data-test=recovery] code').allInnerTexts()
  await looksGood(page, `recovery-${as}`, wrong)
  await page.locator('[data-test=recovery-kept]').click()
  await page.waitForSelector('[data-test=codes-on]')
  return { secret, paper }
}

async function elsewhere(login, { secret, paper }, view, as, wrong) {
  const other = await openPage(browser, server.base, view)
  await sendLogin(other, login, NEW)
  await other.waitForSelector('[data-test=second-step]')
  await other.fill('#login-code', '000000')
  await other.click('[data-test=second-step] button[type=submit]')
  await other.waitForSelector('[data-test=second-step] [role=alert]')
  await looksGood(other, `second-step-${as}`, wrong)
  // The code that turned it on is used; the next one is good already.
  await other.fill('#login-code', view.width < 900 ? paper[4] : phone(secret, 1))
  await other.click('[data-test=second-step] button[type=submit]')
  await other.waitForURL((url) => !url.pathname.startsWith('/login'))
  return other
}

for (const language of ['zh', 'en'])
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ])
    test(`my account in ${language} at ${width}`, async () => {
      const view = { language, width, height }
      const as = `${language}-${width}`
      const wrong = []
      const login = `li.na-${as}`
      const page = await openPage(browser, server.base, view)
      await firstLogin(page, login, as, wrong)
      await page.goto('/account')
      await page.waitForSelector('[data-test=sessions] li')
      await looksGood(page, `account-${as}`, wrong)
      const kept = await setUpPhone(page, as, wrong)
      const other = await elsewhere(login, kept, view, as, wrong)
      await page.reload()
      await page.waitForSelector('[data-test=sessions] li:nth-child(2)')
      assert.equal(await page.locator('[data-test=sessions] li[data-this]').count(), 1)
      await page.locator('[data-test=sign-out-others]').click()
      await page.waitForSelector('[data-test=sessions] li:nth-child(2)', { state: 'detached' })
      await other.goto('/findings')
      await other.waitForURL(/\/login/)
      // A lost phone: the console's code, codes off, a new password.
      const code = codeOf(server.console('user', 'reset', login, '--codes-off'))
      await sendLogin(other, login, code)
      await other.waitForSelector('[data-test=password-form]')
      wrong.push(...page.problems, ...other.problems)
      assert.deepEqual(wrong, [])
      await other.context().close()
      await page.context().close()
    })

test('a changed password is asked twice, and the old one must be right', async () => {
  const page = await openPage(browser, server.base)
  const login = 'wang.an'
  await firstLogin(page, login, 'change', [])
  await page.goto('/account')
  const say = async (old, next, again) => {
    await page.fill('#password-old', old)
    await page.fill('#password-new', next)
    await page.fill('#password-again', again)
    await page.click('[data-test=password-form] button[type=submit]')
  }
  await say(NEW, 'another 4 brown jars', 'another 5 brown jars')
  await page.waitForSelector('[data-test=password-form] [role=alert]')
  await say('guess', 'another 4 brown jars', 'another 4 brown jars')
  await page.locator('[data-test=password-form] [role=alert]', { hasText: '当前密码' }).waitFor()
  await say(NEW, 'another 4 brown jars', 'another 4 brown jars')
  await page.waitForSelector('.el-message--success')
  await page.context().close()
})

for (const [language, width, height] of [
  ['zh', 1440, 900],
  ['en', 390, 844],
])
  test(`the security administrator's page in ${language} at ${width}`, async () => {
    const as = `${language}-${width}`
    const wrong = []
    const page = await openPage(browser, server.base, { language, width, height })
    const login = `sec.${as}`
    const added = server.console('user', 'add', login, '--name', '王安', '--role', 'security_administrator')
    await sendLogin(page, login, codeOf(added))
    await page.fill('#password-new', NEW)
    await page.fill('#password-again', NEW)
    await page.click('[data-test=password-form] button[type=submit]')
    await page.waitForURL(/\/security/) // there is no campaign for this role
    const days = page.locator('[data-setting=password_days]')
    await days.locator('input').fill('9999')
    await days.locator('button[type=submit]').click()
    await days.locator('[role=alert]').waitFor()
    await days.locator('input').fill(String(width))
    await days.locator('button[type=submit]').click()
    await days.locator('[role=status]').waitFor()
    await page.locator('[data-test=new-token]').click()
    const form = page.locator('[data-test=token-form]')
    await form.locator('#token-name').fill('县疾控数据接口')
    const unit = form.locator('[data-test=unit-pick]')
    await unit.click()
    await page.locator('.el-select-dropdown__item:visible').first().click()
    await form.locator('.el-select').nth(1).click()
    await page.locator('.el-select-dropdown__item:visible').nth(1).click()
    await form
      .locator('.el-checkbox', { hasText: language === 'zh' ? '创建活动：查看' : 'Campaigns: see' })
      .click()
    await looksGood(page, `token-form-${as}`, wrong)
    await form.locator('button[type=submit]').click()
    const made = page.locator('[data-test=token-made] code')
    await made.waitFor()
    const token = await made.innerText()
    await looksGood(page, `security-${as}`, wrong)
    const use = () => fetch(`${server.base}/api/campaigns`, { headers: { Authorization: `Bearer ${token}` } })
    assert.equal((await use()).status, 200)
    const row = page.locator('tr[data-token]').first()
    await row.locator('button').click()
    await row.locator('[data-test=end-now]').click()
    await row.locator('button').waitFor({ state: 'detached' })
    assert.equal((await use()).status, 401)
    wrong.push(...page.problems)
    assert.deepEqual(wrong, [])
    await page.context().close()
  })

for (const [language, width, height] of [
  ['zh', 1440, 900],
  ['en', 390, 844],
])
  test(`the administrator hands out a printed code in ${language} at ${width}`, async () => {
    const as = `${language}-${width}`
    const wrong = []
    const page = await openPage(browser, server.base, { language, width, height })
    const login = `admin.${as}`
    await sendLogin(
      page,
      login,
      codeOf(server.console('user', 'add', login, '--name', '赵敏', '--role', 'administrator')),
    )
    await page.fill('#password-new', NEW)
    await page.fill('#password-again', NEW)
    await page.click('[data-test=password-form] button[type=submit]')
    await page.waitForURL(/\/people/)
    const row = (name) => page.locator(`tr[data-person="${name}"]`)
    await row(login).locator('button').click()
    await page.locator('[data-test=reset-now]').click()
    await page.waitForSelector('[data-test=slip] [role=alert]') // administrators: on the console only
    await page.locator('[data-test=slip] .row button').nth(1).click()
    await looksGood(page, `people-${as}`, wrong)
    await row('leader').locator('button').click()
    await page.locator('[data-test=reset-now]').click()
    await page.waitForSelector('[data-test=code]')
    const code = await page.locator('[data-test=code]').innerText()
    await looksGood(page, `slip-${as}`, wrong)
    await page.emulateMedia({ media: 'print' })
    assert.ok(await page.locator('[data-test=code]').isVisible())
    assert.ok(!(await page.locator('[data-test=slip-done]').isVisible()))
    await shot(page, `slip-print-${as}`)
    await page.emulateMedia({ media: 'screen' })
    await page.locator('[data-test=slip-done]').click()
    await row('leader').waitFor()
    const other = await openPage(browser, server.base, { language, width, height })
    await sendLogin(other, 'leader', code)
    await other.waitForSelector('[data-test=password-form]')
    wrong.push(...page.problems, ...other.problems)
    assert.deepEqual(wrong, [])
    await other.context().close()
    await page.context().close()
  })
