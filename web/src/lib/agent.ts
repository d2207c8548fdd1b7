/** "Chrome 120 · Windows" of what a browser says it is; what nobody knows is left out. */
const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger\/(\d+)/, 'WeChat'],
  [/Edg\w*\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/(?:Headless)?Chrome\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).*Safari/, 'Safari'],
  [/^curl\/(\d+)/, 'curl'],
]
const SYSTEMS: [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/UOS|Kylin|Linux/, 'Linux'],
]

export function browserName(agent: string): string {
  const browser = BROWSERS.map(([is, name]) => {
    const m = is.exec(agent)
    return m ? `${name} ${m[1]}` : ''
  }).find(Boolean)
  const system = SYSTEMS.find(([is]) => is.test(agent))?.[1]
  return [browser, system].filter(Boolean).join(' · ')
}
