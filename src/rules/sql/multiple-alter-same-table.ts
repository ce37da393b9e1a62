import { nameKey, type ObjectName, showName } from '../../sql/object-name.ts';
import type { Statement } from '../../sql/statement.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'multiple-alter-same-table',
  about: 'statement',
  title: 'Table altered twice in a row',
  family: 'locking',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb'],
  state: 'policy',
  sources: ['eugene:W12', 'bytebase:STATEMENT_MERGE_ALTER_TABLE'],
  what: '`{table}` is locked once more, and where rows are read or copied, that is done twice.',
  why: 'The statement before it alters the same table.',
  fix: 'Write both into one `ALTER TABLE {table} …, …`.',
  examples: {
    bad: [
      {
        title: 'two columns',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN a int;\nALTER TABLE orders ADD COLUMN b int;',
        at: 'ALTER TABLE orders ADD COLUMN b int',
      },
    ],
    good: [
      {
        title: 'in one',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN a int, ADD COLUMN b int;',
      },
      {
        title: 'two tables',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE TABLE notes (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN a int;\nALTER TABLE notes ADD COLUMN b int;',
      },
      {
        title: 'a rename stands alone',
        dialect: 'postgres',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, a int);',
        sql: 'ALTER TABLE orders RENAME COLUMN a TO b;\nALTER TABLE orders ADD COLUMN a int;',
      },
    ],
  },
  detect(subject) {
    const { statement, siblings } = subject;
    const at = siblings.indexOf(statement);
    const before = siblings[at - 1];
    const table = alters(statement);
    const other = before === undefined ? null : alters(before);
    if (table === null || other === null || nameKey(table) !== nameKey(other) || subject.isNew(table))
      return [];
    return [{ range: statement.range, object: showName(table), data: { table: showName(table) } }];
  },
});

/** The table of an ALTER TABLE that can be joined with another one. */
function alters({ text, operations }: Statement): ObjectName | null {
  if (!/^\s*ALTER\s+TABLE\b/i.test(text)) return null;
  if (operations.some(({ kind }) => kind.startsWith('rename') || kind === 'validate-constraint')) return null;
  const [first] = operations;
  return first !== undefined && 'table' in first ? first.table : null;
}
