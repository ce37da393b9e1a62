import { showName } from '../../sql/object-name.ts';
import { columnIn } from '../evidence.ts';
import { foreignKeys } from '../foreign-keys.ts';
import { defineRule } from '../rule.ts';

/** Whole numbers by what they hold. */
const widths: ReadonlyMap<string, number> = new Map([
  ['smallint', 2],
  ['integer', 4],
  ['bigint', 8],
]);

export default defineRule({
  id: 'foreign-key-type-mismatch',
  about: 'statement',
  on: ['create-table', 'add-column', 'add-constraint'],
  title: 'Foreign key narrower than what it refers to',
  family: 'types',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: ['skeema:fk-parent', 'https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-INT'],
  what: 'Inserts into `{table}` fail once `{parent}` counts beyond what `{column}` holds.',
  why: '`{column}` is `{type}`, and `{parent}` is `{parentType}`.',
  fix: 'Make it `{parentType}`, too.',
  examples: {
    bad: [
      {
        title: 'an integer that refers to a bigint',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id integer, FOREIGN KEY (user_id) REFERENCES users (id));\nCREATE INDEX orders_user_idx ON orders (user_id);',
        at: 'FOREIGN KEY (user_id) REFERENCES users (id)',
      },
    ],
    good: [
      {
        title: 'the same type',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, FOREIGN KEY (user_id) REFERENCES users (id));\nCREATE INDEX orders_user_idx ON orders (user_id);',
      },
      {
        title: 'a wider one',
        base: 'CREATE TABLE users (id integer PRIMARY KEY);',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, FOREIGN KEY (user_id) REFERENCES users (id));\nCREATE INDEX orders_user_idx ON orders (user_id);',
      },
    ],
  },
  detect(subject) {
    return foreignKeys(subject).flatMap(({ table, key, range }) =>
      key.columns.flatMap((column, at) => {
        const parent = key.referencedColumns[at];
        if (parent === undefined) return [];
        const type = columnIn(subject.after, table, column)?.type;
        const parentType = columnIn(subject.after, key.references, parent)?.type;
        const [own, wanted] = [widths.get(type?.name ?? ''), widths.get(parentType?.name ?? '')];
        if (own === undefined || wanted === undefined || own >= wanted) return [];
        return [
          {
            range,
            object: `${showName(table)}.${column}`,
            data: {
              table: showName(table),
              column,
              parent: `${showName(key.references)}.${parent}`,
              type: type?.name ?? '',
              parentType: parentType?.name ?? '',
            },
          },
        ];
      }),
    );
  },
});
