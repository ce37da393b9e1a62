import { describe, expect, it } from 'vitest';
import type { ColumnType } from '../sql/definitions.ts';
import { oftenCheap, typeChange } from './type-change.ts';

function type(text: string): ColumnType {
  const [, name = '', modifiers, array] = /^([a-z ]+?)(?:\(([\d,]+)\))?(\[\])?$/.exec(text) ?? [];
  const numbers = modifiers === undefined ? [] : modifiers.split(',').map(Number);
  return { schema: null, name, modifiers: numbers, dimensions: array === undefined ? 0 : 1, text };
}

describe('typeChange', () => {
  it.each([
    ['character varying(20)', 'character varying(255)', 'cheap'],
    ['character varying(20)', 'character varying', 'cheap'],
    ['character varying(255)', 'character varying(20)', 'rewrite'],
    ['character varying', 'character varying(20)', 'rewrite'],
    ['character varying(20)', 'text', 'cheap'],
    ['text', 'character varying', 'cheap'],
    ['text', 'character varying(20)', 'rewrite'],
    ['text', 'citext', 'cheap'],
    ['character(3)', 'text', 'rewrite'],
    ['character(3)', 'character(5)', 'rewrite'],
    ['numeric(10,2)', 'numeric(12,2)', 'cheap'],
    ['numeric(10)', 'numeric(12,0)', 'cheap'],
    ['numeric(10,2)', 'numeric', 'cheap'],
    ['numeric', 'numeric(10,2)', 'rewrite'],
    ['numeric(10,2)', 'numeric(12,3)', 'rewrite'],
    ['timestamp with time zone(3)', 'timestamp with time zone(6)', 'cheap'],
    ['timestamp with time zone(6)', 'timestamp with time zone(0)', 'rewrite'],
    ['timestamp without time zone', 'timestamp with time zone', 'rewrite'],
    ['cidr', 'inet', 'cheap'],
    ['inet', 'cidr', 'rewrite'],
    ['integer', 'bigint', 'rewrite'],
    ['json', 'jsonb', 'rewrite'],
    ['integer', 'integer', 'same'],
    ['mood', 'text', 'rewrite'],
    ['text', 'mood', 'rewrite'],
    ['text', 'email', 'unknown'],
    ['interval', 'interval(3)', 'unknown'],
    ['text[]', 'text[]', 'same'],
    ['character varying(3)[]', 'character varying(9)[]', 'rewrite'],
    ['integer[]', 'bigint[]', 'rewrite'],
    ['text', 'text[]', 'rewrite'],
  ])('%s to %s: %s', (from, to, expected) => {
    expect(typeChange(type(from), type(to), ({ name }) => name === 'mood')).toBe(expected);
  });
});

describe('oftenCheap', () => {
  it('is true for types that many others become without a rewrite', () => {
    expect(
      ['text', 'character varying(9)', 'numeric', 'email', 'text[]', 'inet'].map(type).every(oftenCheap),
    ).toBe(true);
    expect(['bigint', 'jsonb', 'uuid', 'date'].map(type).some(oftenCheap)).toBe(false);
  });
});
