import type { SoughtObject, Usage, UsePlace } from '../code/usages/usage.ts';
import type { Evidence } from '../report/finding.ts';
import { codeSpan } from '../report/markdown/code-span.ts';
import type { Match } from './rule.ts';
import { isOn } from './severity.ts';
import type { StatementSubject } from './subject.ts';

/** Places that a finding quotes. */
const shownPlaces = 5;

/** How a rule about a drop speaks where the code was searched: its variant, and what was seen. */
export type UsageWords = Pick<Match, 'variant' | 'severity' | 'evidence' | 'data'>;

/**
 * What the search of the code changes about a finding that says "running code fails": with the variant `unused` it is
 * advice where nothing names the object, with `released` a warning where only the released code does. Nothing is
 * changed where nobody searched or nothing is certain. null where `code-still-uses-dropped-object` says it better: the
 * pull request's own code still names it.
 */
export function wordsByUsage(subject: StatementSubject, object: SoughtObject): UsageWords | null {
  const usage = subject.usesOf(object);
  if (usage === 'unknown') return { data: {} };
  if (usage.unmentioned)
    return { variant: 'unused', severity: 'advice', evidence: [nobodyNames(usage)], data: {} };
  if (usage.head.some(isCertain)) return isOn(stillUses, subject.settings) ? null : { data: {} };
  const released = usage.base.filter(isCertain);
  if (usage.head.length > 0 || released.length === 0) return { data: {} };
  return {
    variant: 'released',
    severity: 'warning',
    evidence: quotedPlaces(released),
    data: { place: showPlace(released) },
  };
}

/** Names the rule only for the settings: whether it is on. */
const stillUses = { id: 'code-still-uses-dropped-object', state: 'stable' } as const;

export function isCertain({ grade }: UsePlace): boolean {
  return grade === 'certain';
}

/** The first place, for the middle of a sentence: `src/orders.ts:12`, with the number of the others. */
export function showPlace(places: readonly UsePlace[]): string {
  const [first, ...others] = places;
  if (first === undefined) return '';
  const more =
    others.length === 0 ? '' : ` and ${others.length} more ${others.length === 1 ? 'place' : 'places'}`;
  return `${codeSpan(`${first.path}:${first.line}`)}${more}`;
}

/** The lines that name it, as they stand there. */
export function quotedPlaces(places: readonly UsePlace[]): Evidence[] {
  const shown = places
    .slice(0, shownPlaces)
    .map(({ path, line, quote }): Evidence => ({ kind: 'quoted', text: codeSpan(quote), path, line }));
  const rest = places.length - shown.length;
  if (rest > 0)
    shown.push({
      kind: 'searched',
      text: `${rest} more ${rest === 1 ? 'place' : 'places'}`,
      path: null,
      line: null,
    });
  return shown;
}

function nobodyNames({ searched }: Usage): Evidence {
  const text = `none of the ${searched} files of code in this repository names it`;
  return { kind: 'searched', text, path: null, line: null };
}
