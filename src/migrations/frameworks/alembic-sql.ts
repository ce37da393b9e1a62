import { baseName, folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { wholeFile } from '../sections.ts';

const running = /^-- Running (upgrade|downgrade) /m;

const alembicSql: MigrationFramework = {
  id: 'alembic-sql',
  title: 'Alembic, its SQL output',
  sources: [
    'https://alembic.sqlalchemy.org/en/latest/offline.html',
    'https://alembic.sqlalchemy.org/en/latest/api/runtime.html#alembic.runtime.migration.MigrationContext.autocommit_block',
  ],
  specificity: 30,
  marker: running,
  signs: [],
  claim: () => [],
  settingsOf: () => [],
  read(path, text) {
    const [, version = '', name = ''] = /^v?([\d.]*)[-_ ]*(.*)\.sql$/i.exec(baseName(path)) ?? [];
    return {
      framework: 'alembic-sql',
      path,
      folder: folderOf(path),
      version,
      name,
      sections: wholeFile(text, running.exec(text)?.[1] === 'downgrade' ? 'down' : 'up'),
      transaction: {
        mode: 'none',
        because: 'Alembic writes `BEGIN` where it opens a transaction, and none stands before it',
      },
      repeatable: false,
      batches: [],
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const version = laterVersion(migration.version, offset);
    const body = transaction ? `BEGIN;\n\n${sql}\n\nCOMMIT;\n` : `${sql}\n`;
    return {
      path: inFolder(folderOf(migration.path), `${version}_${name}.sql`),
      text: `-- Running upgrade ${migration.version} -> ${version}\n\n${body}`,
    };
  },
  withoutTransaction:
    '`with op.get_context().autocommit_block():` around it in the revision, the Python file beside it',
  leaveTransaction: () => null,
  examples: [
    {
      path: 'sql/0042_add_email.sql',
      text: '-- Running upgrade 0041 -> 0042\n\nALTER TABLE users ADD COLUMN email TEXT;\n',
      expect: {
        version: '0042',
        name: 'add_email',
        mode: 'none',
        up: '-- Running upgrade 0041 -> 0042\n\nALTER TABLE users ADD COLUMN email TEXT;',
      },
    },
    {
      path: 'sql/0042_back.sql',
      text: 'BEGIN;\n\n-- Running downgrade 0042 -> 0041\n\nALTER TABLE users DROP COLUMN email;\n\nCOMMIT;\n',
      expect: { version: '0042', name: 'back', mode: 'none', up: '' },
    },
  ],
};

export default alembicSql;
