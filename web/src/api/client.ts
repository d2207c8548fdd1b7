/** The one door to the server: typed by the contract, errors in one shape, language of the page. */
import createClient from 'openapi-fetch'
import type { components, paths } from './schema'
import { locale } from '@/i18n'

export type Schemas = components['schemas']
export type Problem = Schemas['Problem']
export type Names = Schemas['Names']

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export class ApiError extends Error {
  readonly code: string
  readonly field?: string
  readonly problems: Problem[]
  constructor(
    readonly status: number,
    error?: Partial<Schemas['Error']['error']>,
  ) {
    super(error?.message ?? '')
    this.code = error?.code ?? (status ? `http_${status}` : 'network')
    this.field = error?.field
    const itself = error?.row || error?.column ? [{ ...error, code: this.code, message: this.message }] : []
    this.problems = error?.problems ?? itself
  }
}

let onSignedOut = () => {}
/** Called when the server says that nobody is logged in any more. */
export function whenSignedOut(what: () => void) {
  onSignedOut = what
}

const languageOf = () => (locale() === 'zh' ? 'zh-CN,zh;q=0.9,en;q=0.5' : 'en,zh;q=0.5')

export const api = createClient<paths>({
  baseUrl: typeof window === 'undefined' ? 'http://localhost' : window.location.origin,
  // Looked up at each call, so that a test can put its own in place.
  fetch: (request: Request) => globalThis.fetch(request),
})

api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', languageOf())
    return request
  },
})

function refuse(status: number, body: unknown): never {
  const error = (body as Schemas['Error'] | undefined)?.error
  // A wrong password or code is a 401 too; only this one says that the session is over.
  if (status === 401 && error?.code === 'login_needed') onSignedOut()
  throw new ApiError(status, error)
}

type Answer<T> = { data?: T; error?: unknown; response: Response }

/** The data of an answer, or an ApiError thrown. */
export async function need<T>(answer: Promise<Answer<T>>): Promise<T> {
  let got: Answer<T>
  try {
    got = await answer
  } catch {
    throw new ApiError(0)
  }
  if (!got.response.ok) refuse(got.response.status, got.error)
  return got.data as T
}

/** What a workbook request wants in place of a JSON body. */
export const workbook = (file: Blob) => ({
  body: file as unknown as string,
  bodySerializer: (body: unknown) => body as Blob,
  headers: { 'Content-Type': XLSX },
})

/** A file whose kind the server finds out by itself. */
export const anyFile = (file: Blob) => ({
  ...workbook(file),
  headers: { 'Content-Type': 'application/octet-stream' },
})

/** The file's name as the server takes it: problems are shown with it. */
export const shownName = (file: File) => [...file.name].slice(0, 120).join('')

function nameFrom(response: Response): string {
  const head = response.headers.get('Content-Disposition') ?? ''
  const star = /filename\*=(?:UTF-8'')?([^;]+)/i.exec(head)
  if (star) return decodeURIComponent(star[1].trim())
  return /filename="?([^";]+)"?/i.exec(head)?.[1] ?? ''
}

/** Saves what the server sends as a file; a refusal is thrown like any other. */
export async function save(url: string, name: string, init: RequestInit = {}): Promise<void> {
  let response: Response
  try {
    response = await fetch(url, {
      ...init,
      headers: { ...(init.headers ?? {}), 'Accept-Language': languageOf() },
    })
  } catch {
    throw new ApiError(0)
  }
  if (!response.ok) refuse(response.status, await response.json().catch(() => undefined))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = nameFrom(response) || name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
