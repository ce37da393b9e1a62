import fc from 'fast-check';
import { hostileText } from './hostile-text.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One change of a document: where (each number chooses a child, modulo their count) and what. */
export interface Mutation {
  readonly steps: readonly number[];
  readonly change: 'remove' | 'rename' | 'deep-array' | 'deep-object' | { readonly value: Json };
}

function nested(depth: number, array: boolean): Json {
  let value: Json = 1;
  for (let level = 0; level < depth; level++) value = array ? [value] : { a: value };
  return value;
}

const strangeValue: fc.Arbitrary<Json> = fc.oneof(
  hostileText,
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e308,
    -1e308,
    2 ** 31,
    2 ** 53,
    Number.MAX_SAFE_INTEGER,
    '',
    '1',
    [],
    {},
    [null],
    { id: 1 },
    { __proto__: null, constructor: {}, toString: 1 },
    'x'.repeat(2_000),
    'a/b',
    '../..',
    `${'o'.repeat(100)}/${'n'.repeat(100)}`,
  ),
  fc.integer(),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
);

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  steps: fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 5 }),
  change: fc.oneof(
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'remove' as const,
        'remove' as const,
        'rename' as const,
        'rename' as const,
        'deep-array' as const,
        'deep-object' as const,
      ),
    },
    { weight: 5, arbitrary: strangeValue.map((value) => ({ value })) },
  ),
});

/** Applies mutations to a copy. A path that ends early changes what it reached. */
export function mutate(document: Json, mutations: readonly Mutation[]): Json {
  const root: { [key: string]: Json } = { root: structuredClone(document) };
  for (const { steps, change } of mutations) {
    let holder: Json[] | { [key: string]: Json } = root;
    let key = 'root';
    for (const step of steps) {
      const value: Json | undefined = Reflect.get(holder, key);
      if (typeof value !== 'object' || value === null) break;
      const keys = Object.keys(value);
      const next = keys[step % keys.length];
      if (next === undefined) break;
      holder = value;
      key = next;
    }
    if (change === 'remove') Reflect.deleteProperty(holder, key);
    else if (change === 'rename') {
      Reflect.set(holder, `${key}_`, Reflect.get(holder, key));
      Reflect.deleteProperty(holder, key);
    } else if (typeof change === 'string') Reflect.set(holder, key, nested(3_000, change === 'deep-array'));
    else Reflect.set(holder, key, structuredClone(change.value));
  }
  return root.root ?? null;
}
