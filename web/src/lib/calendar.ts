import type { Schemas } from '@/api/client'

/** The name of a region that says something in the calendar; '' = none does. */
export const ownerName = (calendar: Schemas['Calendar'], region: string): string =>
  calendar.owners.find((o) => o.region === region)?.name ?? region
