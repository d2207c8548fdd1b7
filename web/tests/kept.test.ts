import { describe, expect, it, vi } from 'vitest'
import { dropFile, keepFile, keptFile } from '@/lib/kept'

const bytes = Uint8Array.from({ length: 20_000 }, (_, i) => i % 256)
/** jsdom's File has no arrayBuffer(). */
const file = () => Object.assign(new File([bytes], '标准.xlsx'), { arrayBuffer: async () => bytes.buffer })

describe('kept file', () => {
  it('comes back byte for byte, until it is dropped', async () => {
    await keepFile('a', file())
    const back = keptFile('a')!
    expect(back.name).toBe('标准.xlsx')
    expect(back.size).toBe(20_000)
    const read = new FileReader()
    const done = new Promise((r) => (read.onload = r))
    read.readAsArrayBuffer(back)
    await done
    expect(new Uint8Array(read.result as ArrayBuffer)).toEqual(bytes)
    expect(keptFile('b')).toBeUndefined()
    dropFile('a')
    expect(keptFile('a')).toBeUndefined()
  })

  it('a file too large for the tab replaces nothing by a wrong one', async () => {
    await keepFile('a', file())
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await keepFile('a', file())
    full.mockRestore()
    expect(keptFile('a')).toBeUndefined()
  })
})
