import type { messages as zh } from './messages.zh'

export const messages: typeof zh = {
  title: 'Messages',
  text: 'What concerns your posts. While you act for somebody else, you see the messages of their post too. Read messages are kept for 180 days.',
  unread: 'Unread',
  all: 'All',
  kind: 'Kind',
  anyKind: 'All kinds',
  bell: 'Messages, {n} unread',
  bellNone: 'Messages, none unread',
  readOne: 'Mark as read',
  readAll: 'Mark all as read',
  none: 'No unread messages',
  noneAll: 'No messages yet',
  noneText:
    'Findings dispatched, returned, extended, appealed, re-checked or supervised, and reminders before and after a deadline appear here.',
  show: 'Show',
  time: 'Time',
  what: 'Message',
}
