import type { IndexDefinition } from '../../sql/definitions.ts';
import { showName } from '../../sql/object-name.ts';
import { columnIn, columnOnBase, documented } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

const unbounded = /^(?:tiny|medium|long)?(?:text|blob)$|^json$/;

export default defineRule({
  id: 'index-on-blob',
  about: 'statement',
  title: 'Index of a text without end',
  family: 'index',
  // The catalogue calls it a warning; without a length the server refuses it.
  severity: 'blocker',
  dialects: ['mysql'],
  state: 'stable',
  sources: [
    'bytebase:INDEX_TYPE_NO_BLOB',
    'bytebase:INDEX_TYPE_ALLOW_LIST',
    'https://dev.mysql.com/doc/refman/8.4/en/column-indexes.html',
  ],
  what: 'The migration fails: BLOB/TEXT column `{column}` used in key specification without a key length.',
  why: '`{table}.{column}` is `{type}`, and an index of InnoDB needs to know how much of it to hold.',
  fix: 'Give a length, `{column}(191)`; or use `varchar` or a generated column with a hash, where all of it counts.',
  examples: {
    bad: [
      {
        title: 'a text',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, title text);',
        sql: 'CREATE INDEX notes_title ON notes (title);',
        at: 'CREATE INDEX notes_title ON notes (title)',
      },
    ],
    good: [
      {
        title: 'with a length',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, title text);',
        sql: 'CREATE INDEX notes_title ON notes (title(100));',
      },
      {
        title: 'words of it',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, title text);',
        sql: 'CREATE FULLTEXT INDEX notes_title ON notes (title);',
      },
      {
        title: 'a text that ends',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, title varchar(200));',
        sql: 'CREATE INDEX notes_title ON notes (title);',
      },
    ],
  },
  detect({ statement, before, base }) {
    const created = statement.operations.find((operation) => operation.kind === 'create-table');
    return operationsOf(statement, 'create-index').flatMap(({ table, index, range }) => {
      const typeOf = (name: string) =>
        columnIn(before, table, name)?.type ?? created?.columns.find((each) => each.name === name)?.type;
      const name = wholeColumns(index).find((column) => unbounded.test(typeOf(column)?.name ?? ''));
      if (name === undefined) return [];
      return [
        {
          range,
          object: `${showName(table)}.${name}`,
          data: { table: showName(table), column: name, type: typeOf(name)?.text ?? '' },
          evidence: [
            ...columnOnBase(base, table, name),
            documented(
              'When you index a BLOB or TEXT column, you must specify a prefix length for the index (MySQL manual, 10.3.5 Column Indexes)',
            ),
          ],
        },
      ];
    });
  },
});

/** The columns of which the index is to hold all. */
function wholeColumns({ method, columns }: IndexDefinition): string[] {
  if (method === 'fulltext' || method === 'spatial') return [];
  return columns.flatMap(({ column, text }) => (column === null || text.includes('(') ? [] : [column]));
}
