import { describe, expect, it } from 'vitest';
import { rules } from './registry.generated.ts';
import { type ExampleFile, runExample } from './run-example.ts';

/** What these tests are about: other rules have something to say of the same lines. */
const names = [
  'create-index-not-concurrent',
  'drop-column',
  'drop-table',
  'add-column-not-null-no-default',
  'set-not-null-scan',
  'dml-without-where',
  'concurrent-op-in-transaction',
  'ignore-without-reason',
  'unused-ignore',
  'parse-error',
  'rename-column',
];
const tried = rules.filter(({ id }) => names.includes(id));

/** Findings as `path rule object`, for files on top of a base. */
function findings(base: string, ...files: readonly ExampleFile[]): readonly string[] {
  const example = { title: '', base, sql: '' };
  return runExample(example, tried, files).map(
    ({ file, rule, match }) => `${file.path} ${rule.id} ${match.object}`,
  );
}

const orders = 'CREATE TABLE orders (id bigint PRIMARY KEY, email text);';

describe('runSqlRules', () => {
  it('knows what earlier and later migrations of the pull request do', () => {
    expect(
      findings(
        orders,
        {
          path: 'migrations/0002_users.sql',
          text: 'CREATE TABLE users (id bigint PRIMARY KEY);\nALTER TABLE orders ADD COLUMN user_id bigint REFERENCES users (id);',
        },
        {
          path: 'migrations/0003_index.sql',
          text: 'CREATE INDEX ON users (id);\nCREATE INDEX CONCURRENTLY ON orders (user_id);\nALTER TABLE orders DROP COLUMN user_id;\nALTER TABLE orders DROP COLUMN email;',
        },
      ),
    ).toEqual(['migrations/0003_index.sql drop-column orders.email']);
  });

  it('sees in the files before what takes a dropped column’s place', () => {
    const file = (number: number, text: string) => ({ path: `migrations/000${number}_x.sql`, text });
    const [drop] = runExample({ title: '', base: orders, sql: '' }, tried, [
      file(2, 'ALTER TABLE orders ADD COLUMN box text, ADD COLUMN host text;'),
      file(3, "UPDATE orders SET box = split_part(email, '@', 1), host = split_part(email, '@', 2);"),
      file(4, 'ALTER TABLE orders DROP COLUMN email;'),
    ]).filter(({ rule }) => rule.id === 'drop-column');
    expect(drop?.rollout()?.[0]).toMatchObject({
      sql: 'ALTER TABLE orders ADD COLUMN box text, ADD COLUMN host text;',
    });
  });

  it('moves nothing out of a block of a template', () => {
    const index = 'CREATE INDEX orders_email_idx ON orders (email);';
    const suggestionFor = (text: string) => {
      const found = runExample({ title: '', base: orders, sql: '' }, tried, [
        { path: 'migrations/0002_x.sql', text },
      ]);
      return found.map(({ rule, suggest }) => [rule.id, suggest() !== null]);
    };
    expect(suggestionFor(`SELECT 1;\n${index}`)).toEqual([['create-index-not-concurrent', true]]);
    expect(suggestionFor(`SELECT 1;\n{{ if .Big }}\n${index}\n{{ end }}`)).toEqual([
      ['create-index-not-concurrent', false],
    ]);
  });

  it('does not take a table for new that IF NOT EXISTS finds, but one that was dropped before', () => {
    const index = 'CREATE INDEX orders_email_idx ON orders (email);';
    const file = (text: string) => ({ path: 'migrations/0002_x.sql', text });
    expect(findings(orders, file(`CREATE TABLE IF NOT EXISTS orders (id bigint);\n${index}`))).toEqual([
      'migrations/0002_x.sql create-index-not-concurrent orders(email)',
    ]);
    expect(
      findings(orders, file(`DROP TABLE orders;\nCREATE TABLE IF NOT EXISTS orders (email text);\n${index}`)),
    ).toEqual([]);
  });

  it('keeps what a query file creates to itself, and lets it see what the migrations make', () => {
    expect(
      findings(
        orders,
        {
          path: 'db/dump.sql',
          text: 'CREATE TABLE a (id bigint);\nCREATE INDEX ON a (id);\nCREATE INDEX ON b (id);',
        },
        { path: 'db/again.sql', text: 'CREATE INDEX ON a (id);' },
        { path: 'migrations/0002_b.sql', text: 'CREATE TABLE b (id bigint);' },
      ),
    ).toEqual(['db/again.sql create-index-not-concurrent a(id)']);
  });

  it('looks at the way up only', () => {
    expect(
      findings(orders, {
        path: 'migrations/0002_note.sql',
        text: '-- +goose Up\nALTER TABLE orders ADD COLUMN note text;\n-- +goose Down\nALTER TABLE orders DROP COLUMN note;\n',
      }),
    ).toEqual([]);
  });

  it('goes on after a statement that does not parse', () => {
    expect(
      findings(orders, {
        path: 'migrations/0002_x.sql',
        text: 'ALTER TABEL orders ADD COLUMN note text;\nALTER TABLE orders DROP COLUMN email;',
      }),
    ).toEqual([
      'migrations/0002_x.sql parse-error ALTER TABEL orders ADD COLUMN note text',
      'migrations/0002_x.sql drop-column orders.email',
    ]);
  });

  it('remembers what the pull request does to a table that no known migration creates', () => {
    const steps = [
      'ALTER TABLE users ADD CONSTRAINT c CHECK (email IS NOT NULL) NOT VALID;',
      'ALTER TABLE users VALIDATE CONSTRAINT c;',
      'ALTER TABLE users ALTER email SET NOT NULL, DROP CONSTRAINT c;',
    ];
    const file = (text: string, at: number) => ({ path: `migrations/000${at}_x.sql`, text });
    expect(findings(orders, ...steps.map(file))).toEqual([]);
    expect(findings(orders, ...steps.toSpliced(1, 1).map(file))).toEqual([
      'migrations/0001_x.sql set-not-null-scan users.email',
    ]);
  });

  it('tells schemas and quoted names apart', () => {
    expect(
      findings('', {
        path: 'migrations/0002_x.sql',
        text: 'CREATE TABLE a.t (id bigint);\nCREATE INDEX ON a.t (id);\nCREATE INDEX ON "T" (id);\nCREATE INDEX ON b.t (id);',
      }),
    ).toEqual([
      'migrations/0002_x.sql create-index-not-concurrent T(id)',
      'migrations/0002_x.sql create-index-not-concurrent b.t(id)',
    ]);
  });
});

describe('transactions', () => {
  const drop = 'DROP INDEX CONCURRENTLY a_idx;';
  it.each([
    ['goose, wrapped', 'migrations/1_x.sql', `-- +goose Up\n${drop}\n`, true],
    [
      'goose, switched off',
      'migrations/1_x.sql',
      `-- +goose NO TRANSACTION\n-- +goose Up\n${drop}\nSELECT 1;\n`,
      false,
    ],
    [
      'goose, switched off, but two statements in one block',
      'migrations/1_x.sql',
      `-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\n${drop}\nSELECT 1;\n-- +goose StatementEnd\n`,
      true,
    ],
    [
      'dbmate, switched off',
      'db/migrations/1_x.sql',
      `-- migrate:up transaction:false\n${drop}\n-- migrate:down\n`,
      false,
    ],
    [
      'dbmate, switched off, two statements',
      'db/migrations/1_x.sql',
      `-- migrate:up transaction:false\n${drop}\nSELECT 1;\n-- migrate:down\n`,
      true,
    ],
    [
      'golang-migrate, COMMIT does not end the one query',
      'm/1_x.up.sql',
      `SELECT 1;\nCOMMIT;\n${drop}\n`,
      true,
    ],
    ['Prisma, one statement', 'prisma/migrations/1_x/migration.sql', drop, false],
    [
      'Prisma of a version that is not known',
      'prisma/migrations/1_x/migration.sql',
      `SELECT 1;\n${drop}\n`,
      false,
    ],
    ['a tool that is not known', 'migrations/1_x.sql', `SELECT 1;\n${drop}\n`, false],
    [
      'Liquibase, one of two change sets switched off',
      'x/1_x.sql',
      `--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n--changeset a:2 runInTransaction:false\n${drop}\n`,
      false,
    ],
    [
      'Liquibase, the other of two change sets switched off',
      'x/1_x.sql',
      `--liquibase formatted sql\n--changeset a:1 runInTransaction:false\nSELECT 1;\n--changeset a:2\n${drop}\n`,
      true,
    ],
    [
      'Liquibase, a delimiter of its own and the way back in a comment',
      'x/1_x.sql',
      `--liquibase formatted sql\n--changeset a:1 endDelimiter:GO\nSELECT 1\nGO\n${drop.replace(';', '\nGO')}\n--rollback SELECT 2`,
      true,
    ],
    [
      'Alembic’s output, in BEGIN and COMMIT',
      'x/1_x.sql',
      `BEGIN;\n\n-- Running upgrade a -> b\n\n${drop}\n\nUPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a';\n\nCOMMIT;\n`,
      true,
    ],
    ['BEGIN without a tool', 'x/1_x.sql', `BEGIN;\n${drop}\nCOMMIT;\n`, true],
    ['after COMMIT without a tool', 'x/1_x.sql', `BEGIN;\nSELECT 1;\nCOMMIT;\n${drop}\n`, false],
  ])('%s', (_, path, text, fires) => {
    expect(findings('CREATE TABLE a (id bigint);', { path, text })).toEqual(
      fires ? [`${path} concurrent-op-in-transaction a_idx`] : [],
    );
  });

  it('sees that one transaction holds all files of a run', () => {
    const base =
      "CREATE TYPE state AS ENUM ('open'); CREATE TABLE orders (id bigint PRIMARY KEY, state state);";
    const found = (marks: string) =>
      runExample(
        { title: '', base, sql: '' },
        rules.filter(({ id }) => id.startsWith('enum-value-used')),
        [
          { path: 'm/1706702400001_a.sql', text: `${marks}\nALTER TYPE state ADD VALUE 'done';\n` },
          {
            path: 'm/1706702400002_b.sql',
            text: `${marks}\nALTER TABLE orders ALTER COLUMN state SET DEFAULT 'done';\n`,
          },
        ],
      ).map(({ file }) => file.path);
    expect(found('-- Up Migration')).toEqual(['m/1706702400002_b.sql']);
    expect(found('-- +goose Up')).toEqual([]);
  });
});
