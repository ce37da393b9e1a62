import { z } from 'zod';
import { showName } from '../../sql/object-name.ts';
import { codePlaces } from '../code-places.ts';
import { defineRule, type Match } from '../rule.ts';

const options = z.strictObject({
  /** Row formats that a table may have, as `dynamic`. */
  formats: z.array(z.string().min(1)).min(1).default(['dynamic']),
});

export default defineRule({
  id: 'mysql-compression-setting',
  about: 'statement',
  title: 'Storage of a table against the convention',
  family: 'schema-design',
  severity: 'advice',
  dialects: ['mysql', 'mariadb'],
  state: 'policy',
  options,
  sources: ['skeema:compression', 'https://dev.mysql.com/doc/refman/8.4/en/innodb-row-format.html'],
  what: '`{table}` is stored in another way than the other tables: {setting}.',
  why: 'The settings allow the row formats {allowed}, and no compression beside them.',
  fix: 'Leave it out, or name one of those.',
  examples: {
    bad: [
      {
        title: 'compressed',
        sql: 'CREATE TABLE logs (id bigint PRIMARY KEY) ROW_FORMAT=COMPRESSED;',
        at: 'ROW_FORMAT=COMPRESSED',
      },
      {
        title: 'blocks of half the size',
        sql: 'CREATE TABLE logs (id bigint PRIMARY KEY) KEY_BLOCK_SIZE=8;',
        at: 'KEY_BLOCK_SIZE=8',
      },
    ],
    good: [
      { title: 'none', sql: 'CREATE TABLE logs (id bigint PRIMARY KEY);' },
      { title: 'an allowed one', sql: 'CREATE TABLE logs (id bigint PRIMARY KEY) ROW_FORMAT=DYNAMIC;' },
      {
        title: 'one that the settings allow',
        sql: 'CREATE TABLE logs (id bigint PRIMARY KEY) ROW_FORMAT=COMPRESSED;',
        options: { formats: ['dynamic', 'compressed'] },
      },
    ],
  },
  detect({ statement, options: given }) {
    const { formats } = options.parse(given ?? {});
    const table = statement.operations.find(
      (operation) => operation.kind === 'create-table' || operation.kind === 'set-table-option',
    );
    if (table === undefined || !('table' in table)) return [];
    const places = codePlaces(
      statement,
      /\b(ROW_FORMAT|KEY_BLOCK_SIZE|COMPRESSION)\s*(?:=\s*)?(\w+|'[^']*')/gi,
    );
    const found = places.find(({ groups: [name = '', value = ''] }) => {
      if (name.toUpperCase() === 'ROW_FORMAT')
        return !formats.some((each) => each.toLowerCase() === value.toLowerCase());
      return value !== '0' && !formats.some((each) => /^compressed$/i.test(each));
    });
    if (found === undefined) return [];
    const start = found.range.start - statement.range.start;
    const setting = `\`${statement.text.slice(start, start + found.range.end - found.range.start)}\``;
    const name = showName(table.table);
    const allowed = formats.map((each) => `\`${each}\``).join(', ');
    return [{ range: found.range, object: name, data: { table: name, setting, allowed } } satisfies Match];
  },
});
