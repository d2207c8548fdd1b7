import { NodeTypes, parse, type TemplateChildNode } from '@vue/compiler-dom'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from '@/i18n/en'
import { zh } from '@/i18n/zh'

type Texts = { [key: string]: string | Texts }
const flat = (texts: Texts, at = ''): [string, string][] =>
  Object.entries(texts).flatMap(([k, v]): [string, string][] =>
    typeof v === 'string' ? [[at + k, v]] : flat(v, `${at}${k}.`),
  )
const files = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((f) =>
    f.isDirectory() ? files(join(dir, f.name)) : [join(dir, f.name)],
  )
const sources = files('src').filter(
  (f) => /\.(vue|ts)$/.test(f) && !f.includes('i18n') && !f.endsWith('.d.ts'),
)
const HAN = /\p{Script=Han}/u

/** Words that stand in a template as they are: text, or an attribute that people read. */
function bareWords(source: string): string[] {
  const found: string[] = []
  const READ = ['title', 'label', 'placeholder', 'alt', 'aria-label', 'description', 'content']
  const visit = (node: TemplateChildNode) => {
    if (node.type === NodeTypes.TEXT && /\p{L}{2}/u.test(node.content)) found.push(node.content.trim())
    if (node.type !== NodeTypes.ELEMENT || ['script', 'style'].includes(node.tag)) return
    for (const p of node.props)
      if (p.type === NodeTypes.ATTRIBUTE && READ.includes(p.name) && /\p{L}/u.test(p.value?.content ?? ''))
        found.push(`${p.name}="${p.value?.content}"`)
    node.children.forEach(visit)
  }
  parse(source).children.forEach(visit)
  return found
}

describe('texts', () => {
  const z = flat(zh)
  const e = flat(en)
  it('has the same keys in both languages, none empty', () => {
    expect(e.map(([k]) => k).sort()).toEqual(z.map(([k]) => k).sort())
    for (const [k, v] of [...z, ...e]) expect(v, k).not.toBe('')
  })
  it('asks for the same arguments in both languages', () => {
    // One and many have the same: "{n} day | {n} days".
    const args = (v: string) =>
      v.split(' | ').map((form) => [...form.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort())
    const english = new Map(e)
    for (const [k, v] of z) for (const form of args(english.get(k) ?? '')) expect(form, k).toEqual(args(v)[0])
  })
  it('is Chinese in zh and not in en', () => {
    const both = ['app.name', 'app.short', 'frame.otherLanguage']
    for (const [k, v] of e) if (!both.includes(k)) expect(HAN.test(v), k).toBe(false)
    for (const [k, v] of z)
      if (!both.includes(k) && /[a-z]{4}/i.test(v.replace(/\{\w+\}|taizhang \w+( \w+)?|Excel|Word|SHA/g, '')))
        expect(HAN.test(v), k).toBe(true)
  })
  it('knows every key that the pages name', () => {
    const keys = new Set(z.map(([k]) => k))
    for (const file of sources)
      for (const m of readFileSync(file, 'utf8').matchAll(/\bt\(\s*'([\w.]+)'/g))
        expect(keys.has(m[1]), `${file}: ${m[1]}`).toBe(true)
  })
  it('uses every text somewhere', () => {
    const all = sources.map((f) => readFileSync(f, 'utf8')).join('\n')
    const families = new Set([...all.matchAll(/`([\w.]+[._])\$\{/g)].map((m) => m[1]))
    for (const m of all.matchAll(/word\('(\w+)'/g)) families.add(`${m[1]}.`)
    for (const [k] of z) {
      const known = all.includes(`'${k}'`) || [...families].some((f) => k.startsWith(f))
      expect(known, `${k} is never shown`).toBe(true)
    }
  })
  it('stands nowhere but in the two files of texts', () => {
    const bare = sources
      .filter((f) => f.endsWith('.vue'))
      .flatMap((f) => bareWords(readFileSync(f, 'utf8')).map((w) => `${f}: ${w}`))
    expect(bare).toEqual([])
    // Made from api/lifecycle.yaml.
    const han = sources.filter(
      (f) =>
        !f.endsWith('api/lifecycle.ts') &&
        HAN.test(readFileSync(f, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|<!--[\s\S]*?-->/g, '')),
    )
    expect(han).toEqual([])
  })
  it('notices bare words (the check itself)', () => {
    expect(bareWords('<template><p>Hello</p><i title="你">{{ t("a") }} · 12</i></template>')).toEqual([
      'Hello',
      'title="你"',
    ])
  })
})
