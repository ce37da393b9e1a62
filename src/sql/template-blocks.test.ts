import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dialect } from './dialect.ts';
import { createParser } from './parse.ts';
import { emptySchema } from './schema/empty-schema.ts';
import { applyStatements } from './schema/replay.ts';

const dialects = ['postgres', 'mysql', 'sqlite', 'mssql'] as const;
const parsers = new Map<Dialect, Awaited<ReturnType<typeof createParser>>>(
  await Promise.all(dialects.map(async (dialect) => [dialect, await createParser(dialect)] as const)),
);

/** Each statement as its operations, `?` before it where it is conditional, or as its failure. */
function read(sql: string, dialect: Dialect = 'postgres'): readonly string[] {
  return (parsers.get(dialect)?.parse(sql) ?? []).map(
    ({ text, range, failure, operations, query, conditional }) => {
      expect(text).toBe(sql.slice(range.start, range.end));
      const kinds =
        failure?.message ?? [...operations.map(({ kind }) => kind), query?.kind ?? ''].join(' ').trim();
      return `${conditional === true ? '? ' : ''}${kinds}`;
    },
  );
}

/** The tables of a schema, `?` behind those of which not all is known. */
function tables(sql: string): readonly string[] {
  const parser = parsers.get('postgres');
  const schema = applyStatements(emptySchema({ complete: true }), parser?.parse(sql) ?? []);
  const names = [...schema.tables.values()].map(({ name, complete }) => `${name.name}${complete ? '' : '?'}`);
  return schema.complete ? names : [...names, '…'];
}

describe('blocks of templates', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'Go’s, in tern',
      'CREATE TABLE a (id int);\n{{ if .Legacy }}\nDROP TABLE users;\n{{- else -}}\nSELECT 1;\n{{ end }}\nSELECT 2;',
      ['create-table', '? drop-table', '? branch-end', '? select', 'select'],
    ],
    [
      'Jinja’s, with a comment',
      "{# why #}\n{% set x = 1 %}\n{%- if target.name == 'prod' -%}\nDROP TABLE users;\n{% elif b %}DROP TABLE b;{% endif %}",
      ['? drop-table', '? branch-end', '? drop-table', '? branch-end'],
    ],
    [
      'a loop, with names that are filled in',
      '{{ range .Tables }}ALTER TABLE {{ . }}.users ADD COLUMN a int;{{ end }}',
      ['? add-column', '? branch-end'],
    ],
    [
      'blocks in a block',
      '{{ if .A }}{{ with .B }}DROP TABLE a;{{ else }}DROP TABLE b;{{ end }}{{ end }}DROP TABLE c',
      ['? drop-table', '? drop-table', '? branch-end', 'drop-table'],
    ],
    [
      'within a statement',
      'CREATE TABLE t (a int {{ if .B }}, b int {{ end }});',
      ['? create-table branch-end'],
    ],
  ])('are read: %s', (_, sql, expected) => {
    expect(read(sql)).toEqual(expected);
  });

  it.each(dialects)('are read in %s', (dialect) => {
    expect(read('{% if a %}\nDROP TABLE a;\n{% endif %}\nDROP TABLE b;', dialect)).toEqual([
      '? drop-table',
      '? branch-end',
      'drop-table',
    ]);
  });

  it.each([
    ['in a string', "INSERT INTO mails VALUES ('Hello {% if name %}{{ name }}{% endif %}');"],
    ['in a comment', '-- {{ if x }}\nINSERT INTO t VALUES (1); -- {{ end }}'],
    ['in a body', 'INSERT INTO mails VALUES ($$ {{ if x }} $$);'],
  ])('are none %s', (_, sql) => {
    expect(read(sql)).toEqual(['insert']);
  });

  it.each([
    '{{ define "x" }}DROP TABLE a;{{ end }}',
    '{{ if .A }}DROP TABLE a;',
    'DROP TABLE a;{{ end }}',
    '{% macro x() %}DROP TABLE a;{% endmacro %}',
    '{{ template "x" . }} DROP TABLE a;',
  ])('are not guessed at: %s', (sql) => {
    expect(read(sql).join()).toMatch(/not understood|syntax error/);
  });

  it('leave open what there is behind them', () => {
    const base = 'CREATE TABLE a (id int); CREATE TABLE b (id int);';
    expect(tables(`${base} {{ if .X }} ALTER TABLE a DROP COLUMN id; {{ end }}`)).toEqual(['a?', 'b', '…']);
    expect(tables(`${base} {{ if .X }} DROP TABLE a; {{ end }}`)).toEqual(['b', '…']);
    expect(tables(`${base} {{ if .X }} UPDATE a SET id = 1; {{ end }}`)).toEqual(['a', 'b']);
  });

  it('change no place: the statements are where they are without them', () => {
    const piece = fc.constantFrom(
      'DROP TABLE a;',
      'SELECT 1;',
      '{{ if .A }}',
      '{{ else }}',
      '{{ end }}',
      '{% for x in y %}',
      '{% endfor %}',
      '\n',
      "'",
      '-- ',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        let last = 0;
        const sql = pieces.join('');
        for (const { range, text, operations } of parsers.get('postgres')?.parse(sql) ?? []) {
          expect(text).toBe(sql.slice(range.start, range.end));
          expect(range.start).toBeGreaterThanOrEqual(last);
          for (const operation of operations) {
            expect(operation.range.start).toBeGreaterThanOrEqual(range.start);
            expect(operation.range.end).toBeLessThanOrEqual(range.end);
          }
          last = range.end;
        }
      }),
    );
  });
});
