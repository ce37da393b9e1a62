import { folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework } from '../migration.ts';
import { filesAbove } from '../pair-folder.ts';
import { roughStatements } from '../rough-statements.ts';
import { wholeFile } from '../sections.ts';

/** Scripts of one change have the same path below `deploy`, `revert` and `verify`. */
const filePath = /^(?:(.*)\/)?(deploy|revert)\/(.+)\.sql$/;
const begin = /^[^\S\n]*BEGIN(?:[^\S\n]+(?:TRANSACTION|WORK))?[^\S\n]*;[^\S\n]*\n/im;
const commit = /\n[^\S\n]*(?:COMMIT|END)(?:[^\S\n]+(?:TRANSACTION|WORK))?[^\S\n]*;\s*$/i;

const sqitch: MigrationFramework = {
  id: 'sqitch',
  title: 'Sqitch',
  sources: [
    'https://sqitch.org/docs/manual/sqitchtutorial/',
    'https://sqitch.org/docs/manual/sqitchchanges/',
  ],
  specificity: 45,
  marker: null,
  signs: ['sqitch.plan'],
  claim(paths, signs) {
    const projects = signs.filter((path) => path.endsWith('sqitch.plan')).map(folderOf);
    return paths.filter((path) => {
      const match = filePath.exec(path);
      if (match === null) return false;
      const top = match[1] ?? '';
      return projects.some((project) => project === '' || top === project || top.startsWith(`${project}/`));
    });
  },
  settingsOf: (path) => filesAbove(path, 'sqitch.plan'),
  read(path, text, settings) {
    const [, top = '', kind, name = ''] = filePath.exec(path) ?? [];
    const plan = sqitch
      .settingsOf(path)
      .map((file) => settings.get(file))
      .find((file) => file !== undefined);
    return {
      framework: 'sqitch',
      path,
      folder: inFolder(top, 'deploy'),
      version: plan === undefined ? '' : placeInPlan(plan, name),
      name,
      sections: wholeFile(text, kind === 'revert' ? 'down' : 'up'),
      transaction: {
        mode: 'none',
        because: 'Sqitch opens no transaction of its own: `BEGIN` and `COMMIT` stand in the script',
      },
      repeatable: false,
      batches: [],
    };
  },
  followUp(migration, _offset, name, sql, transaction) {
    return {
      path: inFolder(migration.folder, `${name}.sql`),
      text: transaction ? `BEGIN;\n\n${sql}\n\nCOMMIT;\n` : `${sql}\n`,
    };
  },
  withoutTransaction: 'no `BEGIN` and `COMMIT` in the script',
  leaveTransaction(text) {
    const opened = begin.exec(text);
    if (opened === null || roughStatements(text).length !== 3)
      return { range: { start: 0, end: 0 }, text: '' };
    const start = opened.index;
    const closed = commit.exec(text);
    const body = text.slice(start + opened[0].length, closed?.index ?? text.length).trim();
    return { range: { start, end: text.length }, text: `${body}\n` };
  },
  examples: [
    {
      path: 'deploy/users.sql',
      text: '-- Deploy app:users to pg\n\nBEGIN;\n\nCREATE TABLE users (id bigint PRIMARY KEY);\n\nCOMMIT;\n',
      siblings: ['sqitch.plan'],
      settings: {
        'sqitch.plan':
          '%syntax-version=1.0.0\n%project=app\n\nschema 2024-01-01T00:00:00Z A <a@example.org> # Schema\nusers [schema] 2024-01-02T00:00:00Z A <a@example.org> # Users\n@v1 2024-01-03T00:00:00Z A <a@example.org> # Tag\nusers [users@v1] 2024-01-04T00:00:00Z A <a@example.org> # Again\n',
      },
      expect: {
        version: '4',
        name: 'users',
        mode: 'none',
        up: '-- Deploy app:users to pg\n\nBEGIN;\n\nCREATE TABLE users (id bigint PRIMARY KEY);\n\nCOMMIT;',
      },
    },
    {
      path: 'db/deploy/users@v1.sql',
      text: 'SELECT 1;\n',
      siblings: ['db/sqitch.plan'],
      settings: {
        'db/sqitch.plan':
          'schema 2024-01-01T00:00:00Z A <a@example.org>\nusers 2024-01-02T00:00:00Z A <a@example.org>\n@v1 2024-01-03T00:00:00Z A <a@example.org>\nusers [users@v1] 2024-01-04T00:00:00Z A <a@example.org>\n',
      },
      expect: { version: '2', name: 'users@v1', mode: 'none', up: 'SELECT 1;' },
    },
    {
      path: 'revert/app/users.sql',
      text: 'DROP TABLE users;\n',
      siblings: ['sqitch.plan'],
      expect: { version: '', name: 'app/users', mode: 'none', up: '' },
    },
  ],
};

/** The number of the plan's line for a change; `''` where it has none. A change that was reworked is there twice: `name@tag` before. */
function placeInPlan(plan: string, name: string): string {
  const [change = name, tag] = name.split('@');
  let place = '';
  for (const [index, line] of plan
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '' && !/^[%#]/.test(text))
    .entries()) {
    const word = line.split(/\s/, 1)[0];
    if (word === change) place = String(index + 1);
    else if (tag !== undefined && word === `@${tag}`) break;
  }
  return place;
}

export default sqitch;
