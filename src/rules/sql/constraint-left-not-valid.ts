import { nameKey, showName } from '../../sql/object-name.ts';
import { tableIn } from '../evidence.ts';
import { defineRule, type Match } from '../rule.ts';

export default defineRule({
  id: 'constraint-left-not-valid',
  about: 'migration',
  title: 'Constraint that nobody validated',
  family: 'integrity',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'pgfence:validate-constraint',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
  ],
  what: 'Old rows of `{table}` may break `{constraint}`, and the planner does not rely on it.',
  why: 'An earlier migration added it `NOT VALID`, and none up to this one validates it.',
  fix: '`ALTER TABLE {table} VALIDATE CONSTRAINT {constraint};` in a migration of its own. It does not hold up writes.',
  examples: {
    bad: [
      {
        title: 'the next change of the table',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, n int);\nALTER TABLE orders ADD CONSTRAINT n_positive CHECK (n > 0) NOT VALID;',
        sql: 'ALTER TABLE orders ADD COLUMN note text;',
        at: 'ADD COLUMN note text',
      },
    ],
    good: [
      {
        title: 'validated here',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, n int);\nALTER TABLE orders ADD CONSTRAINT n_positive CHECK (n > 0) NOT VALID;',
        sql: 'ALTER TABLE orders VALIDATE CONSTRAINT n_positive;',
      },
      {
        title: 'added here: it is validated in the next migration',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, n int);',
        sql: 'ALTER TABLE orders ADD CONSTRAINT n_positive CHECK (n > 0) NOT VALID;',
      },
      {
        title: 'made anew',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, n int);\nALTER TABLE orders ADD CONSTRAINT n_positive CHECK (n > 0) NOT VALID;',
        sql: 'ALTER TABLE orders DROP CONSTRAINT n_positive;\nALTER TABLE orders ADD CONSTRAINT n_positive CHECK (n > 1) NOT VALID;',
      },
      {
        title: 'another table is changed',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, n int);\nALTER TABLE orders ADD CONSTRAINT n_positive CHECK (n > 0) NOT VALID;',
        sql: 'ALTER TABLE users ADD COLUMN note text;',
      },
    ],
  },
  detect({ up, base, before, after }) {
    const told = new Set<string>();
    // What is dropped or added here by its name is taken care of.
    const named = new Set(
      up
        .flatMap(({ operations }) => operations)
        .flatMap((operation) => {
          if (operation.kind === 'drop-constraint') return [operation.name];
          return operation.kind === 'add-constraint' ? (operation.constraint.name ?? []) : [];
        }),
    );
    return up
      .flatMap(({ operations }) => operations)
      .flatMap((operation): Match[] => {
        if (!('table' in operation) || operation.table === undefined || operation.table === null) return [];
        const { table, range } = operation;
        if (operation.kind === 'drop-table' || told.has(nameKey(table))) return [];
        // An earlier migration of the pull request has changed the table: it was said there.
        if (tableIn(before, table) !== tableIn(base, table)) return [];
        const later = tableIn(after, table)?.constraints ?? [];
        const left = tableIn(base, table)?.constraints.find(
          ({ name, validated }) =>
            !validated && !named.has(name) && later.some((each) => each.name === name && !each.validated),
        );
        if (left === undefined) return [];
        told.add(nameKey(table));
        const shown = showName(table);
        return [{ range, object: `${shown}.${left.name}`, data: { table: shown, constraint: left.name } }];
      });
  },
});
