import { describe, expect, it } from 'vitest';
import { mermaidProblems } from '../../../test/fuzz/mermaid-problems.ts';
import type { PictureColumn, PictureTable } from '../schema-picture.ts';
import { erDiagram } from './er-diagram.ts';

function column(name: string, type: string | null, over: Partial<PictureColumn> = {}): PictureColumn {
  return { name, type, keys: [], change: null, was: null, ...over };
}

function table(
  name: string,
  columns: readonly PictureColumn[],
  over: Partial<PictureTable> = {},
): PictureTable {
  return { name, change: 'changed', was: null, columns, ...over };
}

describe('erDiagram', () => {
  it('draws tables, their columns with what happens to them, and their relations', () => {
    const text = erDiagram({
      tables: [
        table('billing.invoices', [
          column('id', 'bigint', { keys: ['PK'] }),
          column('user_id', 'bigint', { keys: ['FK', 'UK'], change: 'added' }),
          column('total', 'numeric(12, 2)', { change: 'changed', was: 'int' }),
          column('paid_at', 'timestamp with time zone', { change: 'renamed', was: 'paid' }),
          column('tags', 'varchar(20)[]', { change: 'dropped' }),
        ]),
        table('users', [], { change: null }),
        table('carts', [column('_odd name', null)], { change: 'dropped' }),
        table('teams', [], { change: 'renamed', was: 'groups' }),
      ],
      relations: [
        {
          from: 'billing.invoices',
          to: 'users',
          columns: ['user_id'],
          optional: true,
          unique: true,
          change: 'added',
        },
        {
          from: 'carts',
          to: 'users',
          columns: ['a', 'b'],
          optional: false,
          unique: false,
          change: 'dropped',
        },
      ],
      left: 0,
    });
    expect(text?.split('\n')).toEqual([
      'erDiagram',
      '  "billing.invoices" {',
      '    bigint id PK',
      '    bigint user_id FK, UK "added"',
      '    numeric total "changed, was int"',
      '    timestamp_with_time_zone paid_at "renamed, was paid"',
      '    varchar(20)[] tags "dropped"',
      '  }',
      '  "users"',
      '  "carts (dropped)" {',
      '    unknown column_odd_name "_odd name"',
      '  }',
      '  "teams (was groups)"',
      '  "users" |o--o| "billing.invoices" : "user_id (added)"',
      '  "users" ||..o{ "carts (dropped)" : "a b (dropped)"',
    ]);
    expect(mermaidProblems(text ?? '')).toEqual([]);
  });

  it('lets no name out of its place', () => {
    const hostile = ['a"\n```\n@team', '%%{init: {}}%%', 'PK', '}', '\u3164', '', 'class', 'x"] --> y'];
    const text = erDiagram({
      tables: hostile.map((name) =>
        table(
          name,
          hostile.map((each) => column(each, each, { keys: ['PK'] })),
        ),
      ),
      relations: [{ from: '}', to: 'PK', columns: hostile, optional: false, unique: false, change: null }],
      left: 0,
    });
    expect(mermaidProblems(text ?? '')).toEqual([]);
  });

  it('keeps changed columns and keys where there are too many, and gives up where all of it is too long', () => {
    const many = Array.from({ length: 60 }, (_, at) => column(`column_${at}`, 'text'));
    const wide = table('t', [...many, column('new', 'text', { change: 'added' })]);
    const text = erDiagram({ tables: [wide], relations: [], left: 0 }) ?? '';
    expect(text.split('\n').length).toBe(27);
    expect(text).toContain('text new "added"');
    const long = (change: 'added' | null) =>
      Array.from({ length: 12 }, (_, at) =>
        table(
          `t${at}`,
          many.map(({ name }) => column(`${name}${'_long'.repeat(9)}`, 'text', { change })),
        ),
      );
    expect(erDiagram({ tables: long(null), relations: [], left: 0 })?.split('\n').length).toBe(13);
    expect(erDiagram({ tables: long('added'), relations: [], left: 0 })).toBeNull();
  });
});
