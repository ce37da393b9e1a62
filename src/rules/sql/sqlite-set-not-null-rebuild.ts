import { codeText } from '../../sql/code-text.ts';
import { sameName, showName } from '../../sql/object-name.ts';
import { columnOnBase, tableIn } from '../evidence.ts';
import { statementsBefore } from '../in-file.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'sqlite-set-not-null-rebuild',
  about: 'statement',
  on: ['query'],
  title: 'Copy of rows into a column that takes no NULL',
  family: 'integrity',
  severity: 'warning',
  dialects: ['sqlite'],
  state: 'stable',
  sources: ['atlas:LT101', 'https://www.sqlite.org/lang_altertable.html#otheralter'],
  what: 'The migration fails where one row of `{from}` has `NULL` in `{column}`.',
  why: '`{column}` is nullable in `{from}` and NOT NULL in `{table}`, and the copy takes it as it is.',
  fix: 'Copy `coalesce({column}, …)`, or fill the rows with an `UPDATE` first.',
  examples: {
    bad: [
      {
        title: 'as it is',
        base: 'CREATE TABLE users (id integer PRIMARY KEY, name text);',
        sql: 'CREATE TABLE users_new (id integer PRIMARY KEY, name text NOT NULL);\nINSERT INTO users_new (id, name) SELECT id, name FROM users;\nDROP TABLE users;\nALTER TABLE users_new RENAME TO users;',
        at: 'INSERT INTO users_new (id, name) SELECT id, name FROM users',
      },
    ],
    good: [
      {
        title: 'with something in its place',
        base: 'CREATE TABLE users (id integer PRIMARY KEY, name text);',
        sql: "CREATE TABLE users_new (id integer PRIMARY KEY, name text NOT NULL);\nINSERT INTO users_new (id, name) SELECT id, coalesce(name, '') FROM users;\nDROP TABLE users;\nALTER TABLE users_new RENAME TO users;",
      },
      {
        title: 'filled before',
        base: 'CREATE TABLE users (id integer PRIMARY KEY, name text);',
        sql: "CREATE TABLE users_new (id integer PRIMARY KEY, name text NOT NULL);\nUPDATE users SET name = '' WHERE name IS NULL;\nINSERT INTO users_new (id, name) SELECT id, name FROM users;\nDROP TABLE users;\nALTER TABLE users_new RENAME TO users;",
      },
      {
        title: 'NOT NULL before',
        base: 'CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL);',
        sql: 'CREATE TABLE users_new (id integer PRIMARY KEY, name text NOT NULL);\nINSERT INTO users_new (id, name) SELECT id, name FROM users;',
      },
    ],
  },
  detect(subject) {
    const { statement, siblings, before, base } = subject;
    const { query } = statement;
    if (query?.kind !== 'insert' || query.partial) return [];
    const to = query.tables.find(({ access }) => access === 'write')?.table;
    const [from, ...others] = query.tables
      .filter(({ access }) => access === 'read')
      .map(({ table }) => table);
    if (to === undefined || from === undefined || others.length > 0 || !subject.isNew(to)) return [];
    const isRebuild = siblings.some((sibling) =>
      operationsOf(sibling, 'rename-table').some(
        (each) => sameName(each.table, to) && sameName(each.to, from),
      ),
    );
    if (!isRebuild) return [];
    const code = codeText(statement);
    if (/\b(?:WHERE|CASE|JOIN)\b/i.test(code)) return [];
    const filled = new Set(
      statementsBefore(subject).flatMap((each) =>
        each.query?.kind === 'update' ? each.query.columnsWritten.map(({ column }) => column) : [],
      ),
    );
    const column = [...(tableIn(before, to)?.columns.values() ?? [])].find(({ name, nullable }) => {
      const was = tableIn(before, from)?.columns.get(name);
      if (
        nullable ||
        was?.nullable !== true ||
        filled.has(name) ||
        tableIn(before, from)?.constraints.some(
          ({ constraint }) => constraint.kind === 'primary-key' && constraint.columns.includes(name),
        ) === true
      )
        return false;
      // Taken as it is: its name between commas, on the side of the SELECT.
      const list = /\bSELECT\b([\s\S]*?)\bFROM\b/i.exec(code)?.[1] ?? '';
      return list.split(',').some((item) => item.trim().replace(/^\w+\.|["`[\]]/g, '') === name);
    });
    if (column === undefined) return [];
    return [
      {
        range: statement.range,
        object: `${showName(from)}.${column.name}`,
        data: { from: showName(from), table: showName(to), column: column.name },
        evidence: columnOnBase(base, from, column.name),
      },
    ];
  },
});
