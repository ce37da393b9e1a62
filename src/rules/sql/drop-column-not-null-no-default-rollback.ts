import { showName } from '../../sql/object-name.ts';
import { columnOnBase } from '../evidence.ts';
import { isRequired } from '../required-column.ts';
import { rolloutAt } from '../rollout/rollout-at.ts';
import { defineRule, operationsOf } from '../rule.ts';
import { isCertain, quotedPlaces, showPlace } from '../usage.ts';

const base = 'CREATE TABLE orders (id bigint PRIMARY KEY, total_cents int NOT NULL);';
const sql = 'ALTER TABLE orders DROP COLUMN total_cents;';
const writes = { 'src/orders.ts': "db.query('INSERT INTO orders (id, total_cents) VALUES ($1, $2)');" };
const writesNot = { 'src/orders.ts': "db.query('INSERT INTO orders (id) VALUES ($1)');" };

export default defineRule({
  id: 'drop-column-not-null-no-default-rollback',
  about: 'statement',
  on: ['drop-column'],
  title: 'Required column dropped together with the code that writes it',
  family: 'backward-compat',
  severity: 'warning',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: ['django-pg-zdm:bad_rollback_flow_drop_column_with_notnull'],
  what: 'The new code cannot be released before this statement either: while `{table}.{column}` is there, each INSERT that leaves it out fails. The released code names it ({place}), the code of this pull request does not.',
  why: '`{column}` is `NOT NULL` and has no default, so that neither order works: the drop first breaks the old code, the code first breaks the new one, and a roll-back of the drop brings the column back empty.',
  fix: 'Let `{column}` be `NULL` in a migration of its own, release the code that leaves it out, and drop it in the next release.',
  examples: {
    bad: [
      {
        title: 'the pull request stops writing it and drops it',
        base,
        sql,
        at: 'DROP COLUMN total_cents',
        code: writesNot,
        codeBefore: writes,
      },
    ],
    good: [
      {
        title: 'rows may be without it',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total_cents int);',
        sql,
        code: writesNot,
        codeBefore: writes,
      },
      {
        title: 'rows without it get a default',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total_cents int NOT NULL DEFAULT 0);',
        sql,
        code: writesNot,
        codeBefore: writes,
      },
      { title: 'nobody has written it for long', base, sql, code: writesNot },
      { title: 'the code is not known', base, sql },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'drop-column').flatMap(({ table, column, range }) => {
      if (subject.isNew(table) || !isRequired(subject, table, column)) return [];
      const usage = subject.usesOf({ kind: 'column', table, column });
      if (usage === 'unknown' || usage.head.length > 0) return [];
      const released = usage.base.filter(isCertain);
      if (released.length === 0) return [];
      return [
        {
          range,
          object: `${showName(table)}.${column}`,
          data: { table: showName(table), column, place: showPlace(released) },
          evidence: [...columnOnBase(subject.base, table, column), ...quotedPlaces(released)],
        },
      ];
    });
  },
  rollout: (match, subject) => rolloutAt('drop-column', match, subject),
});
