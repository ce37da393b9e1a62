import { showName } from '../../sql/object-name.ts';
import { codePlaces } from '../code-places.ts';
import { documented } from '../evidence.ts';
import { defineRule, type Match } from '../rule.ts';

/** What such a table does when the server stops. Engines for special ends are left alone. */
const losing: ReadonlyMap<string, string> = new Map([
  ['myisam', 'a crash in the middle of a write leaves it corrupt, and each write locks all of it'],
  ['memory', 'its rows are gone when the server stops'],
  ['heap', 'its rows are gone when the server stops'],
]);

export default defineRule({
  id: 'mysql-storage-engine',
  about: 'statement',
  title: 'Table without transactions',
  family: 'schema-design',
  severity: 'warning',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  sources: [
    'bytebase:ENGINE_MYSQL_USE_INNODB',
    'skeema:engine',
    'https://dev.mysql.com/doc/refman/8.4/en/storage-engines.html',
  ],
  what: 'Writes to `{table}` are not undone by `ROLLBACK`, foreign keys of it are ignored, and {loss}.',
  why: 'The engine `{engine}` has no transactions.',
  fix: 'Leave the engine out, or write `ENGINE=InnoDB`.',
  examples: {
    bad: [
      {
        title: 'a new table',
        sql: 'CREATE TABLE logs (id bigint PRIMARY KEY) ENGINE=MyISAM;',
        at: 'ENGINE=MyISAM',
        suggests: 'CREATE TABLE logs (id bigint PRIMARY KEY) ENGINE=InnoDB;',
      },
    ],
    good: [
      { title: 'InnoDB', sql: 'CREATE TABLE logs (id bigint PRIMARY KEY) ENGINE=InnoDB;' },
      { title: 'the server’s default', sql: 'CREATE TABLE logs (id bigint PRIMARY KEY);' },
      {
        title: 'a table for one session',
        sql: 'CREATE TEMPORARY TABLE picked (id bigint PRIMARY KEY) ENGINE=MEMORY;',
      },
    ],
  },
  detect({ statement }) {
    return statement.operations.flatMap((operation): Match[] => {
      const isCreated = operation.kind === 'create-table' && !operation.temporary;
      const isSet = operation.kind === 'set-table-option' && operation.option === 'engine';
      if (!isCreated && !isSet) return [];
      const found = codePlaces(statement, /\bENGINE\s*(?:=\s*)?(\w+)/gi)[0];
      const engine = found?.groups[0];
      const loss = losing.get(engine?.toLowerCase() ?? '');
      if (found === undefined || engine === undefined || loss === undefined) return [];
      const table = showName(operation.table);
      return [
        {
          range: found.range,
          object: table,
          data: { table, engine, loss },
          evidence: [
            documented(
              'MyISAM and MEMORY: transactions no, foreign key support no (MySQL manual, 18 Alternative Storage Engines)',
            ),
          ],
        },
      ];
    });
  },
  suggest({ range }, { statement }) {
    return statement.operations.some(({ kind }) => kind === 'create-table')
      ? { range, text: 'ENGINE=InnoDB', followUps: [] }
      : null;
  },
});
