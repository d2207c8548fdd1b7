import { describe, expect, it } from 'vitest'
import { browserName } from '@/lib/agent'

describe('what a browser says it is', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0',
      'Edge 120 · Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0', 'Firefox 115 · Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
      'Safari 17 · iOS',
    ],
    ['curl/7.88.1', 'curl 7'],
    ['', ''],
    ['something else', ''],
  ])('%s', (agent, name) => expect(browserName(agent)).toBe(name))
})
