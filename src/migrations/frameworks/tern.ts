import { baseName, folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework } from '../migration.ts';
import { laterVersion } from '../numbering.ts';

const divide = /^---- create above \/ drop below ----[^\S\n]*$/m;
const disable = '---- tern: disable-tx ----';
const fileName = /^(\d+)_(.*)\.sql$/;

const tern: MigrationFramework = {
  id: 'tern',
  title: 'tern',
  sources: ['https://github.com/jackc/tern#migrations', 'https://github.com/jackc/tern/issues/54'],
  specificity: 32,
  marker: new RegExp(`${divide.source}|^${disable}`, 'm'),
  signs: ['tern.conf'],
  claim(paths, signs) {
    const folders = new Set(signs.filter((path) => baseName(path) === 'tern.conf').map(folderOf));
    return paths.filter((path) => folders.has(folderOf(path)) && fileName.test(baseName(path)));
  },
  settingsOf: () => [],
  read(path, text) {
    const [, version = '', name = baseName(path)] = fileName.exec(baseName(path)) ?? [];
    const line = divide.exec(text);
    const start = text.startsWith(disable) ? text.indexOf('\n') + 1 : 0;
    const down = line === null ? [] : [{ start: line.index + line[0].length, end: text.length }];
    return {
      framework: 'tern',
      path,
      folder: folderOf(path),
      version,
      name,
      sections: [
        { direction: 'up', range: { start, end: line?.index ?? text.length } },
        ...down.map((range) => ({ direction: 'down' as const, range })),
      ],
      transaction: text.includes(disable)
        ? { mode: 'none', because: `the file says \`${disable}\`` }
        : { mode: 'wrapped', because: 'tern runs each migration in one transaction' },
      repeatable: false,
      batches: [],
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const file = `${laterVersion(migration.version, offset)}_${name}.sql`;
    return {
      path: inFolder(folderOf(migration.path), file),
      text: `${transaction ? '' : `${disable}\n`}${sql}\n\n---- create above / drop below ----\n`,
    };
  },
  withoutTransaction: `\`${disable}\` as its first line`,
  leaveTransaction: (text) => ({
    range: { start: 0, end: 0 },
    text: text.includes(disable) ? '' : `${disable}\n`,
  }),
  examples: [
    {
      path: 'migrations/003_add_email.sql',
      text: 'alter table users add column email text;\n\n---- create above / drop below ----\n\nalter table users drop column email;\n',
      expect: {
        version: '003',
        name: 'add_email',
        mode: 'wrapped',
        up: 'alter table users add column email text;',
      },
    },
    {
      path: 'db/004_idx.sql',
      text: '---- tern: disable-tx ----\ncreate index concurrently users_email_idx on users (email);\n',
      expect: {
        version: '004',
        name: 'idx',
        mode: 'none',
        up: 'create index concurrently users_email_idx on users (email);',
      },
    },
    {
      path: 'db/005_plain.sql',
      text: 'select 1;\n',
      siblings: ['db/tern.conf'],
      expect: { version: '005', name: 'plain', mode: 'wrapped', up: 'select 1;' },
    },
  ],
};

export default tern;
