import { describe, expect, it } from 'vitest';
import { frameworkOf } from '../../migrations/find-migrations.ts';
import { followUpFiles } from '../../migrations/follow-ups.ts';
import type { Migration } from '../../migrations/migration.ts';
import { createParser } from '../../sql/parse.ts';
import { emptySchema } from '../../sql/schema/empty-schema.ts';
import { applyStatements } from '../../sql/schema/replay.ts';
import { rules } from '../registry.generated.ts';
import { isSqlRule } from '../rule.ts';
import { readFile, runExample } from '../run-example.ts';
import type { Rollout } from './rollout.ts';
import { rolloutOf } from './rollout-of.ts';

const parser = await createParser('postgres');
const stable = rules.filter((rule) => !isSqlRule(rule) || rule.state !== 'policy');

const base = `
  CREATE TABLE teams (id bigint PRIMARY KEY);
  CREATE TABLE users (
    id bigint PRIMARY KEY,
    mail varchar(80) NOT NULL UNIQUE,
    note text,
    total int,
    state text NOT NULL DEFAULT 'new',
    team_id bigint REFERENCES teams (id) ON DELETE CASCADE,
    "Odd name" text,
    upper_mail text GENERATED ALWAYS AS (upper(mail)) STORED
  );
  CREATE INDEX users_note ON users (note);
  CREATE INDEX users_total ON users (total DESC, note);
  CREATE INDEX users_lower ON users (lower(state));
  CREATE TABLE posts (author bigint REFERENCES users (id));
`;
const schema = applyStatements(emptySchema({ complete: true }), parser.parse(base));

function planOf(sql: string, postgresVersion = 16): Rollout | null {
  const statements = parser.parse(sql);
  const earlier = statements.slice(0, -1);
  const operation = statements.at(-1)?.operations[0];
  if (operation === undefined) throw new Error(`no operation: ${sql}`);
  return rolloutOf(operation, {
    before: applyStatements(schema, earlier),
    dialect: 'postgres',
    postgresVersion,
    change: { base: schema, earlier, after: applyStatements(schema, statements) },
  });
}

function migrationsOf(rollout: Rollout | null) {
  return (rollout ?? []).flatMap((step) => (step.kind === 'migration' ? [step] : []));
}

const changes = [
  'ALTER TABLE users RENAME COLUMN mail TO email;',
  'ALTER TABLE users RENAME COLUMN note TO remark;',
  'ALTER TABLE users RENAME COLUMN team_id TO group_id;',
  'ALTER TABLE users RENAME COLUMN "Odd name" TO "select";',
  'ALTER TABLE users ALTER COLUMN total TYPE bigint;',
  'ALTER TABLE users ALTER COLUMN note TYPE jsonb USING note::jsonb;',
  'ALTER TABLE users RENAME TO accounts;',
  'ALTER TABLE users DROP COLUMN mail;',
  'ALTER TABLE users DROP COLUMN note;',
  'ALTER TABLE users ALTER COLUMN note SET NOT NULL;',
  `ALTER TABLE users ADD COLUMN box text, ADD COLUMN host varchar(40) DEFAULT '';
   UPDATE users SET box = split_part(mail, '@', 1), host = split_part(mail, '@', 2);
   ALTER TABLE users ALTER COLUMN box SET NOT NULL;
   ALTER TABLE users DROP COLUMN mail;`,
  `ALTER TABLE users ADD a numeric(5, 2), ADD b numeric(5, 2);
   UPDATE users SET a = note::numeric WHERE note IS NOT NULL;
   UPDATE users SET b = 1 - note::numeric WHERE note IS NOT NULL;
   ALTER TABLE users DROP COLUMN note;`,
];

describe('rolloutOf', () => {
  it('writes out the way from one column to another', () => {
    const shown = planOf(changes[0] ?? '')?.map((step) =>
      step.kind === 'release' ? step.text : step.sql.replace(/\s+/g, ' '),
    );
    expect(shown).toEqual([
      'ALTER TABLE users ADD COLUMN email varchar(80);',
      'Write `mail` and `email` in every INSERT and UPDATE, and still read `mail`.',
      'DO $$ BEGIN LOOP UPDATE users SET email = mail WHERE ctid IN (SELECT ctid FROM users WHERE email IS DISTINCT FROM mail LIMIT 5000); EXIT WHEN NOT FOUND; COMMIT; END LOOP; END $$;',
      'CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);',
      'ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;',
      'ALTER TABLE users ADD CONSTRAINT users_email_present CHECK (email IS NOT NULL) NOT VALID;',
      '-- Every row needs a value before this. ALTER TABLE users VALIDATE CONSTRAINT users_email_present;',
      'ALTER TABLE users ALTER COLUMN email SET NOT NULL, DROP CONSTRAINT users_email_present;',
      'Read `email`. Write both still: servers of the release before read `mail`.',
      'ALTER TABLE users ALTER COLUMN mail DROP NOT NULL;',
      'Write only `email`; no code names `mail` any more.',
      'ALTER TABLE users DROP COLUMN mail;',
    ]);
  });

  it('writes out the way from one column to several', () => {
    const shown = planOf(changes.at(-2) ?? '')?.map((step) =>
      step.kind === 'release' ? step.text : step.sql.replace(/\s+/g, ' '),
    );
    expect(shown).toEqual([
      "ALTER TABLE users ADD COLUMN box text, ADD COLUMN host varchar(40) DEFAULT '';",
      'Write `mail`, `box` and `host` in every INSERT and UPDATE, and still read `mail`.',
      "DO $$ BEGIN LOOP UPDATE users SET box = split_part(mail, '@', 1), host = split_part(mail, '@', 2) WHERE ctid IN (SELECT ctid FROM users WHERE (box, host) IS DISTINCT FROM ((split_part(mail, '@', 1))::text, (split_part(mail, '@', 2))::varchar(40)) LIMIT 5000); EXIT WHEN NOT FOUND; COMMIT; END LOOP; END $$;",
      'ALTER TABLE users ADD CONSTRAINT users_box_present CHECK (box IS NOT NULL) NOT VALID;',
      '-- Every row needs a value before this. ALTER TABLE users VALIDATE CONSTRAINT users_box_present;',
      'ALTER TABLE users ALTER COLUMN box SET NOT NULL, DROP CONSTRAINT users_box_present;',
      'Read `box` and `host`. Write `mail` still: servers of the release before read it.',
      'ALTER TABLE users ALTER COLUMN mail DROP NOT NULL;',
      'Write only `box` and `host`; no code names `mail` any more.',
      'ALTER TABLE users DROP COLUMN mail;',
    ]);
  });

  it.each([
    ['one column takes it', "UPDATE users SET a = note || '';"],
    ['a value that differs each time', "UPDATE users SET a = note || now(), b = note || 'x';"],
    ['a value of two columns', 'UPDATE users SET a = note || mail, b = note;'],
    ['some of the rows only', 'UPDATE users SET a = note, b = note WHERE total > 3;'],
    ['columns of another table', "UPDATE posts SET a = note || '', b = note || '';"],
    ['a column that was there', "UPDATE users SET a = note || '', total = note::int;"],
  ])('is the plain way to drop a column where no several columns take its place: %s', (_, fill) => {
    const plain = planOf('ALTER TABLE users DROP COLUMN note;');
    expect(plain).not.toBeNull();
    const sql = `ALTER TABLE users ADD a text, ADD b text; ${fill} ALTER TABLE users DROP COLUMN note;`;
    expect(planOf(sql)).toEqual(plain);
  });

  it.each(changes)('takes every index and key along and ends where the change itself does: %s', (sql) => {
    const steps = migrationsOf(planOf(sql));
    const after = applyStatements(
      schema,
      steps.flatMap((step) => parser.parse(step.sql)),
    );
    const direct = applyStatements(schema, parser.parse(sql));
    const shapeOf = (model: typeof schema) =>
      [...model.tables.values()].map(({ name, columns, indexes, constraints }) => ({
        table: name.name,
        columns: [...columns.values()].map(({ type, nullable }) => `${type?.name} ${nullable}`).sort(),
        indexes: indexes.length,
        constraints: constraints.map(({ constraint: { kind }, validated }) => `${kind} ${validated}`).sort(),
      }));
    // In place of the index that a column takes along the plan makes one for what is left of it.
    const replaced = sql.includes('DROP COLUMN note') ? ['CREATE INDEX ON users (total DESC)'] : [];
    const expected = applyStatements(
      direct,
      replaced.flatMap((index) => parser.parse(index)),
    );
    expect(shapeOf(after)).toEqual(shapeOf(expected));
  });

  it.each([16, 18])(
    'has only migrations that parse and that our own rules let pass, on PostgreSQL %i',
    (version) => {
      const framework = frameworkOf('goose');
      for (const sql of changes) {
        const steps = migrationsOf(planOf(sql, version));
        expect(steps.length).toBeGreaterThan(0);
        const path = 'migrations/00007_start.sql';
        const start = framework?.read(path, '-- +goose Up\nSELECT 1;\n', new Map()) as Migration;
        let schemaText = base;
        for (const [at, file] of followUpFiles(start, [start], steps).entries()) {
          const { statements } = readFile(file);
          expect(statements.length).toBeGreaterThan(0);
          expect(statements.filter(({ failure }) => failure !== null)).toEqual([]);
          const found = runExample(
            // By then no code names what goes.
            { title: '', base: schemaText, sql: file.text, postgresVersion: version, code: {} },
            stable,
            [file],
          ).filter(({ severity }) => severity !== 'advice');
          expect({ sql: steps[at]?.sql, found: found.map(({ rule }) => rule.id) }).toEqual({
            sql: steps[at]?.sql,
            found: [],
          });
          schemaText += `\n${steps[at]?.sql ?? ''}`;
        }
      }
    },
  );

  it.each([
    ['a generated column', 'ALTER TABLE users RENAME COLUMN upper_mail TO loud;'],
    ['a primary key', 'ALTER TABLE users RENAME COLUMN id TO key;'],
    ['a primary key that goes', 'ALTER TABLE users DROP COLUMN id;'],
    ['a column in an index’s expression', 'ALTER TABLE users RENAME COLUMN state TO phase;'],
    ['a name that is taken', 'ALTER TABLE users RENAME COLUMN note TO total;'],
    ['a table that is not known', 'ALTER TABLE carts RENAME COLUMN a TO b;'],
    ['what has no such way', 'ALTER TABLE users ALTER COLUMN note DROP NOT NULL;'],
  ])('has none for %s', (_, sql) => {
    expect(planOf(sql)).toBeNull();
  });
});
