// prepare.mjs PORT COLUMNS: gives a fresh Directus the collection `findings` with the columns of
// Taizhang's table, a role that may create and read findings of one campaign, and an account with it.
// COLUMNS is a file: name and type (INTEGER or TEXT) a line, in the order of the table.
//
// prepare.mjs PORT logins N FILE: N sessions of that account, one header a line.
import { readFileSync, writeFileSync } from 'node:fs'

const [port, what, n, file] = process.argv.slice(2)
const base = `http://127.0.0.1:${port}`
const ADMIN = { email: 'admin@example.com', password: 'taizhang-bench' }
const CLERK = { email: 'clerk@example.com', password: 'taizhang-bench' }

async function ask(method, path, body, token) {
  const headers = { 'Content-Type': 'application/json' }
  if (token) headers.Authorization = `Bearer ${token}`
  const r = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) })
  const text = await r.text()
  if (!r.ok) throw new Error(`${method} ${path}: ${r.status} ${text}`)
  return text ? JSON.parse(text).data : null
}

async function login(who) {
  return (await ask('POST', '/auth/login', who)).access_token
}

function fields(columns) {
  return columns.map(([field, type]) => {
    if (field === 'id') {
      return { field, type: 'integer', schema: { is_primary_key: true, has_auto_increment: true } }
    }
    const number = type === 'INTEGER'
    return {
      field,
      type: number ? 'bigInteger' : 'text',
      schema: { is_nullable: false, default_value: number ? 0 : '' }
    }
  })
}

// The same questions as Taizhang asks: is there a text, a known source, a region inside of the range.
const CREATE = {
  _and: [
    { description: { _nempty: true } },
    { source: { _in: ['self', 'patrol', 'cross', 'unannounced', 'review', 'resident'] } },
    { campaign: { _eq: 2 } },
    { region: { _gte: 532600000000000 } },
    { region: { _lte: 532699999999999 } }
  ]
}
const READ = { _and: [{ campaign: { _eq: 2 } }, { region: { _gte: 532600000000000 } }, { region: { _lte: 532699999999999 } }] }

async function prepare(path) {
  const columns = readFileSync(path, 'utf8').trim().split('\n').map(line => line.split(' '))
  const token = await login(ADMIN)
  const post = (where, body) => ask('POST', where, body, token)
  await post('/collections', { collection: 'findings', schema: {}, meta: {}, fields: fields(columns) })
  const policy = await post('/policies', { name: 'clerk', app_access: false, admin_access: false })
  const role = await post('/roles', { name: 'clerk' })
  await post('/access', { role: role.id, policy: policy.id })
  const permission = { policy: policy.id, collection: 'findings', fields: ['*'] }
  await post('/permissions', { ...permission, action: 'create', permissions: {}, validation: CREATE })
  await post('/permissions', { ...permission, action: 'read', permissions: READ })
  await post('/users', { ...CLERK, role: role.id })
}

async function logins() {
  const lines = []
  for (let i = 0; i < Number(n); i++) lines.push(`Authorization: Bearer ${await login(CLERK)}`)
  writeFileSync(file, lines.join('\n') + '\n')
}

await (what === 'logins' ? logins() : prepare(what))
