import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createParser } from '../sql/parse.ts';
import { findMigrations, readMigration } from './find-migrations.ts';
import { migrationStatements } from './migration-statements.ts';

const parsers = {
  postgres: await createParser('postgres'),
  mysql: await createParser('mysql'),
  mssql: await createParser('mssql'),
};

/** The statements of change sets, as the kinds of what they do and the text they stand for. */
function read(changes: string, dialect: keyof typeof parsers = 'postgres') {
  const path = 'db/changelog/001-x.xml';
  const text = `<?xml version="1.0"?>\n<databaseChangeLog>\n<!-- <changeSet> -->\n${changes}\n</databaseChangeLog>\n`;
  const migration = readMigration(path, text, findMigrations([path]).get(path));
  if (migration === null) throw new Error('not a change log');
  const { statements, down } = migrationStatements(migration, text, parsers[dialect]);
  const shown = [...statements, ...down].map((statement) => {
    expect(statement.text).toBe(text.slice(statement.range.start, statement.range.end));
    return (
      statement.failure?.message ??
      (statement.operations.map(({ kind }) => kind).join('+') || `${statement.query?.kind}`)
    );
  });
  return { shown, statements, down: down.length, migration };
}

const set = (changes: string, attributes = ''): string =>
  `<changeSet id="1" author="ann"${attributes}>${changes}</changeSet>`;

describe('a change log in XML', () => {
  it('is read as the SQL that Liquibase makes of it', () => {
    const changes = [
      '<createTable tableName="users" schemaName="app"><column name="id" type="bigint" autoIncrement="true"><constraints primaryKey="true" nullable="false"/></column><column name="at" type="datetime" defaultValueComputed="now()"/><column name="org" type="bigint"><constraints foreignKeyName="fk" references="orgs(id)"/></column></createTable>',
      '<addColumn tableName="users"><column name="email" type="varchar(80)"><constraints nullable="false"/></column><column name="note" type="clob"/></addColumn>',
      '<addNotNullConstraint tableName="users" columnName="email" columnDataType="varchar(80)" defaultNullValue="x"/>',
      '<modifyDataType tableName="users" columnName="email" newDataType="text"/>',
      '<renameColumn tableName="users" oldColumnName="a" newColumnName="b" columnDataType="int"/>',
      '<renameTable oldTableName="a" newTableName="b"/>',
      '<dropColumn tableName="users"><column name="a"/><column name="b"/></dropColumn>',
      '<createIndex indexName="i" tableName="users" unique="true"><column name="email"/></createIndex>',
      '<dropIndex indexName="i" tableName="users"/>',
      '<addForeignKeyConstraint baseTableName="a" baseColumnNames="b, c" constraintName="fk" referencedTableName="d" referencedColumnNames="e,f" onDelete="CASCADE"/>',
      '<addUniqueConstraint tableName="a" columnNames="b" constraintName="u"/>',
      '<dropForeignKeyConstraint baseTableName="a" constraintName="fk"/>',
      '<insert tableName="a"><column name="b" value="it\'s"/><column name="c" valueNumeric="1"/></insert>',
      '<update tableName="a"><column name="b" valueBoolean="true"/><where>c &lt; 3</where></update>',
      '<delete tableName="a"/>',
      '<dropTable tableName="users" cascadeConstraints="true"/>',
      '<tagDatabase tag="x"/>',
    ].join('\n');
    const expected = [
      'create-table',
      'add-column+add-column',
      'update',
      'set-nullability',
      'set-column-type',
      'rename-column',
      'rename-table',
      'drop-column+drop-column',
      'create-index',
      'drop-index',
      'add-constraint',
      'add-constraint',
      'drop-constraint',
      'insert',
      'update',
      'delete',
      'drop-table',
    ];
    expect(read(set(changes)).shown).toEqual(expected);
    expect(read(set(changes), 'mysql').shown.filter((word) => word.startsWith('not understood'))).toEqual([]);
  });

  it('keeps the places of its SQL, and tells the way back apart', () => {
    const { statements, down, shown } = read(
      set(
        '<sql><![CDATA[\nALTER TABLE a DROP COLUMN b;\nDELETE FROM a WHERE b < 3\n]]></sql><sql>SELECT 1 WHERE 1 &lt; 2</sql><rollback><dropTable tableName="x"/><sql>SELECT 2</sql></rollback>',
      ),
    );
    expect(statements.map(({ text }) => text)).toEqual([
      'ALTER TABLE a DROP COLUMN b',
      'DELETE FROM a WHERE b < 3',
      'SELECT 1 WHERE 1 &lt; 2',
    ]);
    expect(down).toBe(2);
    expect(shown).toEqual(['drop-column', 'delete', 'select', 'drop-table', 'select']);
  });

  it('leaves out what is for another database, and says what it does not know', () => {
    const { shown } = read(
      set('<dropTable tableName="a"/>', ' dbms="h2, oracle"') +
        set(
          '<sql dbms="!postgresql">SELECT 1</sql><sql dbms="postgresql">DROP TABLE b</sql><loadData file="x.csv" tableName="a"/>',
        ),
    );
    expect(shown).toEqual(['drop-table', 'not understood: loadData']);
  });

  it('takes a context that is named for a database as one, and no other', () => {
    const { shown } = read(
      set('<sql>DROP TABLE a</sql>', ' context="mysql"') +
        set('<sql>DROP TABLE b</sql>', ' context="postgresql or h2"') +
        set('<sql>DROP TABLE c</sql>', ' context="!postgresql"') +
        set('<sql>ALTER TABLE d RENAME TO e</sql>', ' context="prod"'),
    );
    expect(shown).toEqual(['drop-table', 'rename-table']);
  });

  it('knows no change and no type that is a property of all objects', () => {
    const changes = '<toString/><addColumn tableName="a"><column name="b" type="constructor"/></addColumn>';
    expect(read(set(changes)).shown).toEqual(['not understood: toString', 'add-column']);
  });

  it('quotes names as Liquibase does', () => {
    const changes =
      '<createTable tableName="user"><column name="ID" type="bigserial" autoIncrement="true"/><column name="orderNo" type="int"><constraints foreignKeyName="fk" references="order(id)"/></column></createTable>';
    const [made] = read(set(changes)).migration.synthesized ?? [];
    expect(made?.sql('postgres')).toBe(
      'CREATE TABLE "user" ("id" bigserial, "orderNo" int, CONSTRAINT "fk" FOREIGN KEY ("orderNo") REFERENCES "order"("id"))',
    );
  });

  it('renames in SQL Server too', () => {
    const changes =
      '<renameColumn tableName="a" schemaName="s" oldColumnName="b" newColumnName="c"/><renameTable oldTableName="a" newTableName="d"/>';
    expect(read(set(changes), 'mssql').shown).toEqual(['rename-column', 'rename-table']);
  });

  it('runs each change set in a transaction of its own', () => {
    const { migration } = read(
      set('<sql>SELECT 1</sql>') + set('<sql>SELECT 2</sql>', ' runInTransaction="false"'),
    );
    expect(migration.sections.map(({ transaction }) => transaction?.mode)).toEqual(['wrapped', 'none']);
    expect(migration.transaction.mode).toBe('unknown');
  });

  it('makes nothing fail, whatever it is', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      '<sql>',
      '</sql>',
      '<changeSet>',
      '</changeSet>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<rollback>',
      '</rollback>',
      'DROP TABLE a;',
      '&lt;',
      "'",
      '<createTable tableName="a">',
      '<column name="b"/>',
      '</createTable>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        read(pieces.join(''));
      }),
    );
  });
});
