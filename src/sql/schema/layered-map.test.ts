import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LayeredMap } from './layered-map.ts';

const keys = fc.constantFrom(...'abcdefgh').chain((key) => fc.nat(9).map((number) => `${key}${number}`));
const change = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('set' as const), keys, fc.nat()) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('delete' as const), keys, fc.constant(0)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('fork' as const), keys, fc.constant(0)) },
);

it('is a Map at any time, and what was forked from stays as it was', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
      const model = new Map<string, number>([['a1', 1]]);
      let layered = new LayeredMap(new Map(model));
      const kept: [LayeredMap<number>, Map<string, number>][] = [];
      for (const [what, key, value] of changes) {
        if (what === 'set') expect([layered.set(key, value), model.set(key, value)]).toHaveLength(2);
        else if (what === 'delete') expect(layered.delete(key)).toBe(model.delete(key));
        else {
          kept.push([layered, new Map(model)]);
          layered = new LayeredMap(layered);
        }
      }
      for (const [is, should] of [...kept, [layered, model] as const]) {
        expect(new Map(is)).toEqual(should);
        expect(is.size).toBe(should.size);
        expect([...is.keys()].toSorted()).toEqual([...should.keys()].toSorted());
        expect([...is.values()].every((value, at) => value === should.get([...is.keys()][at] ?? ''))).toBe(
          true,
        );
        for (const key of should.keys()) expect([is.has(key), is.get(key)]).toEqual([true, should.get(key)]);
        expect([is.has('none'), is.get('none')]).toEqual([false, undefined]);
      }
    }),
  );
});
