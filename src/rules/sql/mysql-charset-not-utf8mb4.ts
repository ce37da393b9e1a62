import { showName } from '../../sql/object-name.ts';
import { codePlaces } from '../code-places.ts';
import { documented } from '../evidence.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'mysql-charset-not-utf8mb4',
  about: 'statement',
  title: 'Character set without many characters',
  family: 'types',
  severity: 'warning',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  sources: [
    'skeema:charset',
    'bytebase:SYSTEM_CHARSET_ALLOWLIST',
    'bytebase:SYSTEM_COLLATION_ALLOWLIST',
    'bytebase:TABLE_REQUIRE_CHARSET',
    'bytebase:COLUMN_REQUIRE_CHARSET',
    'https://dev.mysql.com/doc/refman/8.4/en/charset-unicode-utf8mb3.html',
  ],
  what: 'An INSERT of {missing} into `{table}` fails, or is cut where the server is not strict.',
  why: '`{charset}` has {why}.',
  fix: 'Write `utf8mb4`, with a collation of its own where there is one.',
  examples: {
    bad: [
      {
        title: 'three bytes',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY, body text) DEFAULT CHARSET=utf8;',
        at: 'utf8',
        suggests: 'CREATE TABLE notes (id bigint PRIMARY KEY, body text) DEFAULT CHARSET=utf8mb4;',
      },
      {
        title: 'one byte, with a collation',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY, body text) CHARACTER SET latin1 COLLATE latin1_swedish_ci;',
        at: 'latin1',
      },
    ],
    good: [
      {
        title: 'all characters',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY, body text) DEFAULT CHARSET=utf8mb4;',
      },
      {
        title: 'a column of codes',
        sql: 'CREATE TABLE notes (id char(26) CHARACTER SET ascii PRIMARY KEY, body text);',
      },
      {
        title: 'in a comment',
        sql: "CREATE TABLE notes (id bigint PRIMARY KEY, body text COMMENT 'CHARSET=utf8');",
      },
    ],
  },
  detect({ statement }) {
    const created = statement.operations.find((operation) => operation.kind === 'create-table');
    if (created === undefined) return [];
    const found = codePlaces(
      statement,
      /\b(?:CHARACTER\s+SET|CHARSET)\s*(?:=\s*)?(utf8|utf8mb3|latin1)\b/gi,
    )[0];
    if (found === undefined) return [];
    const charset = found.groups[0]?.toLowerCase() ?? '';
    const isLatin = charset === 'latin1';
    const table = showName(created.table);
    return [
      {
        range: { start: found.range.end - charset.length, end: found.range.end },
        object: table,
        data: {
          table,
          charset,
          missing: isLatin ? '`ł`, `中` or an emoji' : 'an emoji or a rare Chinese character',
          why: isLatin ? '256 characters' : 'up to three bytes for a character, and some need four',
        },
        evidence: [
          documented(
            'utf8mb3 supports BMP characters only and is deprecated; use utf8mb4 instead (MySQL manual, 12.9.2)',
          ),
        ],
      },
    ];
  },
  suggest({ range }, { statement }) {
    // A collation belongs to a character set.
    const named = codePlaces(statement, /\bCOLLATE\b|\bCHARACTER\s+SET\b|\bCHARSET\b/gi);
    return named.length === 1 ? { range, text: 'utf8mb4', followUps: [] } : null;
  },
});
