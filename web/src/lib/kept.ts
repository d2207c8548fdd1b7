/** A file picked but not yet confirmed, kept for this tab: reloading the page does not lose it. */
import { XLSX } from '@/api/client'

const key = (purpose: string) => `taizhang.file.${purpose}`

export async function keepFile(purpose: string, file: File): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  try {
    sessionStorage.setItem(key(purpose), JSON.stringify({ name: file.name, data: btoa(text) }))
  } catch {
    // Larger than a tab may keep: after a reload it is picked again.
    dropFile(purpose)
  }
}

export function keptFile(purpose: string): File | undefined {
  const kept = sessionStorage.getItem(key(purpose))
  if (!kept) return undefined
  const { name, data } = JSON.parse(kept) as { name: string; data: string }
  return new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name, { type: XLSX })
}

export const dropFile = (purpose: string) => sessionStorage.removeItem(key(purpose))
