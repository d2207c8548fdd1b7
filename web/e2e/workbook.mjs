// Just enough of zip to put one wrong cell into a workbook: the parts are unpacked, one is changed,
// and all are stored again without compression.
import * as zlib from 'node:zlib'

/** Node 18 has no crc32 of its own. */
function crc32(data) {
  if (zlib.crc32) return zlib.crc32(data)
  let crc = ~0
  for (const byte of data) {
    crc ^= byte
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
  }
  return ~crc >>> 0
}

export function unpack(zip) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'))
  const parts = []
  let at = zip.readUInt32LE(end + 16)
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const [packed, nameSize, extra, note] = [20, 28, 30, 32].map((o) =>
      o === 20 ? zip.readUInt32LE(at + o) : zip.readUInt16LE(at + o),
    )
    const method = zip.readUInt16LE(at + 10)
    const local = zip.readUInt32LE(at + 42)
    const name = zip.toString('utf8', at + 46, at + 46 + nameSize)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const data = zip.subarray(start, start + packed)
    parts.push({ name, data: method === 8 ? zlib.inflateRawSync(data) : Buffer.from(data) })
    at += 46 + nameSize + extra + note
  }
  return parts
}

export function pack(parts) {
  const files = []
  const index = []
  let at = 0
  for (const { name, data } of parts) {
    const text = Buffer.from(name)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt32LE(crc32(data), 10)
    head.writeUInt32LE(data.length, 14)
    head.writeUInt32LE(data.length, 18)
    head.writeUInt16LE(text.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    files.push(Buffer.from('PK\x03\x04'), head, text, data)
    index.push(Buffer.from('PK\x01\x02\x14\x00'), head, place, text)
    at += 30 + text.length + data.length
  }
  const central = Buffer.concat(index)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...files, central, end])
}

/** A number of the sheet with data becomes words. */
export function breakOneCell(zip) {
  const parts = unpack(zip)
  let done = false
  for (const part of parts.filter((p) => /worksheets\/sheet\d+\.xml$/.test(p.name))) {
    const text = part.data.toString('utf8')
    const broken = text.replace(
      /<c r="([A-Z]+\d+)"((?: s="\d+")?)><v>[\d.]+<\/v><\/c>/,
      '<c r="$1"$2 t="inlineStr"><is><t>many</t></is></c>',
    )
    if (broken !== text && !done) {
      part.data = Buffer.from(broken)
      done = true
    }
  }
  if (!done) throw new Error('the workbook has no number to break')
  return pack(parts)
}

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
const plain = (xml) =>
  [...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)]
    .map((m) => m[1])
    .join('')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')

/** A workbook as a clerk changes it: rows are added by the names of columns, cells written over. */
export class Workbook {
  constructor(zip) {
    this.parts = unpack(zip)
    this.shared = [...this.text('xl/sharedStrings.xml').matchAll(/<si>([\s\S]*?)<\/si>/g)].map((m) =>
      plain(m[1]),
    )
    const links = new Map(
      [...this.text('xl/_rels/workbook.xml.rels').matchAll(/<Relationship [^>]*>/g)].map(([r]) => [
        /Id="([^"]+)"/.exec(r)[1],
        /Target="([^"]+)"/.exec(r)[1],
      ]),
    )
    this.sheets = new Map(
      [...this.text('xl/workbook.xml').matchAll(/<sheet [^>]*>/g)].map(([s]) => [
        /name="([^"]+)"/.exec(s)[1],
        `xl/${links.get(/r:id="([^"]+)"/.exec(s)[1])}`,
      ]),
    )
  }
  part(name) {
    return this.parts.find((p) => p.name === name)
  }
  text(name) {
    return this.part(name).data.toString('utf8')
  }
  rows(sheet) {
    const rows = [...this.text(this.sheets.get(sheet)).matchAll(/<row r="(\d+)"[^>]*>([\s\S]*?)<\/row>/g)]
    return rows.map(([, number, cells]) => ({
      number: Number(number),
      cells: Object.fromEntries(
        [...cells.matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)].map(
          ([, at, kind, inner]) => {
            const v = /<v>([^<]*)<\/v>/.exec(inner ?? '')?.[1] ?? ''
            return [at, /t="s"/.test(kind) ? this.shared[v] : /t="inlineStr"/.test(kind) ? plain(inner) : v]
          },
        ),
      ),
    }))
  }
  column(sheet, name) {
    const head = this.rows(sheet)[0].cells
    const at = Object.keys(head).find((c) => head[c] === name)
    if (!at) throw new Error(`sheet ${sheet} has no column ${name}`)
    return at
  }
  /** The row whose cell in the column reads so. */
  find(sheet, name, text) {
    const at = this.column(sheet, name)
    return this.rows(sheet).find((r) => r.cells[at] === text).number
  }
  change(sheet, how) {
    const part = this.part(this.sheets.get(sheet))
    const before = part.data.toString('utf8')
    const after = how(before)
    if (after === before) throw new Error(`sheet ${sheet} did not change`)
    part.data = Buffer.from(after)
  }
  static cell = (at, text) => `<c r="${at}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`
  append(sheet, row) {
    const number = Math.max(...this.rows(sheet).map((r) => r.number)) + 1
    const cells = Object.entries(row)
      .map(([name, text]) => [this.column(sheet, name), text])
      .sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
      .map(([at, text]) => Workbook.cell(at + number, text))
    this.change(sheet, (xml) =>
      xml.replace('</sheetData>', `<row r="${number}">${cells.join('')}</row></sheetData>`),
    )
    return number
  }
  set(sheet, at, text) {
    this.change(sheet, (xml) =>
      xml.replace(new RegExp(`<c r="${at}"[^>]*?(/>|>[\\s\\S]*?</c>)`), Workbook.cell(at, text)),
    )
  }
  bytes() {
    return pack(this.parts)
  }
}
