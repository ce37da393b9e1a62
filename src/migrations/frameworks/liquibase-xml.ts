import { changeLogFile, laterChangeLog } from '../change-log-file.ts';
import { changeLogSigns, claimChangeLogs } from '../change-log-folder.ts';
import type { MigrationFramework } from '../migration.ts';
import { xmlElements } from '../xml-elements.ts';

const liquibaseXml: MigrationFramework = {
  id: 'liquibase-xml',
  title: 'Liquibase change log in XML',
  sources: [
    'https://docs.liquibase.com/concepts/changelogs/xml-format.html',
    'https://docs.liquibase.com/change-types/home.html',
    'https://docs.liquibase.com/concepts/changelogs/attributes/run-in-transaction.html',
  ],
  specificity: 60,
  marker: /<(?:\w+:)?databaseChangeLog[\s>]/,
  signs: changeLogSigns,
  extensions: ['xml'],
  claim: claimChangeLogs,
  settingsOf: () => [],
  read(path, text) {
    const root = xmlElements(text).find(({ name }) => name === 'databaseChangeLog') ?? null;
    return changeLogFile('liquibase-xml', path, text, root, 'runInTransaction="false"');
  },
  followUp(migration, offset, name, sql, transaction) {
    const attributes = transaction ? '' : ' runInTransaction="false"';
    return {
      path: laterChangeLog(migration, offset, name),
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

export default liquibaseXml;
