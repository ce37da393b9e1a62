import { describe, expect, it } from 'vitest';
import { identityOf, substanceOf, withOrdinals } from './identity.ts';

describe('identities', () => {
  it('name rule, file and object, and which one of equals it is', () => {
    expect(identityOf('drop-column', 'db/1.sql', 'orders.fax', 0)).toBe(
      'drop-column | db/1.sql | orders.fax',
    );
    expect(identityOf('drop-column', 'db/1.sql', 'orders.fax', 2)).toBe(
      'drop-column | db/1.sql | orders.fax | 2',
    );
  });

  it('stay short, and different for long objects that begin alike', () => {
    const [one, other] = ['a', 'b'].map((end) => identityOf('r', 'p', `${'x'.repeat(1_000)}${end}`, 0));
    expect(one).not.toBe(other);
    expect(one?.length).toBeLessThan(300);
  });

  it('count equals in order', () => {
    expect(withOrdinals(['a', 'b', 'a'], (item) => item)).toEqual([
      { item: 'a', ordinal: 0 },
      { item: 'b', ordinal: 0 },
      { item: 'a', ordinal: 1 },
    ]);
  });

  it('have a substance that follows the code', () => {
    expect(substanceOf('select 1')).toBe(substanceOf('select 1'));
    expect(substanceOf('select 1')).not.toBe(substanceOf('select 2'));
  });
});
