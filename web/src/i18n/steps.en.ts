import type { steps as zh } from './steps.zh'

export const steps: typeof zh = {
  late: 'Step overdue',
  colon: ': ',
  only: 'Only with a step overdue',
  waits: {
    reported: 'To be verified or filed',
    verified: 'To be filed',
    filed: 'To be dispatched',
    dispatched: 'To be claimed',
    fixed: 'To be re-checked',
    appealed: 'Appeal to be heard',
  },
  until: {
    reported: 'to be verified by {at}',
    verified: 'to be filed by {at}',
    filed: 'to be dispatched by {at}',
    dispatched: 'to be claimed by {at}',
    fixed: 'to be re-checked by {at}',
    appealed: 'appeal to be heard by {at}',
  },
  title: 'Limits of steps',
  text: "How long a finding may wait in each step, counted by the working calendar of its place. The moment is frozen when it comes to the step; later changes of the rule or the calendar leave it. The defaults are this program's own and of no published rule; where a rule says otherwise, set it here.",
  limited: 'With a limit: {step}',
  count: 'Number: {step}',
  unit: 'Unit: {step}',
  standard: 'default: {limit}',
  none: 'no limit',
  within: 'within {limit}',
  save: 'Save the limits of steps',
  saved: 'Saved; what comes to a step from now on follows the new rules.',
}
