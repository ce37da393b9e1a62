import { describe, expect, it } from 'vitest';
import { fill, fillWords, UnfilledPlaceholder } from './fill.ts';
import dropColumn from './sql/drop-column.ts';
import setNotNullScan from './sql/set-not-null-scan.ts';

describe('fill', () => {
  it('puts values in verbatim, also where they look like placeholders or patterns', () => {
    expect(fill('{table}.{column}', { table: '{column}', column: '$&' })).toBe('{column}.$&');
  });

  it('lets no value end the code span that it stands in', () => {
    expect(fill('`{table}` and `SHARE`', { table: 'a`<img src=x>@you\n' })).toBe(
      '``a`<img src=x>@you`` and `SHARE`',
    );
  });

  it('refuses a placeholder without a value, inherited properties included', () => {
    expect(() => fill('{table}', {})).toThrow(UnfilledPlaceholder);
    expect(() => fill('{constructor}', {})).toThrow(UnfilledPlaceholder);
  });
});

describe('fillWords', () => {
  it('fills the three texts of a rule', () => {
    expect(fillWords(dropColumn, { data: { table: 'orders', column: 'total' } })).toEqual({
      what: 'Servers that still run the old code fail on every query that names `orders.total`, and its data is gone.',
      why: dropColumn.why,
      fix: dropColumn.fix,
    });
  });

  it('takes what a variant has and the rest from the rule', () => {
    const words = fillWords(setNotNullScan, { data: { table: 't', column: 'c' }, variant: 'added' });
    expect(words).toEqual({
      what: 'Nobody can read or write `t` while all of it is read for a NULL in `c`.',
      why: setNotNullScan.why,
      fix: setNotNullScan.variants.added.fix,
    });
  });

  it('refuses a variant that the rule has not', () => {
    expect(() => fillWords(dropColumn, { data: {}, variant: 'none' })).toThrow(UnfilledPlaceholder);
  });
});
