import { readChangeLog } from '../change-log.ts';
import { belowChangeLog, changeLogFolder, changeLogSigns } from '../change-log-folder.ts';
import { baseName, folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework, TransactionModel } from '../migration.ts';
import { laterVersion } from '../numbering.ts';

const inChangeLog = /(?:^|\/)(?:[\w.-]*(?:change-?logs?|liquibase)[\w.-]*)(?:\/|\.xml$)/i;
const numbered = /^\D*?(\d+(?:[._-]\d+)*)(?:[-_. ]+(.*))?\.xml$/i;

const liquibaseXml: MigrationFramework = {
  id: 'liquibase-xml',
  title: 'Liquibase change log in XML',
  sources: [
    'https://docs.liquibase.com/concepts/changelogs/xml-format.html',
    'https://docs.liquibase.com/change-types/home.html',
    'https://docs.liquibase.com/concepts/changelogs/attributes/run-in-transaction.html',
  ],
  specificity: 60,
  marker: null,
  signs: changeLogSigns,
  extension: 'xml',
  claim(paths, signs) {
    const led = new Set(belowChangeLog(paths, signs));
    return paths.filter((path) => led.has(path) || inChangeLog.test(path));
  },
  settingsOf: () => [],
  read(path, text) {
    const log = readChangeLog(text);
    if (log === null) return null;
    const [, version = '', name] = numbered.exec(baseName(path)) ?? [];
    return {
      framework: 'liquibase-xml',
      path,
      folder: changeLogFolder(path),
      version,
      name: name ?? baseName(path).replace(/\.xml$/i, ''),
      sections: log.sections,
      transaction: transactionOf(log.sections.flatMap(({ transaction }) => transaction ?? [])),
      repeatable: false,
      batches: [],
      asSent: log.asSent,
      synthesized: log.synthesized,
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const separator = /\d([-_. ]+)\D/.exec(baseName(migration.path))?.[1] ?? '-';
    const file = `${laterVersion(migration.version, offset)}${separator}${name}.xml`;
    const attributes = transaction ? '' : ' runInTransaction="false"';
    return {
      path: inFolder(folderOf(migration.path), file),
      text: `<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">\n  <changeSet id="${name}" author="you"${attributes}>\n    <sql><![CDATA[\n${sql}\n    ]]></sql>\n  </changeSet>\n</databaseChangeLog>\n`,
    };
  },
  withoutTransaction: '`runInTransaction="false"` on its `<changeSet>`, which stands beside its id',
  leaveTransaction: () => null,
  examples: [
    {
      path: 'src/main/resources/db/changelog/0042-add-email.xml',
      text: '<databaseChangeLog>\n<changeSet id="42" author="ann"><addColumn tableName="users"><column name="email" type="clob"/></addColumn></changeSet>\n</databaseChangeLog>\n',
      expect: {
        version: '0042',
        name: 'add-email',
        mode: 'wrapped',
        up: '<addColumn tableName="users"><column name="email" type="clob"/></addColumn>',
      },
    },
    {
      path: 'liquibase/43_idx.xml',
      text: '<databaseChangeLog>\n<changeSet id="43" author="ann" runInTransaction="false"><sql>CREATE INDEX CONCURRENTLY a ON users (a)</sql></changeSet>\n</databaseChangeLog>\n',
      expect: {
        version: '43',
        name: 'idx',
        mode: 'none',
        up: '<sql>CREATE INDEX CONCURRENTLY a ON users (a)</sql>',
      },
    },
  ],
};

function transactionOf(models: readonly TransactionModel[]): TransactionModel {
  const [first = { mode: 'wrapped', because: 'Liquibase runs each change set in one transaction' }] = models;
  return models.every(({ mode }) => mode === first.mode)
    ? first
    : { mode: 'unknown', because: 'some of its change sets say `runInTransaction="false"`' };
}

export default liquibaseXml;
