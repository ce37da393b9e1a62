import { nameKey, type ObjectName, showName } from '../../sql/object-name.ts';
import type { Statement } from '../../sql/statement.ts';
import { existsOnBase, tableIn } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';
import type { StatementSubject } from '../subject.ts';
import { wordsByUsage } from '../usage.ts';

export default defineRule({
  id: 'drop-table',
  about: 'statement',
  on: ['drop-table'],
  looksInside: true,
  title: 'Table dropped under running code',
  family: 'data-loss',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'squawk:ban-drop-table',
    'atlas:DS102',
    'pgfence:drop-table',
    'django-ml:DROP_TABLE',
    'https://www.postgresql.org/docs/current/sql-droptable.html',
  ],
  what: 'Every row of `{table}` is gone, and servers that still run the old code fail on each query that names it.',
  why: 'The table goes at once, the old code only when the last server is replaced; only a backup brings the rows back.',
  fix: 'Release the code that does not use `{table}` first. Then rename it for one release (a rename can be undone), and drop it in the next.',
  variants: {
    unused: {
      what: 'Every row of `{table}` is gone. No code of this repository names it.',
      why: 'Only a backup brings the rows back; what other repositories and reports ask for is not seen from here.',
      fix: 'Rename it for one release (a rename can be undone) where anybody may want the rows back.',
    },
    released: {
      what: 'Every row of `{table}` is gone, and until the last server is replaced the released code names it ({place}) and fails; this pull request takes that code away at the same time.',
      fix: 'Release the code of this pull request without this statement first, and drop the table in the next release.',
    },
  },
  examples: {
    bad: [
      {
        title: 'only released code names it: the code goes in the same pull request (a warning)',
        base: 'CREATE TABLE carts (id bigint PRIMARY KEY);',
        sql: 'DROP TABLE carts;',
        at: 'DROP TABLE carts',
        dialect: 'postgres',
        code: { 'src/carts.py': '' },
        codeBefore: {
          'src/carts.py': 'rows = connection.execute("SELECT id FROM carts WHERE id = %s", key)',
        },
      },
      {
        title: 'no code names it (advice)',
        base: 'CREATE TABLE carts (id bigint PRIMARY KEY);',
        sql: 'DROP TABLE carts;',
        at: 'DROP TABLE carts',
        dialect: 'postgres',
        code: { 'src/orders.py': 'rows = connection.execute("SELECT id FROM orders")' },
      },
      {
        title: 'in a program, in mssql',
        dialect: 'mssql',
        base: 'CREATE TABLE carts (id bigint PRIMARY KEY);',
        sql: "IF OBJECT_ID('carts') IS NOT NULL\nBEGIN\n  DROP TABLE IF EXISTS carts\nEND",
        at: 'DROP TABLE IF EXISTS carts',
      },
      {
        title: 'in a program',
        dialect: 'postgres',
        base: 'CREATE TABLE carts (id bigint PRIMARY KEY);',
        sql: "DO $$\nBEGIN\n  IF now() > '2020-01-01' THEN\n    DROP TABLE carts;\n  END IF;\nEND\n$$;",
        at: 'DROP TABLE carts',
      },
      {
        title: 'in a text that a program executes',
        dialect: 'postgres',
        base: 'CREATE TABLE carts (id bigint PRIMARY KEY);',
        sql: "DO $do$ BEGIN EXECUTE 'DROP TABLE carts'; END $do$ LANGUAGE plpgsql;",
        at: 'DROP TABLE carts',
      },
      {
        title: 'a table that exists',
        base: 'CREATE TABLE carts (id bigint PRIMARY KEY);',
        sql: 'DROP TABLE carts;',
        at: 'DROP TABLE carts',
      },
      {
        title: 'a table that no known migration creates',
        sql: 'DROP TABLE IF EXISTS carts;',
        at: 'DROP TABLE IF EXISTS carts',
      },
    ],
    good: [
      {
        title: 'a temporary table, and one that is made anew, in mssql',
        dialect: 'mssql',
        base: 'CREATE TABLE carts (id bigint PRIMARY KEY);',
        sql: "IF OBJECT_ID('tempdb..#picked') IS NOT NULL DROP TABLE #picked;\nIF OBJECT_ID('carts') IS NOT NULL DROP TABLE carts;\nCREATE TABLE carts (id bigint PRIMARY KEY);",
      },
      {
        title: 'a table of the program itself',
        dialect: 'postgres',
        sql: 'DO $$ BEGIN CREATE TABLE picked (id bigint); DROP TABLE picked; END $$;',
      },
      {
        title: 'in a function, which this file does not run',
        dialect: 'postgres',
        base: 'CREATE TABLE carts (id bigint PRIMARY KEY);',
        sql: 'CREATE FUNCTION tidy() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE carts; END $$;',
      },
      {
        title: 'a table that the same pull request creates',
        sql: 'CREATE TABLE picked (id bigint PRIMARY KEY);\nDROP TABLE picked;',
      },
      {
        title: 'a table that is not there',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'DROP TABLE IF EXISTS carts;',
      },
      {
        title: 'a view holds no rows',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE VIEW open_orders AS SELECT id FROM orders;',
        sql: 'DROP VIEW open_orders;',
      },
      {
        title: 'a temporary table',
        dialect: 'postgres',
        sql: 'CREATE TEMP TABLE picked AS SELECT 1 AS id;\nDROP TABLE picked;',
      },
      {
        title: 'the rebuild that SQLite asks for: the name stays, and the rows were copied',
        dialect: 'sqlite',
        base: 'CREATE TABLE orders (id integer PRIMARY KEY, total text);',
        sql: 'CREATE TABLE orders_new (id integer PRIMARY KEY, total integer);\nINSERT INTO orders_new SELECT id, total FROM orders;\nDROP TABLE orders;\nALTER TABLE orders_new RENAME TO orders;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'drop-table')
      .filter(({ table, ifExists }) => {
        if (subject.isNew(table)) return false;
        if (isRebuilt(subject, table)) return false;
        return !(ifExists && subject.base.complete && tableIn(subject.base, table) === undefined);
      })
      .flatMap(({ table, range }) => {
        const words = wordsByUsage(subject, { kind: 'table', table });
        if (words === null) return [];
        return [
          {
            ...words,
            range,
            object: showName(table),
            data: { ...words.data, table: showName(table) },
            evidence: [...existsOnBase(subject.base, table), ...(words.evidence ?? [])],
          },
        ];
      });
  },
});

/** Whether it is there under the same name afterwards. What a program does is not in the schema: there a rename tells. */
function isRebuilt({ statement, siblings, before, after }: StatementSubject, table: ObjectName): boolean {
  if (siblings.includes(statement))
    return tableIn(before, table) !== undefined && tableIn(after, table) !== undefined;
  let names = renamedInside.get(siblings);
  if (names === undefined) {
    const renames = siblings
      .flatMap(({ inside }) => inside)
      .flatMap((other) => operationsOf(other, 'rename-table'));
    names = new Set(renames.map(({ to }) => nameKey(to)));
    renamedInside.set(siblings, names);
  }
  return names.has(nameKey(table));
}

/** By the statements of a file: a program may drop thousands of tables. */
const renamedInside = new WeakMap<readonly Statement[], ReadonlySet<string>>();
