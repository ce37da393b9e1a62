import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMigrations, orderMigrations, readMigration } from './find-migrations.ts';
import { followUpFiles } from './follow-ups.ts';
import { compareVersions, laterVersion } from './numbering.ts';
import { roughStatements } from './rough-statements.ts';

describe('findMigrations', () => {
  it('gives each path to the most specific tool, and leaves queries, fixtures and dumps alone', () => {
    const paths = [
      'README.md',
      'go.mod',
      'migrations/0001_init.up.sql',
      'migrations/0001_init.down.sql',
      'migrations/0002_users.sql',
      'migrations/seed.sql',
      'prisma/migrations/20240101000000_init/migration.sql',
      'prisma/migrations/migration_lock.toml',
      'prisma/migrations/by_hand.sql',
      'src/main/resources/db/migration/V1__init.sql',
      'src/main/resources/db/migration/R__views.sql',
      'rust/Cargo.toml',
      'rust/migrations/0001_init.up.sql',
      'sql/schema/001_users.sql',
      'sql/schema/002_posts.sql',
      'sql/queries/001_users.sql',
      'db/schema.sql',
      'reports/001_daily.sql',
      'reports/002_weekly.sql',
      'test/migrations/001_x.sql',
      'scripts/cleanup.sql',
    ];
    expect(Object.fromEntries(findMigrations(paths))).toEqual({
      'migrations/0001_init.up.sql': 'golang-migrate',
      'migrations/0001_init.down.sql': 'golang-migrate',
      'migrations/0002_users.sql': 'sql-folder',
      'prisma/migrations/20240101000000_init/migration.sql': 'prisma',
      'src/main/resources/db/migration/V1__init.sql': 'flyway',
      'src/main/resources/db/migration/R__views.sql': 'flyway',
      'rust/migrations/0001_init.up.sql': 'sqlx',
      'sql/schema/001_users.sql': 'sql-folder',
      'sql/schema/002_posts.sql': 'sql-folder',
    });
  });

  it('takes a file with a tool’s own line for that tool, wherever it lies', () => {
    expect(readMigration('x/users.sql', '-- +goose Up\nSELECT 1;\n', undefined)?.framework).toBe('goose');
    expect(readMigration('x/1_a.sql', '-- migrate:up\nSELECT 1;\n', 'sql-folder')?.framework).toBe('dbmate');
    expect(readMigration('x/users.sql', 'SELECT 1;\n', undefined)).toBeNull();
    const comment = '-- Up Migration\nSELECT 1;\n';
    expect(readMigration('m/1_a.up.sql', comment, 'golang-migrate')?.framework).toBe('golang-migrate');
    expect(readMigration('m/1706702400000_a.sql', comment, 'sql-folder')?.framework).toBe('node-pg-migrate');
  });

  it('leaves a file to the next tool where the settings say that it is not the claimed one’s', () => {
    const read = (path: string, dependency: string) =>
      readMigration(
        path,
        'SELECT 1;',
        findMigrations(['Cargo.toml', path]).get(path),
        new Map([['Cargo.toml', `[dependencies]\n${dependency} = "1"\n`]]),
      )?.framework;
    expect(read('migrations/1_a.up.sql', 'sqlx')).toBe('sqlx');
    expect(read('migrations/1_a.up.sql', 'tokio')).toBe('sql-folder');
    expect(read('migrations/V1__a.sql', 'refinery')).toBe('refinery');
    expect(read('migrations/V1__a.sql', 'tokio')).toBe('flyway');
    expect(read('migrations/1_a/up.sql', 'tokio')).toBe('diesel');
  });

  it('answers for 50,000 paths in far less than a second', () => {
    const paths = Array.from({ length: 50_000 }, (_, at) =>
      at % 5 === 0 ? `services/s${at % 40}/migrations/${at}_change.sql` : `src/a${at % 300}/file${at}.ts`,
    );
    const before = performance.now();
    expect(findMigrations(paths).size).toBe(10_000);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('orderMigrations', () => {
  const migration = (path: string) => {
    const found = readMigration(path, 'SELECT 1;', findMigrations([path, 'db/V1__a.sql']).get(path));
    if (found === null) throw new Error(`${path} is not a migration`);
    return found;
  };

  it('sorts by version as numbers, repeatable ones last', () => {
    const paths = ['db/R__views.sql', 'db/V10__c.sql', 'db/V2__b.sql', 'db/V1.10__a.sql', 'db/V1.9__a.sql'];
    expect(orderMigrations(paths.map(migration)).map(({ path }) => path)).toEqual([
      'db/V1.9__a.sql',
      'db/V1.10__a.sql',
      'db/V2__b.sql',
      'db/V10__c.sql',
      'db/R__views.sql',
    ]);
  });

  it('numbers follow-ups behind the last migration of the folder', () => {
    const first = migration('migrations/0007_a.sql');
    const history = [first, migration('migrations/0009_b.sql'), migration('other/migrations/0100_c.sql')];
    const step = { name: 'backfill', sql: 'SELECT 1;', transaction: true };
    expect(followUpFiles(first, history, [step, { ...step, name: 'enforce' }])).toEqual([
      { path: 'migrations/0010_backfill.sql', text: 'SELECT 1;\n' },
      { path: 'migrations/0011_enforce.sql', text: 'SELECT 1;\n' },
    ]);
  });
});

describe('laterVersion', () => {
  it.each([
    ['0042', 1, '0043'],
    ['9', 1, '10'],
    ['099', 2, '101'],
    ['20231231235959', 1, '20240101000000'],
    ['20240131', 1, '20240201'],
    ['2024-01-31-235959', 2, '2024-02-01-000001'],
    ['1706702400', 3, '1706702403'],
    ['1.2', 1, '1.3'],
    ['12345678', 1, '12345679'],
    ['18446744073709551615', 1, '18446744073709551616'],
  ])('%s, %i later, is %s', (version, offset, expected) => {
    expect(laterVersion(version, offset)).toBe(expected);
  });

  it('is always later', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,17}$/), fc.integer({ min: 1, max: 99 }), (version, offset) => {
        expect(compareVersions(version, laterVersion(version, offset))).toBeLessThan(0);
      }),
    );
  });
});

describe('roughStatements', () => {
  it('does not split in strings, comments and dollar quotes', () => {
    const sql = `-- a; b\nSELECT ';', "a;b" /* ; */ ; CREATE FUNCTION f() AS $x$ a; b; $x$;\n SELECT $1;;`;
    expect(roughStatements(sql)).toEqual([
      `SELECT ';', "a;b"`,
      'CREATE FUNCTION f() AS $x$ a; b; $x$',
      'SELECT $1',
    ]);
  });

  it('ends on any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("'", '"', '$', 'a', ';', '-', '/', '*', '\n') }),
        (text) => {
          expect(roughStatements(text).every((statement) => statement !== '')).toBe(true);
        },
      ),
    );
  });
});
