/** Inbox, reminders and channels; part of zh. */
export const messages = {
  title: '消息',
  text: '与您的岗位有关的事项。代他人办理期间，也能看到对方岗位的消息。已读消息保留 180 天。',
  unread: '未读',
  all: '全部',
  kind: '类型',
  anyKind: '全部类型',
  bell: '消息，未读 {n} 条',
  bellNone: '消息，没有未读',
  readOne: '标为已读',
  readAll: '全部标为已读',
  none: '没有未读消息',
  noneAll: '还没有消息',
  noneText: '问题交办、退回、延期、申诉、核查、督办以及到期和逾期提醒会出现在这里。',
  show: '显示',
  time: '时间',
  what: '内容',
}
