import type { keep as zh } from './keep.zh'

export const keep: typeof zh = {
  token: {
    unit: 'Unit',
    noUnit: '(an early token, of no unit)',
  },
  backup: {
    title: 'Backups',
    text: 'Database, keys and files in one archive, read again once it is written. Archives are not downloaded over the network: take them from the server.',
    offTitle: 'This server makes no backups',
    off: 'Start it with --backup-dir; with PostgreSQL the database has its own means.',
    folder: 'Folder',
    next: 'Next by itself',
    onlyAsked: 'only when asked',
    kept: 'Archives kept',
    all: 'all',
    sealed: 'Encrypted',
    yes: 'yes',
    no: 'no; archives hold the key: keep them safe',
    now: 'Make a backup now',
    running: 'A backup is being made…',
    last: 'The last one',
    made: 'made and verified: {name}',
    failed: 'not made: {why}',
    none: 'There is no backup yet',
    noneText: 'The first one will be listed here.',
    time: 'Time',
    size: 'Size',
    name: 'File',
  },
}
