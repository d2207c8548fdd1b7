/** The parts of a standard, asked once per standard and kept while the page lives. */
import { api, need, type Schemas } from '@/api/client'

const indicators = new Map<number, Promise<Schemas['Indicator'][]>>()
const checklists = new Map<number, Promise<Schemas['ChecklistList']>>()

function once<T>(kept: Map<number, Promise<T>>, id: number, ask: () => Promise<T>): Promise<T> {
  let answer = kept.get(id)
  if (!answer) {
    answer = ask()
    kept.set(id, answer)
    answer.catch(() => kept.delete(id))
  }
  return answer
}

export const indicatorsOf = (standard: number) =>
  once(indicators, standard, async () => {
    const got = await need(
      api.GET('/api/standards/{standard}/indicators', { params: { path: { standard } } }),
    )
    return got.indicators
  })

export const checklistsOf = (standard: number) =>
  once(checklists, standard, () =>
    need(api.GET('/api/standards/{standard}/checklists', { params: { path: { standard } } })),
  )

type Rule = Schemas['Indicator']['rules'][number]

/** The rule that decides one part of an indicator. */
export const ruleFor = (indicator: Schemas['Indicator'] | undefined, part: string): Rule | undefined =>
  indicator?.rules.find((r) => r.part === part) ??
  indicator?.rules.find((r) => r.part === '*' || r.part === '')
