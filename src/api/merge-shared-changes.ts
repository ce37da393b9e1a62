import type { ContractChange } from './contract-change.ts';

/**
 * One change for each edit of a contract: a property of a shared schema that forty operations lose is one change of
 * the first, with the others in `alsoIn`. For findings and reports; the order stays.
 */
export function mergeSharedChanges(changes: readonly ContractChange[]): ContractChange[] {
  const groups = Map.groupBy(changes, (change) => {
    const name = change.subject
      .split(': ')
      .at(-1)
      ?.split(/[.\]}]/)
      .at(-1);
    // Two operations have places of their own: only what lies in a shared part has the same lines on both sides.
    return JSON.stringify([change.id, name, change.base, change.head]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    const also = [...new Set(others.map((change) => change.operation))].filter(
      (title) => title !== first.operation,
    );
    return [also.length === 0 ? first : { ...first, alsoIn: also }];
  });
}
