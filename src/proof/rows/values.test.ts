import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ColumnShape } from './table-shape.ts';
import { candidateValues, literalOf, literalsIn, quote, seriesValue } from './values.ts';

function column(base: string, rest: Partial<ColumnShape> = {}): ColumnShape {
  return {
    number: 1,
    name: 'c',
    shown: 'c',
    type: base,
    plainType: base,
    base,
    array: false,
    kind: 'b',
    labels: [],
    notNull: false,
    filled: false,
    generated: false,
    identityAlways: false,
    ...rest,
  };
}

test('a literal is found again in an expression', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(literalsIn(`c <> ${quote(text)}`)).toContain(text);
    }),
  );
});

test.each([
  ["status = ANY (ARRAY['new'::text, 'paid'::text])", ['new', 'paid']],
  ["status = ANY ('{new,paid}'::text[])", ['{new,paid}', 'new', 'paid']],
  ['total >= 0.5 AND total < 1000 AND c2 > -3', ['0.5', '1000', '-3']],
  ["name <> 'it''s 5'", ["it's 5"]],
])('literals of %s', (expression, literals) => {
  expect(literalsIn(expression)).toEqual(literals);
});

test('the values of a series differ', () => {
  const types = [
    'int4',
    'text',
    'numeric',
    'date',
    'timestamptz',
    'uuid',
    'jsonb',
    'inet',
    'bytea',
    'interval',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.boolean(), fc.nat(5000), fc.nat(5000), (base, array, a, b) => {
      fc.pre(a !== b);
      const one = column(base, { array });
      expect(seriesValue(one, a + 1)).not.toBe(seriesValue(one, b + 1));
    }),
  );
});

test('the neighbours of a limit are among the candidates', () => {
  expect(candidateValues(column('int4'), ['100'])).toEqual(expect.arrayContaining(['99', '100', '101']));
  expect(candidateValues(column('text'), ['3'])).toEqual(expect.arrayContaining(['aa', 'aaa', 'aaaa']));
  expect(candidateValues(column('text'), ['%@%'])).toContain('a@a');
  expect(candidateValues(column('mood', { kind: 'e', labels: ['a', 'b'] }), ['9'])).toEqual(['a', 'b']);
});

test('values are written as somebody would write them', () => {
  expect(literalOf(column('int4'), '-5')).toBe('-5');
  expect(literalOf(column('float8'), 'NaN')).toBe("'NaN'");
  expect(literalOf(column('bool'), 'true')).toBe('true');
  expect(literalOf(column('text'), "it's")).toBe("'it''s'");
  expect(literalOf(column('text'), 'a'.repeat(300))).toBe("repeat('a', 300)");
  expect(literalOf(column('int4', { array: true }), '{1}')).toBe("'{1}'");
  expect(literalOf(column('text'), null)).toBe('NULL');
});
