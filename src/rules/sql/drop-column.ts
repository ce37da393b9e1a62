import { showName } from '../../sql/object-name.ts';
import { columnIn, columnOnBase, tableIn } from '../evidence.ts';
import { isToldAsRequired } from '../required-column.ts';
import { rolloutAt } from '../rollout/rollout-at.ts';
import { defineRule, operationsOf } from '../rule.ts';
import { wordsByUsage } from '../usage.ts';

export default defineRule({
  id: 'drop-column',
  about: 'statement',
  on: ['drop-column'],
  looksInside: true,
  title: 'Column dropped under running code',
  family: 'data-loss',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'squawk:ban-drop-column',
    'atlas:DS103',
    'strong_migrations:remove_column',
    'pgfence:drop-column',
    'django-ml:DROP_COLUMN',
  ],
  what: 'Servers that still run the old code fail on every query that names `{table}.{column}`, and its data is gone.',
  why: 'The column goes at once, the old code only when the last server is replaced; many ORMs list every column they knew at their start.',
  fix: 'Stop reading and writing it first (tell the ORM to ignore it), release that, and drop it in the next release.',
  variants: {
    unused: {
      what: '`{table}.{column}` goes with its data. No code of this repository names it.',
      why: 'What other repositories, reports and people ask for is not seen from here.',
      fix: 'Keep a copy of the data where anybody may want it back; nothing in this repository has to change first.',
    },
    released: {
      what: 'Until the last server is replaced, the released code names `{table}.{column}` ({place}) and fails; this pull request takes that code away at the same time.',
      fix: 'Release the code of this pull request without this statement first, and drop the column in the next release.',
    },
  },
  examples: {
    bad: [
      {
        title: 'only released code names it: the code goes in the same pull request (a warning)',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total_cents int);',
        sql: 'ALTER TABLE orders DROP COLUMN total_cents;',
        at: 'DROP COLUMN total_cents',
        dialect: 'postgres',
        code: { 'src/orders.ts': "export const list = 'SELECT id FROM orders';" },
        codeBefore: { 'src/orders.ts': "export const list = 'SELECT id, total_cents FROM orders';" },
      },
      {
        title: 'no code names it (advice)',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total_cents int);',
        sql: 'ALTER TABLE orders DROP COLUMN total_cents;',
        at: 'DROP COLUMN total_cents',
        dialect: 'postgres',
        code: { 'src/orders.ts': "export const list = 'SELECT id FROM orders';" },
      },
      {
        title: 'in a program',
        dialect: 'postgres',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, email text);',
        sql: 'DO $$ BEGIN ALTER TABLE orders DROP COLUMN email; EXCEPTION WHEN undefined_column THEN NULL; END $$;',
        at: 'DROP COLUMN email',
      },
      {
        title: 'a column that exists',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: 'ALTER TABLE orders DROP COLUMN total;',
        at: 'DROP COLUMN total',
      },
      {
        title: 'beside other commands',
        sql: 'ALTER TABLE orders ADD COLUMN note text, DROP total CASCADE;',
        at: 'DROP total CASCADE',
      },
    ],
    good: [
      {
        title: 'the first step: the column stays, new rows need not fill it',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int NOT NULL);',
        sql: 'ALTER TABLE orders ALTER COLUMN total DROP NOT NULL;',
      },
      {
        title: 'a column that the same pull request adds',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN total int;\nALTER TABLE orders DROP COLUMN total;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);\nALTER TABLE orders DROP COLUMN total;',
      },
      {
        title: 'a column that is not there',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders DROP COLUMN IF EXISTS total;',
      },
      {
        title: 'a constraint',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int CONSTRAINT positive CHECK (total > 0));',
        sql: 'ALTER TABLE orders DROP CONSTRAINT positive;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'drop-column')
      .filter(({ table, column, ifExists }) => {
        if (subject.isNew(table) || subject.isAdded(table, column)) return false;
        const absent =
          tableIn(subject.before, table)?.complete === true &&
          columnIn(subject.before, table, column) === undefined;
        return !(ifExists && absent);
      })
      .flatMap(({ table, column, range }) => {
        const words = wordsByUsage(subject, { kind: 'column', table, column });
        if (words === null) return [];
        // Another rule says the same and more.
        if (words.variant === 'released' && isToldAsRequired(subject, table, column)) return [];
        return [
          {
            ...words,
            range,
            object: `${showName(table)}.${column}`,
            data: { ...words.data, table: showName(table), column },
            evidence: [...columnOnBase(subject.base, table, column), ...(words.evidence ?? [])],
          },
        ];
      });
  },
  rollout: (match, subject) => rolloutAt('drop-column', match, subject),
});
