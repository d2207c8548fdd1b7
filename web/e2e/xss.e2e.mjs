// Scripts in every text that is shown anywhere: the demonstration is made with hostile names of regions and of the
// standard, hostile words are written into every text of the database, a file with a hostile name is uploaded, hostile
// addresses are opened and fields filled. Every page is visited in both languages by whoever may: nothing of it may come to
// life. docs/attacks.md has the list.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { answered, COUNTY, openPage, PASSWORD, program, startBrowser, XLSX } from './lib.mjs'

const web = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const root = resolve(web, '..')
const EVIL =
  `"'><b data-xss=1><img src=x onerror="window.xss=1"><script>window.xss=1</` + `script></b>{{7*7}}`
const SEEN = '<b data-xss=1>'

let dir, child, base, browser
const cookies = {}

/** Words for people in the standard's tables get the hostile text behind them. */
function spoilTables(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!name.endsWith('.csv')) continue
    const lines = readFileSync(join(folder, name), 'utf8').split('\n')
    const head = lines[0].replace('\ufeff', '').split(',')
    const at = head.findIndex((h) => h.trim() === 'name_zh')
    if (at !== head.length - 1 && at !== 1 && at !== 2) continue
    const spoilt = lines.map((line, i) => {
      if (i === 0 || line.includes('"')) return line
      const cells = line.split(',')
      if (cells.length === head.length && cells[at].length < 60)
        cells[at] = `"${(cells[at] + EVIL).replaceAll('"', '""')}"`
      return cells.join(',')
    })
    writeFileSync(join(folder, name), spoilt.join('\n'))
  }
}

/** And those in every table of the database, by the names of their columns, so that new tables are covered. */
const SPOIL = `
import sqlite3, sys
db, evil = sqlite3.connect(sys.argv[1]), sys.argv[2]
words = ("name", "name_zh", "name_en", "title", "title_zh", "title_en", "text", "note", "source", "agent", "reason", "contact",
         "contacts", "phone", "duty", "remark", "label", "comment", "what", "path")
n = 0
for table, in db.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite%'").fetchall():
    if table in ("settings", "schema", "migrations"):
        continue
    for column in db.execute("PRAGMA table_info(%s)" % table).fetchall():
        if column[1] in words and column[2].upper() == "TEXT":
            try:
                n += db.execute("UPDATE %s SET %s = %s || ?" % (table, column[1], column[1]), (evil,)).rowcount > 0
            except sqlite3.Error as e:
                print(table, column[1], e, file=sys.stderr)
db.commit()
print(n)
`

async function call(method, path, { cookie, body, media = 'application/json' } = {}) {
  const reply = await fetch(base + path, {
    method,
    headers: { ...(cookie ? { Cookie: cookie } : {}), ...(body ? { 'Content-Type': media } : {}) },
    body: body && media === 'application/json' ? JSON.stringify(body) : body,
  })
  return {
    status: reply.status,
    cookie: reply.headers.getSetCookie()[0]?.split(';')[0],
    text: await reply.text(),
  }
}

async function logInBy(name, password) {
  const got = await call('POST', '/api/session', { body: { name, password } })
  assert.equal(got.status, 200, got.text)
  return got.cookie
}

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'taizhang-xss-'))
  const db = join(dir, 'xss.db')
  const cli = (...args) =>
    execFileSync(program, [...args, '--quiet', '--db', `sqlite:${db}`], { cwd: root, encoding: 'utf8' })
  cpSync(join(root, 'standards'), join(dir, 'standards'), { recursive: true })
  spoilTables(join(dir, 'standards/hygienic-city-county-2021'))
  cli('demo', '--regions', join(root, 'tests/data/regions/5326.csv'), '--standards', join(dir, 'standards'))
  const spoilt = Number(execFileSync('/usr/bin/python3', ['-c', SPOIL, db, EVIL], { encoding: 'utf8' }))
  assert.ok(spoilt >= 12, `only ${spoilt} columns were filled`)
  child = spawn(program, ['serve', '--lang', 'en', '--db', `sqlite:${db}`, '--listen', '127.0.0.1:0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise((done) => child.stdout.once('data', (d) => done(String(d))))
  base = `http://127.0.0.1:${/:(\d+)\s*$/.exec(line)[1]}`
  for (const name of ['coordinator', 'admin', 'security', 'auditor'])
    cookies[name] = await logInBy(name, PASSWORD)
  const cookie = cookies.coordinator
  // Through the doors that everybody has, too.
  const evil = {
    body: {
      standard: 1,
      region: '5326',
      name_zh: EVIL.slice(0, 100),
      name_en: EVIL,
      from: '2026-05',
      to: '2026-12',
    },
  }
  await call('POST', '/api/campaigns', { cookie, ...evil })
  await call('POST', '/api/campaigns/1/rounds', {
    cookie,
    body: { period: '2026-05', name_zh: EVIL.slice(0, 100), name_en: EVIL },
  })
  await call('POST', '/api/campaigns/1/bulletins', { cookie, body: {} })
  await call('POST', '/api/session', { body: { name: EVIL.slice(0, 60), password: 'x' } })
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  child?.kill('SIGTERM')
  rmSync(dir, { recursive: true, force: true })
})

/** Every page of the router, and the views of those that have some. */
const routes = [...readFileSync(join(web, 'src/router.ts'), 'utf8').matchAll(/path: '([^':*]*)'/g)]
  .map((m) => `/${m[1].replace(/^\//, '')}`)
  .filter((p, i, all) => p !== '/login' && all.indexOf(p) === i)
const VIEWS = [
  '/standards/1',
  '/standards/1?tab=checklists',
  '/standards/1?tab=tree',
  `/?region=${COUNTY}`,
  `/indicators?cell=${COUNTY}:I03`,
  `/indicators/import?region=${COUNTY}`,
  `/ranking/${COUNTY}`,
  `/ranking/${COUNTY}?view=tree`,
  `/ranking/${COUNTY}?view=compare`,
  `/findings?region=${COUNTY}`,
  `/findings?region=${COUNTY}&finding=1`,
  `/findings/closings?region=${COUNTY}`,
]
const bad = encodeURIComponent(EVIL)
const ADDRESSES = ['region', 'tab', 'view', 'cell', 'round', 'q', 'ranking', 'back', 'next'].map(
  (k) => `?${k}=${bad}`,
)

async function visitor(name, language) {
  const page = await openPage(browser, base, { language })
  const [key, value] = cookies[name].split('=')
  await page.context().addCookies([{ name: key, value, url: base }])
  page.dialogs = []
  page.on('dialog', (d) => {
    page.dialogs.push(d.message())
    void d.dismiss()
  })
  return page
}

/** A page that may not show anything keeps its placeholder; that is not what is looked at here. */
async function settle(page) {
  await answered(page)
  await page.waitForSelector('.el-skeleton', { state: 'detached', timeout: 400 }).catch(() => undefined)
}

/** Nothing that was planted lives on this page; how often it stands there as words. */
async function dead(page, where) {
  const found = await page.evaluate((seen) => {
    return {
      live: window.xss === undefined ? 0 : 1,
      elements: document.querySelectorAll('[data-xss]').length,
      links: [...document.querySelectorAll('[href],[src],[action]')].filter((e) =>
        /^\s*(javascript|data:text|vbscript)/i.test(e.getAttribute('href') ?? e.getAttribute('src') ?? ''),
      ).length,
      words: document.body.innerText.split(seen).length - 1,
      computed: /(?<!\d)49(?!\d)/.test(document.title),
    }
  }, SEEN)
  assert.deepEqual([found.live, found.elements, found.links, found.computed], [0, 0, 0, false], where)
  assert.deepEqual(page.dialogs, [], where)
  assert.deepEqual(page.problems, [], where)
  return found.words
}

for (const language of ['zh', 'en'])
  test(`hostile words stay words on every page, in ${language}`, async () => {
    let shown = 0
    for (const name of Object.keys(cookies)) {
      const page = await visitor(name, language)
      for (const path of [...routes, ...(name === 'coordinator' ? VIEWS : [])]) {
        await page.goto(path)
        await settle(page)
        if ((await dead(page, `${name} ${path}`)) > 0) shown++
      }
      await page.context().close()
    }
    assert.ok(shown >= 15, `only ${shown} pages show what was planted`)
  })

test('hostile addresses and fields', async () => {
  const page = await visitor('coordinator', 'en')
  for (const path of [
    '/',
    '/indicators',
    '/ranking',
    `/ranking/${COUNTY}`,
    '/standards/1',
    '/findings',
    '/regions',
  ])
    for (const query of path === '/' ? ADDRESSES : ADDRESSES.slice(0, 4)) {
      await page.goto(path + query)
      await settle(page)
      await dead(page, path + query)
    }
  for (const path of [
    `/${bad}`,
    `/ranking/${bad}`,
    '/login?back=javascript:window.xss=1',
    `/login?back=//evil.example/`,
  ]) {
    await page.goto(path)
    await settle(page)
    await dead(page, path)
  }
  for (const path of routes) {
    await page.goto(path)
    await settle(page)
    const fields = page.locator(
      'input:visible:not([readonly]):not([disabled]):not([type=file]):not([type=checkbox]):not([type=radio]), textarea:visible',
    )
    for (let i = 0; i < Math.min(await fields.count(), 6); i++) {
      if (
        !(await fields
          .nth(i)
          .isEditable()
          .catch(() => false))
      )
        continue
      await fields
        .nth(i)
        .fill(EVIL.slice(0, 60))
        .catch(() => undefined)
      await page.keyboard.press('Enter')
    }
    await settle(page)
    page.problems = page.problems.filter((p) => !/^Failed/.test(p))
    await dead(page, `fields of ${path}`)
  }
  await page.context().close()
})

test('a file with a hostile name', async () => {
  const page = await visitor('coordinator', 'zh')
  await page.goto(`/indicators/import?region=${COUNTY}`)
  await settle(page)
  const name = `"'><img src=x onerror=window.xss=1 data-xss=1>.xlsx`
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: XLSX, buffer: Buffer.from('PK no archive') })
  await page.getByText('data-xss=1', { exact: false }).first().waitFor()
  await settle(page)
  await dead(page, 'import')
  await page.context().close()
})
