import type { Schemas } from '@/api/client'
import { t } from '@/i18n'
import { moment } from './text'

/** Who received a notice and when, or until when it should be. */
export function receipt(n: Schemas['Notice']) {
  if (n.received_at) {
    const words = t('papers.notice.received', {
      when: moment(n.received_at),
      unit: n.received_unit,
      who: n.received_by,
    })
    return words + (n.received_for ? t('papers.notice.receivedFor', { name: n.received_for }) : '')
  }
  return t(n.late ? 'papers.notice.late' : 'papers.notice.waits', { when: moment(n.receive_by) })
}
