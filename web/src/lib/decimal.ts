/** Exact decimals as the server sends them: text in, text out, never a float. */
interface Dec {
  n: bigint
  scale: number
}

const SHAPE = /^-?\d{1,18}(\.\d{1,6})?$/

export const isDecimal = (text: string) => SHAPE.test(text.trim())

function parse(text: string): Dec {
  const [whole, part = ''] = text.trim().split('.')
  return { n: BigInt(whole + part), scale: part.length }
}

function format({ n, scale }: Dec): string {
  const minus = n < 0n ? '-' : ''
  const digits = (n < 0n ? -n : n).toString().padStart(scale + 1, '0')
  if (scale === 0) return minus + digits
  const part = digits.slice(-scale).replace(/0+$/, '')
  return minus + digits.slice(0, -scale) + (part ? `.${part}` : '')
}

function level(a: Dec, b: Dec): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale)
  return [a.n * 10n ** BigInt(scale - a.scale), b.n * 10n ** BigInt(scale - b.scale), scale]
}

export function subtract(a: string, b: string): string {
  const [x, y, scale] = level(parse(a), parse(b))
  return format({ n: x - y, scale })
}

export function compare(a: string, b: string): number {
  const [x, y] = level(parse(a), parse(b))
  return x < y ? -1 : x > y ? 1 : 0
}

/** factor x numerator / denominator, half up at `places`; null when the denominator is zero. */
export function rate(factor: number, numerator: string, denominator: string, places = 6): string | null {
  const a = parse(numerator)
  const b = parse(denominator)
  if (b.n === 0n) return null
  const top = a.n * BigInt(factor) * 10n ** BigInt(places + b.scale)
  const under = b.n * 10n ** BigInt(a.scale)
  const negative = top < 0n !== under < 0n
  const abs = (x: bigint) => (x < 0n ? -x : x)
  const n = (abs(top) * 2n + abs(under)) / (abs(under) * 2n)
  return format({ n: negative ? -n : n, scale: places })
}

/** For lengths of bars and sorting only; what is read by people stays text. */
export const approx = (text: string | null | undefined): number => (text ? Number(text) : 0)

/** At most two decimals, for tables; the exact number stands where it is opened. */
export const brief = (text: string | null): string =>
  text !== null && isDecimal(text) ? (rate(1, text, '1', 2) ?? text) : (text ?? '')
