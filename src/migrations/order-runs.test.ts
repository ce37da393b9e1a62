import { describe, expect, it } from 'vitest';
import { findMigrations, orderMigrations, readMigration } from './find-migrations.ts';

/** The paths of these files in the order in which they run, by the folder of their history. */
function order(files: Readonly<Record<string, string>>) {
  const claims = findMigrations(Object.keys(files));
  const migrations = orderMigrations(
    Object.entries(files).flatMap(([path, text]) => readMigration(path, text, claims.get(path)) ?? []),
  );
  const folders = Map.groupBy(migrations, ({ folder }) => folder);
  return {
    migrations,
    paths: Object.fromEntries([...folders].map(([folder, own]) => [folder, own.map(({ path }) => path)])),
  };
}

const set =
  '<databaseChangeLog><changeSet id="1" author="a"><dropTable tableName="a"/></changeSet></databaseChangeLog>';
const yaml = 'databaseChangeLog:\n  - changeSet: { id: 1, changes: [{ dropTable: { tableName: a } }] }\n';

describe('the order of change logs', () => {
  it('is that of the file that names the others, in whichever form each is', () => {
    const { paths } = order({
      'app/src/main/resources/db/changelog/db.changelog-master.yaml': `databaseChangeLog:
  - include: { file: classpath:db/changelog/2-b.xml }
  - includeAll: { path: more/, relativeToChangelogFile: true }
  - include: { file: db/changelog/1-a.json }
`,
      'app/src/main/resources/db/changelog/1-a.json': '{"databaseChangeLog": []}',
      'app/src/main/resources/db/changelog/2-b.xml': set,
      'app/src/main/resources/db/changelog/more/4.yml': yaml,
      'app/src/main/resources/db/changelog/more/3.sql':
        '--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n',
      'app/src/main/resources/db/changelog/0-nobody.xml': set,
    });
    expect(paths).toEqual({
      'app/src/main/resources/db/changelog': [
        '2-b.xml',
        'more/3.sql',
        'more/4.yml',
        '1-a.json',
        'db.changelog-master.yaml',
        '0-nobody.xml',
      ].map((name) => `app/src/main/resources/db/changelog/${name}`),
    });
  });

  it('is that of the names where no file names others', () => {
    expect(order({ 'db/changelog/10.xml': set, 'db/changelog/9.yaml': yaml }).paths).toEqual({
      'db/changelog': ['db/changelog/9.yaml', 'db/changelog/10.xml'],
    });
  });

  it('gives folders to the history of the file that names what is in them, each module its own', () => {
    const master =
      '<databaseChangeLog><include file="config/liquibase/changelog/1.xml"/></databaseChangeLog>';
    const files = Object.fromEntries(
      ['a', 'b'].flatMap((module) => [
        [`${module}/config/liquibase/master.xml`, master],
        [`${module}/config/liquibase/changelog/1.xml`, set],
        [`${module}/config/liquibase/changelog/2.xml`, set],
      ]),
    );
    expect(order(files).paths).toEqual(
      Object.fromEntries(
        ['a', 'b'].map((module) => [
          `${module}/config/liquibase`,
          ['changelog/1.xml', 'master.xml', 'changelog/2.xml'].map(
            (name) => `${module}/config/liquibase/${name}`,
          ),
        ]),
      ),
    );
  });

  it('ends where files name each other, and what nobody has is left out', () => {
    const both = (other: string): string =>
      `databaseChangeLog:\n  - include: { file: ${other}, relativeToChangelogFile: true }\n  - include: { file: gone.yaml }\n`;
    expect(
      order({
        'db/changelog/a.yaml': both('b.yaml'),
        'db/changelog/b.yaml': both('a.yaml'),
        'db/changelog/root.yaml': both('../changelog/./a.yaml'),
      }).paths,
    ).toEqual({ 'db/changelog': ['b', 'a', 'root'].map((name) => `db/changelog/${name}.yaml`) });
  });
});

describe('a file that a change set runs', () => {
  const files = {
    'db/changelog/db.changelog-master.yaml': `databaseChangeLog:
  - changeSet:
      id: 1
      author: ann
      runInTransaction: false
      changes:
        - sqlFile: { path: up/b.sql, relativeToChangelogFile: true }
      rollback:
        - sqlFile: { path: up/c.sql, relativeToChangelogFile: true }
  - changeSet:
      id: 2
      author: ann
      dbms: oracle
      changes:
        - sqlFile: { path: up/a.sql, relativeToChangelogFile: true }
  - changeSet:
      id: 3
      author: ann
      changes:
        - sqlFile: { path: up/gone.sql, relativeToChangelogFile: true }
`,
    'db/changelog/up/a.sql': 'SELECT 1;',
    'db/changelog/up/b.sql': 'SELECT 2;',
    'db/changelog/up/c.sql': 'SELECT 3;',
  };

  it('is a migration of its own, in the transaction and the direction of the change set', () => {
    const { migrations } = order(files);
    const shown = migrations.map(({ path, transaction, sections }) => [
      path.replace('db/changelog/', ''),
      transaction.mode,
      sections.map(({ direction }) => direction).join(),
    ]);
    expect(shown).toEqual([
      ['db.changelog-master.yaml', 'unknown', 'up,down,up,up'],
      ['up/b.sql', 'none', 'up'],
      ['up/c.sql', 'none', 'down'],
      ['up/a.sql', 'wrapped', ''],
    ]);
  });

  it('is one change set where it is included', () => {
    const [plain] = order({
      'db/changelog/db.changelog-master.yaml':
        'databaseChangeLog:\n  - includeAll: { path: db/changelog/sql }\n',
      'db/changelog/sql/1.sql': 'SELECT 1;',
    }).migrations;
    expect(plain).toMatchObject({ path: 'db/changelog/sql/1.sql', transaction: { mode: 'wrapped' } });
  });

  it('is said to be unknown only where there is no such file', () => {
    const [master] = order(files).migrations;
    expect(master?.synthesized?.map(({ sql }) => sql('postgres'))).toEqual([
      'nothing',
      'nothing',
      'nothing',
      'unknown',
    ]);
  });
});

it('fills in what earlier files say that a parameter is, for the database at hand', () => {
  const { migrations } = order({
    'db/changelog/db.changelog-master.xml': `<databaseChangeLog>
      <include file="words.yaml" relativeToChangelogFile="true"/>
      <include file="1.xml" relativeToChangelogFile="true"/>
    </databaseChangeLog>`,
    'db/changelog/words.yaml': `databaseChangeLog:
  - property: { name: yes.value, value: "true", dbms: "postgresql, h2" }
  - property: { name: yes.value, value: "1", dbms: mysql }
`,
    'db/changelog/1.xml': `<databaseChangeLog>
      <property name="yes.value" value="never"/>
      <changeSet id="1" author="a">
        <sql>UPDATE a SET b = \${yes.value}</sql>
        <sql>UPDATE a SET b = '\${no.value}'</sql>
        <sql>UPDATE a SET b = \${no.value}</sql>
      </changeSet>
    </databaseChangeLog>`,
  });
  const log = migrations.find(({ path }) => path.endsWith('1.xml'));
  const made = (dialect: 'postgres' | 'mysql'): string[] | undefined =>
    log?.synthesized?.map(({ sql }) => sql(dialect));
  expect(made('postgres')).toEqual(['UPDATE a SET b = true', 'unknown']);
  expect(made('mysql')).toEqual(['UPDATE a SET b = 1', 'unknown']);
  expect(log?.asSent).toContain(`UPDATE a SET b = '\${no.value}'`);
});

describe('the order of time stamps', () => {
  it('is that of their digits, with dashes or without', () => {
    const { paths } = order({
      'Cargo.toml': '',
      'migrations/2017-09-22-150023_second/up.sql': 'SELECT 1;\n',
      'migrations/20170315133901_first/up.sql': 'SELECT 1;\n',
      'migrations/2026-03-13-123650-0000_fourth/up.sql': 'SELECT 1;\n',
      'migrations/20180101000000_third/up.sql': 'SELECT 1;\n',
    });
    expect(paths).toEqual({
      migrations: [
        '20170315133901_first',
        '2017-09-22-150023_second',
        '20180101000000_third',
        '2026-03-13-123650-0000_fourth',
      ].map((name) => `migrations/${name}/up.sql`),
    });
  });

  it('is that of their names for a tool that reads them as text', () => {
    const { paths } = order({
      'prisma/migrations/migration_lock.toml': '',
      'prisma/migrations/20250625_second/migration.sql': 'SELECT 1;\n',
      'prisma/migrations/20250604085536_first/migration.sql': 'SELECT 1;\n',
    });
    expect(paths).toEqual({
      'prisma/migrations': ['20250604085536_first', '20250625_second'].map(
        (name) => `prisma/migrations/${name}/migration.sql`,
      ),
    });
  });
});
