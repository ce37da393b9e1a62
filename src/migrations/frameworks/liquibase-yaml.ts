import { changeLogFile, laterChangeLog } from '../change-log-file.ts';
import { changeLogSigns, claimChangeLogs } from '../change-log-folder.ts';
import type { MigrationFramework } from '../migration.ts';
import { yamlChangeLog } from '../yaml-elements.ts';

const liquibaseYaml: MigrationFramework = {
  id: 'liquibase-yaml',
  title: 'Liquibase change log in YAML',
  sources: [
    'https://docs.liquibase.com/concepts/changelogs/yaml-format.html',
    'https://docs.liquibase.com/change-types/home.html',
    'https://docs.liquibase.com/concepts/changelogs/attributes/run-in-transaction.html',
  ],
  specificity: 60,
  marker: /^databaseChangeLog[^\S\n]*:/m,
  signs: changeLogSigns,
  extensions: ['yaml', 'yml'],
  claim: claimChangeLogs,
  settingsOf: () => [],
  read: (path, text) =>
    changeLogFile('liquibase-yaml', path, text, yamlChangeLog(text), 'runInTransaction: false'),
  followUp(migration, offset, name, sql, transaction) {
    const attributes = transaction ? '' : '      runInTransaction: false\n';
    const lines = sql.split('\n').map((line) => (line === '' ? '' : `            ${line}`));
    return {
      path: laterChangeLog(migration, offset, name),
      text: `databaseChangeLog:\n  - changeSet:\n      id: ${name}\n      author: you\n${attributes}      changes:\n        - sql: |-\n${lines.join('\n')}\n`,
    };
  },
  withoutTransaction: '`runInTransaction: false` in its `changeSet`, which stands beside its `id`',
  leaveTransaction: () => null,
  examples: [
    {
      path: 'src/main/resources/db/changelog/changes/0042-add-email.yaml',
      text: 'databaseChangeLog:\n  - changeSet:\n      id: 42\n      author: ann\n      changes:\n        - addColumn: { tableName: users, columns: [{ column: { name: email, type: clob } }] }\n',
      expect: {
        version: '0042',
        name: 'add-email',
        mode: 'wrapped',
        up: 'addColumn: { tableName: users, columns: [{ column: { name: email, type: clob } }] }',
      },
    },
    {
      path: 'db/43_idx.yml',
      text: 'databaseChangeLog:\n  - changeSet:\n      id: 43\n      author: ann\n      runInTransaction: false\n      changes:\n        - sql: CREATE INDEX CONCURRENTLY a ON users (a)\n      rollback: DROP INDEX a\n',
      siblings: ['db/db.changelog-master.yaml'],
      expect: {
        version: '43',
        name: 'idx',
        mode: 'none',
        up: 'sql: CREATE INDEX CONCURRENTLY a ON users (a)',
      },
    },
  ],
};

export default liquibaseYaml;
