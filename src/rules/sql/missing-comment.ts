import { z } from 'zod';
import { codeText } from '../../sql/code-text.ts';
import { showName } from '../../sql/object-name.ts';
import { codePlaces } from '../code-places.ts';
import { defineRule, type Match, operationsOf } from '../rule.ts';

const options = z.strictObject({ columns: z.boolean().default(false) });

export default defineRule({
  id: 'missing-comment',
  about: 'statement',
  title: 'Table that nobody explains',
  family: 'schema-design',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb'],
  state: 'policy',
  options,
  sources: ['bytebase:TABLE_COMMENT', 'bytebase:COLUMN_COMMENT', 'bytebase:SYSTEM_COMMENT_LENGTH'],
  what: 'Who meets `{name}` in the database does not learn what it is for.',
  why: 'It has no comment, and the settings of this repository ask for one.',
  fix: '{remedy}',
  examples: {
    bad: [
      {
        title: 'a table',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        at: 'CREATE TABLE orders (id bigint PRIMARY KEY)',
      },
      {
        title: 'a column',
        dialect: 'postgres',
        sql: "CREATE TABLE orders (id bigint PRIMARY KEY, n int);\nCOMMENT ON TABLE orders IS 'What was bought.';\nCOMMENT ON COLUMN orders.id IS 'Ours.';",
        at: 'CREATE TABLE orders (id bigint PRIMARY KEY, n int)',
        options: { columns: true },
      },
    ],
    good: [
      {
        title: 'with one',
        dialect: 'postgres',
        sql: "CREATE TABLE orders (id bigint PRIMARY KEY);\nCOMMENT ON TABLE orders IS 'What was bought.';",
      },
      ...(['mysql', 'mariadb'] as const).map((dialect) => ({
        title: `with one, in ${dialect}`,
        dialect,
        sql: "CREATE TABLE orders (id bigint PRIMARY KEY COMMENT 'Ours.') COMMENT='What was bought.';",
      })),
      { title: 'no new table', sql: 'DROP TABLE orders;' },
    ],
  },
  detect({ statement, siblings, options: given }) {
    const { columns: wantsColumns } = options.parse(given ?? {});
    const isPostgres = statement.dialect === 'postgres';
    const comments = new Set(
      siblings
        .filter(({ operations }) => operations.some(({ kind }) => kind === 'comment'))
        .flatMap((each) => codePlaces(each, /\bON\s+(TABLE|COLUMN)\s+(\S+)/gi))
        .map(({ groups: [kind = '', name = ''] }) => {
          const parts = name.replaceAll('"', '').split('.');
          return `${kind} ${parts.slice(/column/i.test(kind) ? -2 : -1).join('.')}`.toLowerCase();
        }),
    );
    return operationsOf(statement, 'create-table').flatMap(
      ({ table, columns, temporary, range }): Match[] => {
        if (temporary) return [];
        const on = (kind: string, ...names: readonly string[]): boolean =>
          comments.has(`${kind} ${names.join('.')}`.toLowerCase());
        // MySQL writes it behind the columns, or behind a column.
        const own = codeText(statement);
        const ofTable = isPostgres
          ? on('TABLE', table.name)
          : /\)[^()]*\bCOMMENT\b/i.test(own.slice(own.lastIndexOf(')')));
        const bare = wantsColumns
          ? columns.find(({ name }) =>
              isPostgres
                ? !on('COLUMN', table.name, name)
                : !new RegExp(
                    `(?:^|[(,])\\s*\`?${name.replace(/\W/g, '\\$&')}\`?\\s[^,]*\\bCOMMENT\\b`,
                    'i',
                  ).test(own),
            )
          : undefined;
        if (ofTable && bare === undefined) return [];
        const name = ofTable ? `${showName(table)}.${bare?.name ?? ''}` : showName(table);
        const remedy = isPostgres
          ? `\`COMMENT ON ${ofTable ? 'COLUMN' : 'TABLE'} ${name} IS '…';\``
          : "Write `COMMENT '…'` behind it.";
        return [{ range, object: name, data: { name, remedy } }];
      },
    );
  },
});
