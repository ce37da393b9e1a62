import { folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { pairFile } from '../pair-folder.ts';
import { wholeFile } from '../sections.ts';

/** Milliseconds. */
const version = /\d{13}/;

const hasura: MigrationFramework = {
  id: 'hasura',
  title: 'Hasura',
  sources: [
    'https://hasura.io/docs/2.0/migrations-metadata-seeds/migrations-metadata-setup/',
    'https://github.com/hasura/graphql-engine/issues/2939',
  ],
  specificity: 45,
  marker: null,
  signs: ['config.yaml'],
  claim(paths, signs) {
    const projects = new Set(
      signs
        .filter((path) => path.endsWith('config.yaml'))
        .map((path) => inFolder(folderOf(path), 'migrations')),
    );
    return paths.filter((path) => {
      const pair = pairFile(path, version);
      // `migrations/default/…` by database, `migrations/…` before configurations of version 3.
      return pair !== null && (projects.has(pair.folder) || projects.has(folderOf(pair.folder)));
    });
  },
  settingsOf: () => [],
  read(path, text) {
    const pair = pairFile(path, version);
    return {
      framework: 'hasura',
      path,
      folder: pair?.folder ?? folderOf(path),
      version: pair?.version ?? '',
      name: pair?.name ?? '',
      sections: wholeFile(text, pair?.direction ?? 'up'),
      transaction: { mode: 'wrapped', because: 'Hasura runs each migration in one transaction' },
      repeatable: false,
      batches: [],
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const folder = `${laterVersion(migration.version, offset)}_${name}`;
    const note = transaction
      ? ''
      : '-- Cannot run in Hasura’s transaction: run it by hand, then mark it with `hasura migrate apply --skip-execution`\n';
    return { path: inFolder(migration.folder, `${folder}/up.sql`), text: `${note}${sql}\n` };
  },
  withoutTransaction: null,
  leaveTransaction: () => null,
  examples: [
    {
      path: 'hasura/migrations/default/1706702400000_add_email/up.sql',
      text: 'ALTER TABLE users ADD COLUMN email text;\n',
      siblings: ['hasura/config.yaml', 'hasura/migrations/default/1706702400000_add_email/down.sql'],
      expect: {
        version: '1706702400000',
        name: 'add_email',
        mode: 'wrapped',
        up: 'ALTER TABLE users ADD COLUMN email text;',
      },
    },
    {
      path: 'migrations/1706702400000_add_email/down.sql',
      text: 'ALTER TABLE users DROP COLUMN email;\n',
      siblings: ['config.yaml'],
      expect: { version: '1706702400000', name: 'add_email', mode: 'wrapped', up: '' },
    },
  ],
};

export default hasura;
