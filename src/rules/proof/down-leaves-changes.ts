import type { CatalogDifference } from '../../proof/proof.ts';
import { codeSpan } from '../../report/markdown/code-span.ts';
import { executed } from '../../report/proof-words.ts';
import { defineRule } from '../rule.ts';

/** Differences that a comment names. */
const shown = 4;

export default defineRule({
  id: 'down-leaves-changes',
  about: 'proof',
  title: 'Way down that does not bring everything back',
  family: 'integrity',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  joins: ['down-migration-destructive'],
  sources: ['https://martinfowler.com/articles/evodb.html'],
  what: 'After up and down the schema is not what it was: {differences}.',
  why: 'The code that a roll-back brings back meets a schema that it was not written for, and the next way up may fail on what is left.',
  fix: 'Undo it in the way down as well.',
  variants: {
    values: {
      why: 'PostgreSQL cannot take a value out of an enum. The code that a roll-back brings back may read rows that hold it.',
      fix: 'Say so in the way down with a comment, or make the type anew there.',
    },
  },
  examples: {
    bad: [
      {
        title: 'one of two columns',
        base: { 'migrations/00001_a.sql': '-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY);\n' },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nALTER TABLE orders ADD COLUMN email text, ADD COLUMN name text;\n-- +goose Down\nALTER TABLE orders DROP COLUMN email;\n',
        },
        at: { path: 'migrations/00002_b.sql', text: 'ALTER TABLE orders DROP COLUMN email' },
      },
      {
        title: 'told where it is to be undone',
        base: {
          'migrations/00001_a.sql':
            '-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY, email text NOT NULL);\n',
        },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nALTER TABLE orders ADD COLUMN note text, DROP COLUMN email;\n-- +goose Down\nALTER TABLE orders DROP COLUMN note;\nALTER TABLE orders ADD COLUMN email text;\n',
        },
        at: { path: 'migrations/00002_b.sql', text: 'ALTER TABLE orders ADD COLUMN email text' },
      },
      {
        title: 'a column comes back without its index and its NOT NULL',
        base: {
          'migrations/00001_a.sql':
            "-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY, email text NOT NULL DEFAULT '');\nCREATE INDEX orders_email_idx ON orders (email);\n",
        },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nALTER TABLE orders DROP COLUMN email;\n-- +goose Down\nALTER TABLE orders ADD COLUMN email text;\n',
        },
        at: { path: 'migrations/00002_b.sql', text: 'ALTER TABLE orders ADD COLUMN email text' },
      },
    ],
    good: [
      {
        title: 'what was made by hand, and is made again',
        base: {
          'migrations/00001_a.sql': '-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY, note text);\n',
        },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nALTER TABLE orders DROP CONSTRAINT IF EXISTS orders_note_present;\n-- +goose Down\nALTER TABLE orders ADD CONSTRAINT orders_note_present CHECK (note IS NOT NULL);\n',
        },
      },
      {
        title: 'all of it, in other words',
        base: {
          'migrations/00001_a.sql':
            '-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY, email varchar(100) NOT NULL);\n',
        },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nALTER TABLE orders DROP COLUMN email;\n-- +goose Down\nALTER TABLE orders ADD COLUMN email character varying(100);\nALTER TABLE orders ALTER COLUMN email SET NOT NULL;\n',
        },
      },
      {
        title: 'an extension stays, since others may use it by then',
        base: { 'migrations/00001_a.sql': '-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY);\n' },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nCREATE EXTENSION IF NOT EXISTS pg_trgm;\nALTER TABLE orders ADD COLUMN email text;\n-- +goose Down\nALTER TABLE orders DROP COLUMN email;\n',
        },
      },
    ],
  },
  detect({ reversal, down, proof }) {
    if (reversal === null || reversal.outcome !== 'ran' || reversal.differences.length === 0) return [];
    const { differences } = reversal;
    const words = differences
      .slice(0, shown)
      .map(({ object, before, after }) => `${codeSpan(object)} ${howWords(before, after)}`);
    const more = differences.length > shown ? [`${differences.length - shown} more`] : [];
    const onlyValues = differences.every(({ object }) => object.startsWith('enum '));
    const acting = down.filter(({ operations }) => operations.every(({ kind }) => kind !== 'begin'));
    const first = acting.find(({ text }) => namesOne(text, differences)) ?? acting[0];
    if (first === undefined) return [];
    return [
      {
        range: first.range,
        object: differences.map(({ object }) => object).join(),
        data: { differences: [...words, ...more].join(', ') },
        evidence: [executed(proof, [...words, ...more].join(', '))],
        ...(onlyValues ? { variant: 'values', severity: 'advice' as const } : {}),
      },
    ];
  },
});

/** Whether a statement names one of the objects that differ: of a column its own name. */
function namesOne(text: string, differences: readonly CatalogDifference[]): boolean {
  return differences.some(({ object }) => {
    const name = /^\w+ (?:.*\.)?"?([\w$]+)"?(?: on .*)?$/.exec(object)?.[1];
    return name !== undefined && new RegExp(`\\b${name}\\b`, 'i').test(text);
  });
}

/** Longer parts of definitions (of functions, of views) are told to differ: what differs is in the files. */
const shownDefinition = 80;

function howWords(before: string | null, after: string | null): string {
  if (before === null) return 'is left';
  if (after === null) return 'is missing';
  if (before.length <= shownDefinition && after.length <= shownDefinition)
    return `is ${after === '' ? 'without what it had' : codeSpan(after)}, not ${before === '' ? 'plain' : codeSpan(before)}`;
  const [old, now] = apart(before, after);
  if (old.length > shownDefinition || now.length > shownDefinition || old === now) return 'is another';
  if (old === '') return `has ${codeSpan(now)} more`;
  return now === '' ? `lacks ${codeSpan(old)}` : `has ${codeSpan(now)}, not ${codeSpan(old)}`;
}

/** What two definitions do not begin and end with alike, in whole words. */
function apart(before: string, after: string): readonly [string, string] {
  const [old, now] = [before.split(/\s+/), after.split(/\s+/)];
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start++;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const rest = (words: readonly string[]): string =>
    words
      .slice(start, words.length - end)
      .join(' ')
      .replace(/,$/, '');
  return [rest(old), rest(now)];
}
