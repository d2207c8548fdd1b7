// The holidays and make-up working days of China, from the npm package chinese-days, as the table that the program is built with:
//   node scripts/calendar.mjs > ../calendars/cn.csv
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

export function table() {
  const require = createRequire(import.meta.url)
  const path = require.resolve('chinese-days').replace(/dist\/.*$/, 'dist/chinese-days.json')
  const data = JSON.parse(readFileSync(path, 'utf8'))
  const rows = []
  for (const [kind, days] of [
    ['rests', data.holidays],
    ['works', data.workdays],
  ])
    for (const [date, text] of Object.entries(days)) {
      const [en, zh] = text.split(',')
      rows.push(`${date},${kind},${zh},${en}`)
    }
  return ['date,kind,name_zh,name_en', ...rows.sort()].join('\n') + '\n'
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(table())
