import type { ContractLevel } from '../contract-change.ts';
import { child } from './document.ts';
import type { Edit } from './edit.ts';
import type { Description } from './references.ts';

/**
 * What the version that a document gives itself says of a change that breaks callers. A version that nobody keeps
 * (below 1, or still the first) promises nothing.
 */
export function versionEdits(base: Description, head: Description, levels: readonly ContractLevel[]): Edit[] {
  const [before, after] = [base, head].map(({ document: { root } }) => child(child(root, 'info'), 'version'));
  const [was, is] = [numbersOf(before?.value), numbersOf(after?.value)];
  if (was === null || is === null || before == null || after == null) return [];
  const edit = (action: 'change' | 'increase' | 'decrease'): Edit => ({
    direction: 'none',
    area: 'info',
    of: 'version',
    kind: 'lifecycle',
    action,
    place: '',
    name: '',
    from: String(before.value),
    to: String(after.value),
    base: before,
    head: after,
  });
  const order = compare(was, is);
  if (order > 0) return [edit('decrease')];
  const isKept = was[0] !== 0 && was.some((part, index) => part !== (index === 0 ? 1 : 0));
  if (!levels.includes('breaking') || !isKept || was[0] !== is[0]) return [];
  return [edit(order === 0 ? 'change' : 'increase')];
}

/** `2.14.0-rc1` is `[2, 14, 0]`; null for what is no such version. */
function numbersOf(version: unknown): readonly number[] | null {
  const text = typeof version === 'number' ? String(version) : version;
  const found =
    typeof text === 'string' ? /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?![.\d])/.exec(text) : null;
  return found === null ? null : found.slice(1).map((part) => Number(part ?? 0));
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at === -1 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}
