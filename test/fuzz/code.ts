import fc from 'fast-check';
import { queriesIn } from '../../src/code/queries/queries-in.ts';
import { transactionsIn } from '../../src/code/queries/transactions-in.ts';
import { modelReaders } from '../../src/code/registry.generated.ts';
import { findUsages, type SearchedFile } from '../../src/code/usages/find-usages.ts';
import { scanCode } from '../../src/code/usages/scan.ts';
import type { SoughtObject } from '../../src/code/usages/usage.ts';
import { createParser } from '../../src/sql/parse.ts';
import { emptySchema } from '../../src/sql/schema/empty-schema.ts';
import { hostileText } from './hostile-text.ts';
import { expectNone, property } from './property.ts';

const parser = await createParser('postgres');
const schema = emptySchema({ complete: false });

const examples = modelReaders.flatMap((reader) => reader.examples);
const paths = [...examples.map(({ path }) => path), 'a.sql', 'a.php', 'a.cs', 'a.lua', 'a.unknown'];

/** Pieces of models, brackets and quotes that do not fit, and long runs of one thing. */
const piece = fc.oneof(
  fc
    .tuple(fc.constantFrom(...examples), fc.nat(400), fc.nat(200))
    .map(([{ text }, from, length]) => text.slice(from, from + length)),
  fc
    .tuple(
      fc.constantFrom(
        '"',
        "'",
        '`',
        '(',
        ')',
        '{',
        '}',
        '[',
        '\\',
        '\n',
        ' ',
        '@A',
        '@A\n',
        '/*',
        '*/',
        '/**/',
        '//',
        '<<~X\n',
        ':a ',
        'a',
        '--\n',
      ),
      fc.constantFrom(1, 2, 40, 3_000),
    )
    .map(([text, times]) => text.repeat(times)),
  fc.constantFrom(
    'SELECT mail FROM users',
    '`SELECT 1 FROM a WHERE b = ',
    "q('UPDATE a SET b = ? WHERE c IN (?)')",
    'BEGIN;',
    'COMMIT;',
    'db.transaction(async (tx) => {',
    '"SELECT " + x',
    'users',
    'mail_address',
    '${',
    '#{',
    ':id',
    '%(a)s',
  ),
  hostileText,
);
const code = fc.tuple(
  fc.constantFrom(...paths),
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
);

const users = { schema: null, name: 'users' };
const sought: readonly SoughtObject[] = [
  { kind: 'table', table: users },
  { kind: 'column', table: users, column: 'mail_address' },
  { kind: 'column', table: users, column: '(' },
  { kind: 'function', name: { schema: 'a', name: '[' } },
  { kind: 'enum-value', type: users, value: '*' },
];

export const codeLaws = [
  property('code: what names a table is searched in any text', 4, code, () => ({
    check([path, text]) {
      const files: readonly SearchedFile[] = [{ path, text, side: 'both' }];
      const look = findUsages(sought, files, { parser, schema, complete: true, onFile: () => {} });
      const lines = text.split('\n');
      const problems = sought.flatMap((object) => {
        const usage = look(object);
        if (usage === 'unknown') return ['not searched'];
        if (usage.unmentioned && usage.head.length > 0) return ['named and unmentioned'];
        return usage.head.flatMap(({ line, quote }) =>
          lines[line - 1]?.trim() === quote ? [] : [`line ${line} is not ${JSON.stringify(quote)}`],
        );
      });
      const tokens = scanCode(path, text);
      for (const [at, { range }] of tokens.entries())
        if (range.start < (tokens[at - 1]?.range.end ?? 0) || range.end > text.length)
          problems.push(`token ${at} is out of order`);
      expectNone(problems, 'code');
    },
  })),
  property('code: what it sends is read from any text', 4, code, () => ({
    check([path, text]) {
      const queries = queriesIn(path, text, parser);
      const problems = queries.flatMap(({ line, range, sql }, at) => [
        ...(range.start < (queries[at - 1]?.range.end ?? 0) || range.end > text.length
          ? ['out of order']
          : []),
        ...(text.slice(0, range.end).split('\n').length < line ? [`line ${line} is after its query`] : []),
        ...(text.slice(0, range.start).split('\n').length > line ? [`line ${line} is before its query`] : []),
        ...(parser.parse(sql).length === 1 ? [] : [`not one query: ${sql}`]),
      ]);
      for (const transaction of transactionsIn(path, text, parser)) {
        if (transaction.queries.length < 2) problems.push('a transaction of one query');
        for (const { range } of transaction.queries)
          if (!queries.some((query) => query.range.start === range.start))
            problems.push('a query of a transaction that is none');
      }
      expectNone(problems, 'code');
    },
  })),
];
