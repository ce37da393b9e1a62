import { contains } from '../text/range.ts';
import { type Dismissal, readDismissals } from './dismissals.ts';
import type { Match, SqlRule } from './rule.ts';
import type { StatementFile } from './statement-file.ts';

/** A match in a file, as far as dismissing goes. */
interface Dismissable {
  readonly rule: SqlRule;
  readonly match: Match;
}

/** What became of one of our own comments. */
export interface UsedDismissal {
  readonly dismissal: Dismissal;
  readonly unused: readonly string[];
  readonly unknown: readonly string[];
}

/**
 * Takes out what comments in the file dismiss. Ours need a reason and name rules; those of other linters count for the
 * rules that say they are the same (`sources`), all of them where they name none.
 * @param wasRun whether the file was run: where it was not, a comment on what running shows is not without use
 */
export function applyDismissals<Found extends Dismissable>(
  file: StatementFile,
  found: readonly Found[],
  rules: readonly SqlRule[],
  wasRun: boolean,
): {
  readonly kept: readonly Found[];
  readonly dismissed: readonly Found[];
  readonly own: readonly UsedDismissal[];
} {
  const dismissals = readDismissals(file.text, [...file.statements, ...file.down].toSorted(byPlace));
  if (dismissals.length === 0) return { kept: found, dismissed: [], own: [] };
  const used = new Map<Dismissal, Set<string>>(dismissals.map((dismissal) => [dismissal, new Set()]));
  const kept: Found[] = [];
  const dismissed: Found[] = [];
  for (const one of found) {
    const by = dismissals.filter((dismissal) => dismisses(dismissal, one));
    for (const dismissal of by) used.get(dismissal)?.add(one.rule.id);
    (by.length === 0 ? kept : dismissed).push(one);
  }
  const known = new Set(rules.map(({ id }) => id));
  const ofProof = new Set(rules.filter(({ about }) => about === 'proof').map(({ id }) => id));
  const own = dismissals
    .filter(({ tool }) => tool === 'backend-engineer')
    .map((dismissal) => ({
      dismissal,
      unused: dismissal.rules.filter(
        (name) =>
          known.has(name) && used.get(dismissal)?.has(name) !== true && (wasRun || !ofProof.has(name)),
      ),
      unknown: dismissal.rules.filter((name) => !known.has(name)),
    }));
  return { kept, dismissed, own };
}

function dismisses({ tool, rules, reason, statement }: Dismissal, { rule, match }: Dismissable): boolean {
  if (statement !== null && !contains(statement.range, match.range)) return false;
  if (tool === 'backend-engineer') return reason !== '' && rules.includes(rule.id);
  const names = rule.sources
    .filter((source) => source.startsWith(`${tool}:`))
    .map((source) =>
      source
        .slice(tool.length + 1)
        .split(' ')[0]
        ?.toLowerCase(),
    );
  return names.length > 0 && (rules.length === 0 || rules.some((name) => names.includes(name.toLowerCase())));
}

function byPlace(a: { range: { start: number } }, b: { range: { start: number } }): number {
  return a.range.start - b.range.start;
}
