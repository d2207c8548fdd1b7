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

type Choice = { value: string; word: string }
const LEVELS: Choice[] = ['A', 'B', 'C', 'D'].map((word, i) => ({ value: String(i + 1), word }))

/** What may be chosen instead of a number; a word with a dot is a key of the texts. */
export function choicesFor(rule: string | undefined, method?: string): Choice[] {
  if (rule === 'level_at_least') return LEVELS
  if (rule === 'exists' || method === 'yes_no')
    return [
      { value: '1', word: 'value.yes' },
      // An indicator answers 1 or 2, an item 1 or 0.
      { value: rule === 'exists' ? '2' : '0', word: 'value.no' },
    ]
  return []
}

/** The word for a judged value: a level by limits is judged as its level. */
export function wordFor(rule: string | undefined, value: string | null): string | undefined {
  const choices = rule === 'level_by_limits' ? LEVELS : choicesFor(rule)
  return choices.find((c) => c.value === value)?.word
}
