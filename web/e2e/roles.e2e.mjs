// Everybody sees what docs/rights.md gives their role, and nothing else: each account of the demonstration, in both languages.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { axeFindings, enter, openPage, overflow, settle, shot, startBrowser, startProgram } from './lib.mjs'

let server, browser
before(async () => {
  server = await startProgram()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

/** role -> permissions, from the table that people read. */
function matrix() {
  const text = readFileSync(new URL('../../docs/rights.md', import.meta.url), 'utf8')
  const rows = text
    .split('\n')
    .filter((l) => /^\| (permission|\w+\.\w+) \|/.test(l))
    .map((l) =>
      l
        .split('|')
        .slice(1, -1)
        .map((c) => c.trim()),
    )
  const [[, ...roles], ...lines] = rows
  return Object.fromEntries(
    roles.map((role, i) => [role, new Set(lines.filter((l) => l[i + 1]).map((l) => l[0]))]),
  )
}

/** Not in the menu: it stands behind the name. */
const OWN = '/account'
/** Behind the bell. */
const MESSAGES = '/messages'
/** Behind links of the page of findings. */
const BEHIND = ['/findings/closings', '/findings/board', '/findings/calendar', '/findings/map']

/** Page -> what it needs, and what on it shows that it was let in. */
const PAGES = {
  '/': ['score.read', 'main h1'],
  '/campaigns': ['campaign.read', '[data-test=campaigns]'],
  '/standards': ['standard.read', 'main a[href*="/standards/"]'],
  '/indicators': ['score.read', 'main h1'],
  '/ranking': ['score.read', '[data-test=ranking]'],
  '/bulletins': ['bulletin.read', 'main h1'],
  '/regions': ['region.read', '[data-test=tree]'],
  '/findings': ['finding.read', '[data-test=findings]'],
  '/findings/closings': ['finding.read', '[data-test=closings]'],
  '/findings/board': ['finding.read', '[data-test=board]'],
  '/findings/calendar': ['finding.read', '[data-test=calendar]'],
  '/findings/map': ['finding.read', 'main h1'],
  '/papers': ['notice.read', '[data-test=paper-tabs]'],
  '/calendar': ['calendar.read', '[data-test=duty]'],
  '/channels': ['channel.read', 'main h1'],
  [MESSAGES]: ['message.own', '[data-test=show-all]'],
  '/units': ['unit.read', '[data-test=units]'],
  '/people': ['person.read', '[data-test=people]'],
  '/rights': ['rights.read', '[data-test=rights]'],
  '/security': ['setting.read', '[data-test=settings]'],
  '/audit': ['audit.read', '[data-test=audit]'],
  [OWN]: ['account.own', '[data-test=sessions]'],
}
/** What only some may press. */
const BUTTONS = [
  ['/campaigns', 'campaign.write', '[data-test=new-campaign]'],
  ['/bulletins', 'bulletin.write', '[data-test=make]'],
  ['/findings', 'finding.report', '[data-test=report]'],
  ['/findings', 'finding.import', '[data-test=open-import]'],
  ['/findings', 'finding.answer', '[data-test=mine]'],
  ['/calendar', 'calendar.write', '[data-test=duty-add]'],
  ['/units', 'unit.write', '[data-test=new-unit]'],
  ['/people', 'person.write', '[data-person] button'],
  ['/people', 'person.write', '[data-test=new-person]'],
  ['/people', 'post.write', '[data-test=open-import]'],
  [OWN, 'delegation.write', '[data-test=delegations]'],
  ['/security', 'token.write', '[data-test=new-token]'],
  ['/security', 'backup.read', '[data-test=backups]'],
]

async function checkMenu(page, may, wrong, as) {
  const shown = await page
    .locator('.frame-nav a')
    .evaluateAll((all) => all.map((a) => new URL(a.href).pathname))
  const wanted = Object.entries(PAGES)
    .filter(([path, [need]]) => path !== OWN && path !== MESSAGES && !BEHIND.includes(path) && may.has(need))
    .map(([path]) => path)
  if (shown.toSorted().join() !== wanted.toSorted().join())
    wrong.push(`${as}: the menu shows ${shown}, the matrix says ${wanted}`)
}

const REFUSED = '[data-test=no-right]'

/** By its address: what is not allowed shows nothing of itself, and says so. */
async function checkPages(page, may, wrong, as) {
  for (const [path, [need, sign]] of Object.entries(PAGES)) {
    await page.goto(path, { waitUntil: 'domcontentloaded' })
    if (path === '/' && !may.has(need)) {
      await page.waitForURL((url) => url.pathname !== '/') // begins where there is something for them
      continue
    }
    const first = page.locator(sign).or(page.locator(REFUSED)).first()
    await first.waitFor({ state: 'attached' }).catch(() => wrong.push(`${as}: ${path} shows neither`))
    const refused = (await page.locator(REFUSED).count()) > 0
    if (refused === may.has(need)) wrong.push(`${as}: ${path} is ${refused ? 'refused' : 'shown'}`)
    for (const [where, right, button] of BUTTONS) {
      if (where !== path) continue
      const wanted = may.has(right) && may.has(need)
      if (wanted)
        await page
          .locator(button)
          .first()
          .waitFor({ state: 'attached' })
          .catch(() => undefined)
      else await settle(page)
      const there = (await page.locator(button).count()) > 0
      if (there !== wanted) wrong.push(`${as}: ${button} of ${path} is ${there ? 'there' : 'missing'}`)
    }
  }
}

for (const [language, width] of [
  ['zh', 1440],
  ['en', 390],
]) {
  test(`each role sees what the matrix says, ${language} at ${width}`, async () => {
    const rights = matrix()
    const { accounts } = await (await fetch(`${server.base}/api/health`)).json()
    const wrong = []
    const roles = new Set(accounts.map((a) => a.role))
    for (const role of Object.keys(rights))
      if (!['public', 'no_post'].includes(role)) assert.ok(roles.has(role), `no account for ${role}`)
    for (const { login, role } of accounts) {
      const page = await openPage(browser, server.base, { language, width })
      await enter(page, login)
      await checkMenu(page, rights[role], wrong, role)
      await checkPages(page, rights[role], wrong, role)
      wrong.push(...page.problems.map((p) => `${role}: ${p}`))
      if (['coordinator', 'auditor'].includes(role)) {
        await page.goto('/rights')
        await settle(page)
        await page.waitForSelector('[data-test=rights]')
        wrong.push(...(await axeFindings(page)).map((f) => `${role}: ${f}`))
        if ((await overflow(page)) > 0) wrong.push(`${role}: /rights scrolls sideways`)
        await shot(page, `rights-${role}-${language}-${width}`, { fullPage: true })
      }
      await page.context().close()
    }
    assert.deepEqual(wrong, [])
  })
}
