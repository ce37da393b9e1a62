import { changeLogFile, laterChangeLog } from '../change-log-file.ts';
import { changeLogSigns, claimChangeLogs } from '../change-log-folder.ts';
import type { MigrationFramework } from '../migration.ts';
import { yamlChangeLog } from '../yaml-elements.ts';

const liquibaseJson: MigrationFramework = {
  id: 'liquibase-json',
  title: 'Liquibase change log in JSON',
  sources: [
    'https://docs.liquibase.com/concepts/changelogs/json-format.html',
    'https://docs.liquibase.com/change-types/home.html',
    'https://docs.liquibase.com/concepts/changelogs/attributes/run-in-transaction.html',
  ],
  specificity: 60,
  marker: /^\s*\{\s*"databaseChangeLog"\s*:/,
  signs: changeLogSigns,
  extensions: ['json'],
  claim: claimChangeLogs,
  settingsOf: () => [],
  // Liquibase reads JSON with its reader of YAML as well: a comma too many is none of its concerns.
  read: (path, text) =>
    changeLogFile('liquibase-json', path, text, yamlChangeLog(text), '"runInTransaction": false'),
  followUp(migration, offset, name, sql, transaction) {
    const changeSet = {
      id: name,
      author: 'you',
      ...(transaction ? {} : { runInTransaction: false }),
      changes: [{ sql: { sql } }],
    };
    return {
      path: laterChangeLog(migration, offset, name),
      text: `${JSON.stringify({ databaseChangeLog: [{ changeSet }] }, null, 2)}\n`,
    };
  },
  withoutTransaction: '`"runInTransaction": false` in its `changeSet`, which stands beside its `id`',
  leaveTransaction: () => null,
  examples: [
    {
      path: 'src/main/resources/db/changelog/0042-add-email.json',
      text: '{"databaseChangeLog": [{"changeSet": {"id": "42", "author": "ann", "changes": [\n  {"addColumn": {"tableName": "users", "columns": [{"column": {"name": "email", "type": "clob"}}]}}\n]}}]}\n',
      expect: {
        version: '0042',
        name: 'add-email',
        mode: 'wrapped',
        up: '"addColumn": {"tableName": "users", "columns": [{"column": {"name": "email", "type": "clob"}}]}',
      },
    },
    {
      path: 'liquibase/43_idx.json',
      text: '{\n\t"databaseChangeLog": [\n\t\t{ "changeSet": { "id": "43", "author": "ann", "runInTransaction": false, "changes": [\n\t\t\t{ "sql": "CREATE INDEX CONCURRENTLY a ON users (a)" },\n\t\t] } }\n\t]\n}\n',
      expect: {
        version: '43',
        name: 'idx',
        mode: 'none',
        up: '"sql": "CREATE INDEX CONCURRENTLY a ON users (a)"',
      },
    },
  ],
};

export default liquibaseJson;
