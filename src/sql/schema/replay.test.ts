import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { nameKey } from '../object-name.ts';
import { createParser, type SqlParser } from '../parse.ts';
import { emptySchema } from './empty-schema.ts';
import { findTable } from './look-up.ts';
import type { SchemaModel, TableModel } from './model.ts';
import { applyOperation, applyStatements, createReplay } from './replay.ts';

let parser: SqlParser;

beforeAll(async () => {
  parser = await createParser('postgres');
});

const empty = emptySchema({ complete: true });
const schemaOf = (sql: string, from: SchemaModel = empty): SchemaModel =>
  applyStatements(from, parser.parse(sql));

/** A table in words: one a column, constraint and index. */
function showTable(table: TableModel): string[] {
  const columns = table.columns.values().map((column) => {
    const marks = [
      column.nullable ? '' : ' not null',
      column.default === null ? '' : ` = ${column.default.text}`,
      column.generated ? ' generated' : '',
      column.identity ? ' identity' : '',
    ];
    return `${column.name} ${column.type?.name ?? '?'}${marks.join('')}`;
  });
  const constraints = table.constraints.map(({ name, constraint, validated }) => {
    const of = 'columns' in constraint ? ` (${constraint.columns.join(', ')})` : '';
    return `constraint ${name} ${constraint.kind}${of}${validated ? '' : ' not valid'}`;
  });
  const indexes = table.indexes.map(({ name, definition, constraint }) => {
    const predicate = definition.predicate === null ? '' : ` where ${definition.predicate}`;
    const owner = constraint === null ? '' : ` of ${constraint}`;
    return `${definition.unique ? 'unique ' : ''}index ${name} (${definition.columns.map(({ text }) => text).join(', ')})${predicate}${owner}`;
  });
  return [...columns, ...constraints, ...indexes, ...(table.complete ? [] : ['incomplete'])];
}

function show(model: SchemaModel): Record<string, string[]> {
  return Object.fromEntries(
    model.tables
      .values()
      .map((table) => [`${table.name.schema ?? 'public'}.${table.name.name}`, showTable(table)]),
  );
}

/** Whatever maps it is made of. */
const plain = ({ tables, enums, complete }: SchemaModel) => ({
  tables: new Map(tables),
  enums: new Map(enums),
  complete,
});

const shown = (sql: string) => show(schemaOf(sql));

describe('CREATE TABLE', () => {
  it('names keys, checks and indexes as PostgreSQL does', () => {
    expect(
      shown(`CREATE TABLE orders (id bigserial PRIMARY KEY, email text UNIQUE, user_id int NOT NULL REFERENCES users,
          amount int CHECK (amount > 0), a int, b int GENERATED ALWAYS AS IDENTITY, CHECK (a < b), UNIQUE (a, b),
          CONSTRAINT named UNIQUE (b), EXCLUDE USING gist (a WITH =, lower(email) WITH =));
        CREATE INDEX ON orders (email);
        CREATE INDEX ON orders (email) WHERE a > 1;
        CREATE INDEX ON orders (lower(email), (a + b), lower(email)) INCLUDE (amount);`),
    ).toEqual({
      'public.orders': [
        "id bigint not null = nextval('orders_id_seq'::regclass)",
        'email text',
        'user_id integer not null',
        'amount integer',
        'a integer',
        'b integer not null identity',
        'constraint orders_pkey primary-key (id)',
        'constraint orders_email_key unique (email)',
        'constraint orders_user_id_fkey foreign-key (user_id)',
        'constraint orders_amount_check check',
        'constraint orders_check check',
        'constraint orders_a_b_key unique (a, b)',
        'constraint named unique (b)',
        'constraint orders_a_lower_excl exclude',
        'unique index orders_pkey (id) of orders_pkey',
        'unique index orders_email_key (email) of orders_email_key',
        'unique index orders_a_b_key (a, b) of orders_a_b_key',
        'unique index named (b) of named',
        'index orders_email_idx (email)',
        'index orders_email_idx1 (email) where a > 1',
        'index orders_lower_expr_lower1_amount_idx (lower(email), (a + b), lower(email))',
      ],
    });
  });

  it('cuts long names to 63 bytes, whole characters, the label kept', () => {
    const long = 'x'.repeat(40);
    const [table] =
      schemaOf(`CREATE TABLE ${long} (${'y'.repeat(50)} int UNIQUE, ${'y'.repeat(49)}z int UNIQUE);
      CREATE TABLE "${'ö'.repeat(30)}" ("${'ä'.repeat(30)}" int UNIQUE)`)
        .tables.values()
        .map(({ indexes }) => indexes.map(({ name }) => name));
    expect(table).toEqual([
      `${'x'.repeat(29)}_${'y'.repeat(29)}_key`,
      `${'x'.repeat(29)}_${'y'.repeat(28)}_key1`,
    ]);
  });

  it('makes the columns of a primary key NOT NULL, wherever it stands', () => {
    expect(shown('CREATE TABLE t (a int, b int, PRIMARY KEY (a, b))')['public.t']?.slice(0, 2)).toEqual([
      'a integer not null',
      'b integer not null',
    ]);
    expect(shown('CREATE TABLE t (a int); ALTER TABLE t ADD PRIMARY KEY (a)')['public.t']).toEqual([
      'a integer not null',
      'constraint t_pkey primary-key (a)',
      'unique index t_pkey (a) of t_pkey',
    ]);
  });

  it('IF NOT EXISTS keeps what is there', () => {
    expect(shown('CREATE TABLE t (a int); CREATE TABLE IF NOT EXISTS public.t (b int)')).toEqual({
      'public.t': ['a integer'],
    });
  });

  it('takes columns from LIKE and INHERITS, as far as they are known', () => {
    expect(
      shown(`CREATE TABLE t (a int NOT NULL); CREATE TABLE l (LIKE t INCLUDING ALL, b int);
        CREATE TABLE i (b int) INHERITS (t); CREATE TABLE u () INHERITS (unknown); CREATE TABLE q AS SELECT 1`),
    ).toEqual({
      'public.t': ['a integer not null'],
      'public.l': ['a integer not null', 'b integer', 'incomplete'],
      'public.i': ['a integer not null', 'b integer'],
      'public.u': ['incomplete'],
      'public.q': ['incomplete'],
    });
  });
});

describe('partitions', () => {
  const parent = `CREATE TABLE ev (id int, at date, PRIMARY KEY (id, at), CONSTRAINT c CHECK (id > 0)) PARTITION BY RANGE (at);
    CREATE INDEX named ON ev (at); CREATE TABLE ev_1 PARTITION OF ev FOR VALUES FROM (1) TO (2);`;

  it('have the columns, keys and indexes of their parent, and follow it', () => {
    expect(
      shown(`${parent} ALTER TABLE ev ADD x int UNIQUE; CREATE INDEX later ON ev (x)`)['public.ev_1'],
    ).toEqual([
      'id integer not null',
      'at date not null',
      'x integer',
      'constraint ev_1_pkey primary-key (id, at)',
      'constraint c check',
      'constraint ev_1_x_key unique (x)',
      'unique index ev_1_pkey (id, at) of ev_1_pkey',
      'index ev_1_at_idx (at)',
      'unique index ev_1_x_key (x) of ev_1_x_key',
      'index ev_1_x_idx (x)',
    ]);
  });

  it('go with their parent unless they were detached', () => {
    expect(Object.keys(shown(`${parent} DROP TABLE ev`))).toEqual([]);
    expect(Object.keys(shown(`${parent} ALTER TABLE ev DETACH PARTITION ev_1; DROP TABLE ev`))).toEqual([
      'public.ev_1',
    ]);
    expect(
      Object.keys(
        shown(
          `${parent} CREATE TABLE ev_2 (id int); ALTER TABLE ev ATTACH PARTITION ev_2 DEFAULT; DROP TABLE ev`,
        ),
      ),
    ).toEqual([]);
  });

  it('may circle in a faulty history', () => {
    expect(
      shown(
        'CREATE TABLE a (x int) PARTITION BY LIST (x); ALTER TABLE a ATTACH PARTITION a DEFAULT; ALTER TABLE a ADD y int',
      ),
    ).toEqual({
      'public.a': ['x integer', 'y integer'],
    });
  });
});

describe('columns', () => {
  const table = `CREATE TABLE p (id int PRIMARY KEY, a int UNIQUE);
    CREATE TABLE t (a int, b text DEFAULT 'x' NOT NULL, c int REFERENCES p (a), UNIQUE (a, c), CHECK (a > 0));
    CREATE INDEX i1 ON t (b) WHERE a IS NULL; CREATE INDEX i2 ON t (lower(b)); CREATE INDEX i3 ON t (c) INCLUDE (b);`;

  it('take their indexes and constraints along when they go', () => {
    expect(shown(`${table} ALTER TABLE t DROP a`)['public.t']).toEqual([
      "b text not null = 'x'",
      'c integer',
      'constraint t_c_fkey foreign-key (c)',
      'index i2 (lower(b))',
      'index i3 (c)',
    ]);
    expect(shown(`${table} ALTER TABLE t DROP b, DROP c`)['public.t']).toEqual([
      'a integer',
      'constraint t_a_check check',
    ]);
    expect(shown(`${table} ALTER TABLE p DROP a CASCADE`)['public.t']).not.toContain(
      'constraint t_c_fkey foreign-key (c)',
    );
  });

  it('are renamed wherever they are named', () => {
    const renamed = schemaOf(
      `${table} ALTER TABLE t RENAME b TO "B"; ALTER TABLE t RENAME a TO z; ALTER TABLE p RENAME a TO y`,
    );
    expect(show(renamed)['public.t']).toEqual([
      'z integer',
      "B text not null = 'x'",
      'c integer',
      'constraint t_c_fkey foreign-key (c)',
      'constraint t_a_c_key unique (z, c)',
      'constraint t_a_check check',
      'unique index t_a_c_key (z, c) of t_a_c_key',
      'index i1 ("B") where z IS NULL',
      'index i2 (lower("B"))',
      'index i3 (c)',
    ]);
    const [foreign, , check] = findTable(renamed, { schema: null, name: 't' })?.constraints ?? [];
    expect(foreign?.constraint).toMatchObject({ references: { name: 'p' }, referencedColumns: ['y'] });
    expect(check?.constraint).toMatchObject({ expression: { text: 'z > 0', columns: ['z'] } });
  });

  it.each([
    ['ALTER a TYPE text USING a::text', 'a text'],
    ['ALTER a SET NOT NULL', 'a integer not null'],
    ['ALTER a SET DEFAULT 1 + 1', 'a integer = 1 + 1'],
    ['ALTER b DROP NOT NULL, ALTER b DROP DEFAULT', 'b text'],
    ['ALTER a ADD GENERATED ALWAYS AS IDENTITY', 'a integer identity'],
    ['ADD d int GENERATED ALWAYS AS (a) STORED', 'd integer generated'],
    ['ADD d int GENERATED ALWAYS AS (a) STORED, ALTER d DROP EXPRESSION', 'd integer'],
    ['ADD IF NOT EXISTS a text', 'a integer'],
    ['ADD d int PRIMARY KEY', 'd integer not null'],
    ['ALTER unknown SET NOT NULL', 'incomplete'],
    ['ALTER a SET EXPRESSION AS (1)', 'incomplete'],
  ])('%s', (command, expected) => {
    expect(shown(`${table} ALTER TABLE t ${command}`)['public.t']).toContain(expected);
  });
});

describe('constraints and indexes', () => {
  const table = 'CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (a);';

  it.each([
    [
      'ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX i',
      ['a integer not null', 'constraint k primary-key (a)', 'unique index k (a) of k'],
    ],
    [
      'ALTER TABLE t ADD UNIQUE USING INDEX i',
      ['a integer', 'constraint i unique (a)', 'unique index i (a) of i'],
    ],
    [
      'ALTER TABLE t ADD CHECK (a > 0) NOT VALID',
      ['a integer', 'constraint t_a_check check not valid', 'unique index i (a)'],
    ],
    [
      'ALTER TABLE t ADD CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT t_a_check',
      ['a integer', 'constraint t_a_check check', 'unique index i (a)'],
    ],
    [
      'ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID',
      ['a integer', 'constraint n not-null not valid', 'unique index i (a)'],
    ],
    [
      'ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT n',
      ['a integer not null', 'constraint n not-null', 'unique index i (a)'],
    ],
    [
      'ALTER TABLE t ADD NOT NULL a; ALTER TABLE t DROP CONSTRAINT t_a_not_null',
      ['a integer', 'unique index i (a)'],
    ],
    [
      'ALTER TABLE t ADD UNIQUE (a); ALTER TABLE t RENAME CONSTRAINT t_a_key TO k',
      ['a integer', 'constraint k unique (a)', 'unique index i (a)', 'unique index k (a) of k'],
    ],
    [
      'ALTER TABLE t ADD UNIQUE (a); ALTER INDEX t_a_key RENAME TO k',
      ['a integer', 'constraint k unique (a)', 'unique index i (a)', 'unique index k (a) of k'],
    ],
    [
      'ALTER TABLE t ADD UNIQUE (a); ALTER TABLE t DROP CONSTRAINT t_a_key',
      ['a integer', 'unique index i (a)'],
    ],
    ['ALTER TABLE i RENAME TO j', ['a integer', 'unique index j (a)']],
    ['DROP INDEX public.i', ['a integer']],
    ['CREATE INDEX IF NOT EXISTS i ON t (b)', ['a integer', 'unique index i (a)']],
    ['ALTER TABLE t DROP CONSTRAINT IF EXISTS x', ['a integer', 'unique index i (a)']],
    ['ALTER TABLE t DROP CONSTRAINT x', ['a integer', 'unique index i (a)', 'incomplete']],
    ['ALTER TABLE t VALIDATE CONSTRAINT x', ['a integer', 'unique index i (a)', 'incomplete']],
  ])('%s', (sql, expected) => {
    expect(shown(table + sql)['public.t']?.filter((line) => line !== 'b integer')).toEqual(expected);
  });

  it('of other tables go with the key that they point at', () => {
    const sql =
      'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (a int REFERENCES p, b int REFERENCES p (id));';
    expect(shown(`${sql} ALTER TABLE p DROP CONSTRAINT p_pkey CASCADE`)['public.c']).toEqual([
      'a integer',
      'b integer',
    ]);
    expect(shown(`${sql} DROP TABLE p CASCADE`)['public.c']).toEqual(['a integer', 'b integer']);
  });
});

describe('indexes of MySQL', () => {
  it("are a table's own: one of the same name elsewhere stays", async () => {
    const mysql = await createParser('mysql');
    const model = applyStatements(
      empty,
      mysql.parse(`CREATE TABLE a (x int, KEY i (x), UNIQUE u (x)); CREATE TABLE b (x int, KEY i (x), UNIQUE u (x));
        DROP INDEX i ON b; DROP INDEX u ON b; ALTER TABLE a RENAME INDEX i TO j;`),
    );
    expect(show(model)).toEqual({
      'public.a': ['x integer', 'constraint u unique (x)', 'unique index u (x) of u', 'index j (x)'],
      'public.b': ['x integer'],
    });
  });
});

describe('names', () => {
  it('move with their tables and schemas', () => {
    const sql = `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p);
      ALTER TABLE p RENAME TO q; ALTER TABLE q SET SCHEMA s; ALTER SCHEMA s RENAME TO z;`;
    const model = schemaOf(sql);
    expect(Object.keys(show(model))).toEqual(['public.c', 'z.q']);
    expect(findTable(model, { schema: null, name: 'c' })?.constraints[0]?.constraint).toMatchObject({
      references: { schema: 'z', name: 'q' },
    });
    expect(findTable(model, { schema: 'z', name: 'q' })?.indexes[0]).toMatchObject({
      name: 'p_pkey',
      table: { schema: 'z', name: 'q' },
    });
    expect(Object.keys(shown(`${sql} DROP SCHEMA z CASCADE`))).toEqual(['public.c']);
  });

  it('of enums reach the columns that use them', () => {
    const model =
      schemaOf(`CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (m mood); ALTER TYPE mood ADD VALUE 'b';
      ALTER TYPE mood RENAME VALUE 'a' TO 'z'; ALTER TYPE mood RENAME TO feeling; CREATE TYPE x AS ENUM (); DROP TYPE x`);
    expect([...model.enums]).toEqual([[nameKey({ schema: null, name: 'feeling' }), ['z', 'b']]]);
    expect(show(model)).toEqual({ 'public.t': ['m feeling'] });
  });
});

describe('what is not known', () => {
  it.each([
    ['ALTER TABLE nowhere ADD a int', false],
    ['CREATE INDEX ON nowhere (a)', false],
    ['DO $$ BEGIN END $$', false],
    ['SELEC 1', false],
    ['IMPORT FOREIGN SCHEMA a FROM SERVER b INTO c', false],
    ['DROP TABLE IF EXISTS nowhere; DROP INDEX IF EXISTS nothing; SELECT 1; SET a = 1', true],
  ])('%s', (sql, complete) => {
    expect(plain(schemaOf(sql))).toEqual({ tables: new Map(), enums: new Map(), complete });
  });

  it('marks the tables that code names', () => {
    expect(shown('CREATE TABLE t (); CREATE TABLE u (); DO $$ BEGIN ALTER TABLE t DROP a; END $$')).toEqual({
      'public.t': ['incomplete'],
      'public.u': [],
    });
  });
});

describe('a replay', () => {
  it('undoes what a transaction did when it is rolled back', () => {
    expect(
      shown('CREATE TABLE a (); BEGIN; DROP TABLE a; BEGIN; CREATE TABLE b (); ROLLBACK; CREATE TABLE c ()'),
    ).toEqual({
      'public.a': [],
      'public.c': [],
    });
    expect(shown('BEGIN; CREATE TABLE b (); COMMIT; ROLLBACK')).toEqual({ 'public.b': [] });
  });

  it('gives snapshots that later operations leave alone', () => {
    const replay = createReplay(empty);
    const [create, alter] = parser.parse('CREATE TABLE t (a int); ALTER TABLE t DROP a');
    if (create !== undefined) replay.applyStatement(create);
    const before = replay.model();
    expect(replay.model()).toBe(before);
    if (alter !== undefined) replay.applyStatement(alter);
    expect([show(empty), show(before), show(replay.model())]).toEqual([
      {},
      { 'public.t': ['a integer'] },
      { 'public.t': [] },
    ]);
  });

  it('comes to the same at once and operation by operation', () => {
    const piece = fc.constantFrom(
      'CREATE TABLE t (a int PRIMARY KEY, b text UNIQUE)',
      'CREATE TABLE u (a int REFERENCES t, b text) PARTITION BY LIST (a)',
      'CREATE TABLE v PARTITION OF u DEFAULT',
      'ALTER TABLE t RENAME TO u',
      'ALTER TABLE u RENAME TO t',
      'ALTER TABLE u ATTACH PARTITION v DEFAULT',
      'ALTER TABLE u ADD c int CHECK (c > 0), DROP COLUMN a',
      'ALTER TABLE t RENAME a TO c',
      'ALTER TABLE t ADD PRIMARY KEY (b)',
      'CREATE INDEX ON t (b, a)',
      'CREATE INDEX ON u (lower(b))',
      'DROP TABLE t CASCADE',
      'DROP TABLE u',
      'ALTER TABLE t SET SCHEMA s',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const statements = parser.parse(pieces.join(';'));
        const stepwise = statements.flatMap(({ operations }) => operations).reduce(applyOperation, empty);
        expect(plain(stepwise)).toEqual(plain(applyStatements(empty, statements)));
      }),
      { numRuns: 150 },
    );
  });
});
