// The budget of the first page: every script that index.html and the first route need, compressed.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT = 350 * 1000
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist)))
const seen = new Set()
function take(key) {
  if (seen.has(key)) return
  seen.add(key)
  for (const next of manifest[key].imports ?? []) take(next)
}
take('index.html')
for (const page of ['src/components/AppFrame.vue', 'src/pages/OverviewPage.vue']) {
  if (!manifest[page]) throw new Error(`the build has no ${page}`)
  take(page)
}
const size = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length
const scripts = [...new Set([...seen].map((key) => manifest[key].file))].filter((f) => f.endsWith('.js'))
const total = scripts.reduce((sum, file) => sum + size(file), 0)
if ([...seen].some((key) => manifest[key].file.includes('/charts-')))
  throw new Error('the first page loads the charts; they belong behind a dynamic import')
console.log(
  `first page: ${scripts.length} scripts, ${(total / 1000).toFixed(1)} kB compressed (limit ${LIMIT / 1000} kB)`,
)
if (total > LIMIT) process.exit(1)
