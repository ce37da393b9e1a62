import { defineRule } from '../rule.ts';

/** Marks of templates and of placeholders that a program fills before the server sees the text. */
const templated =
  /\{\{|\{%|<%|\$\{|\$\(|#\{|%\(\w+\)s|%s\b|(?<![:\w]):[A-Za-z_"']|(?<![\w@<~])@[A-Za-z_]|(?<![@\w])\?(?![|&?\w])|\b__\w+__\b/;

/** What psql and other clients read themselves: backslash commands, data after COPY, GO, DELIMITER. */
const forClient = /^\s*(?:\\[a-z!.]|GO\s*$|DELIMITER\b|@@)|\bFROM\s+STDIN\b/im;

/** Words that only other databases have. */
const otherDialect =
  /`|\bAUTO_?INCREMENT\b|\bENGINE\s*=|\bNVARCHAR\b|\bVARCHAR2\b|\bIDENTITY\s*\(|\bPRAGMA\b|\[dbo\]|\bWITHOUT\s+ROWID\b|\bMODIFY\s+COLUMN\b|\bCHARACTER\s+SET\b|\bCHARSET\b|\bUNSIGNED\b|\b(?:TINY|MEDIUM|LONG)(?:INT|TEXT|BLOB)\b|\bDATETIME\b|\bMergeTree\b/i;

export default defineRule({
  id: 'parse-error',
  about: 'statement',
  title: 'SQL that does not parse',
  family: 'integrity',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:syntax-error',
    'bytebase:BUILTIN_WALK_THROUGH_CHECK',
    'https://github.com/pganalyze/libpg_query',
  ],
  what: 'This fails whenever it runs: `{message}`.',
  why: 'PostgreSQL’s own parser stops here.',
  fix: 'Correct the syntax.',
  examples: {
    bad: [
      {
        title: 'a keyword misspelt',
        path: 'migrations/0002_orders.sql',
        sql: 'ALTER TABLE orders ADD COLUMN a text;\nALTER TABEL orders ADD COLUMN b text;\nALTER TABLE orders ADD COLUMN c text;',
        at: 'TABEL',
      },
      {
        title: 'a comma too many',
        path: 'migrations/0002_orders.sql',
        sql: 'CREATE TABLE orders (\n  id bigint PRIMARY KEY,\n);',
        at: ')',
      },
    ],
    good: [
      {
        title: 'SQL that parses',
        sql: 'ALTER TABLE orders ADD COLUMN a text;',
      },
      {
        title: 'placeholders of a program',
        path: 'queries/find.sql',
        sql: 'SELECT id FROM orders WHERE id = :id AND state IN :states;',
      },
      {
        title: 'a template',
        path: 'models/orders.sql',
        sql: "SELECT id FROM {{ ref('orders') }} {% if x %} WHERE a = 1 {% endif %};",
      },
      {
        title: 'a command of psql',
        path: 'migrations/0002_orders.sql',
        sql: '\\connect shop\nCREATE TABLE orders (id bigint);',
      },
      {
        title: 'words of another database',
        path: 'migrations/0002_orders.sql',
        sql: 'CREATE TABLE `orders` (id int AUTO_INCREMENT);',
      },
    ],
  },
  detect(subject) {
    const { failure, range } = subject.statement;
    if (failure === null || !subject.dialectKnown || failure.message.startsWith('not understood:')) return [];
    if ([templated, forClient, otherDialect].some((mark) => mark.test(subject.text))) return [];
    const inside = failure.offset >= range.start && failure.offset < range.end;
    const token = inside
      ? /^(?:[\w$]+|"[^"\n]*"?|'[^'\n]*'?|\S)/.exec(subject.text.slice(failure.offset, range.end))
      : null;
    return [
      {
        range: token === null ? range : { start: failure.offset, end: failure.offset + token[0].length },
        object: subject.statement.text.replace(/\s+/g, ' ').slice(0, 60),
        data: { message: failure.message },
      },
    ];
  },
});
