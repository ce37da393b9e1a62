import type { Change, ChangedFile } from '../change/change.ts';
import { type Finding, type Severity, type Suggestion, severities } from '../report/finding.ts';
import { codeSpan } from '../report/markdown/code-span.ts';
import { filterLine, filterText } from '../report/markdown/filter-text.ts';
import type { RuleFamily } from '../rules/rule.ts';
import type { Claim } from './answer.ts';
import { checkReplacement, type ReplacementProblem } from './check-replacement.ts';
import { enclosingBlock } from './enclosing-block.ts';
import { findQuote, type LineRange } from './find-quote.ts';
import { repeatsFinding } from './repeats-finding.ts';
import { shownText } from './shown-text.ts';

/** What the review lends: how its findings are named, applied and parsed. */
export interface ClaimTools {
  readonly identityOf: (rule: string, path: string, object: string, ordinal: number) => string;
  readonly substanceOf: (code: string) => string;
  readonly applySuggestion: (text: string, suggestion: Suggestion) => string;
  /** Whether a text is correct in the language of the path, asked where code is parsed; true for a language that cannot be parsed is the caller's choice. */
  readonly parses: (path: string, text: string) => Promise<boolean>;
  /** null for a rule it does not know. */
  readonly familyOf: (rule: string) => RuleFamily | null;
}

export interface ClaimsToVerify {
  readonly claims: readonly Claim[];
  readonly change: Change;
  /** Decoded texts at the head, by path. */
  readonly headFiles: ReadonlyMap<string, string>;
  /** What our rules found: they are not said twice. */
  readonly findings: readonly Finding[];
  /** Findings at most, the most severe first. */
  readonly limit: number;
  readonly tools: ClaimTools;
}

type DropReason =
  | 'malformed'
  | 'not-in-change'
  | 'quote-trivial'
  | 'quote-missing'
  | 'quote-ambiguous'
  | 'outside-change'
  | 'repeats-rule'
  | 'repeats-claim'
  | `replacement-${ReplacementProblem}`
  | 'no-words'
  | 'over-limit';

export interface ClaimStatistics {
  readonly made: number;
  readonly verified: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}

export interface VerifiedClaims {
  /** Most severe first, then by path and line. */
  readonly findings: readonly Finding[];
  readonly statistics: ClaimStatistics;
}

interface Verified {
  readonly claim: Claim;
  readonly lines: LineRange;
  readonly severity: Severity;
  readonly suggestion: Suggestion | null;
  /** The file as the model saw it, by lines. */
  readonly shown: readonly string[];
}

/**
 * Keeps the claims that check out, all by our own code: the quoted lines are in the head file and in the change, the
 * replacement applies and parses, no rule and no other claim says the same. One that does not is dropped whole: a
 * claim with a wrong edit was not understood either.
 */
export async function verifyClaims(input: ClaimsToVerify): Promise<VerifiedClaims> {
  const dropped: Partial<Record<DropReason, number>> = {};
  const drop = (reason: DropReason): void => {
    dropped[reason] = (dropped[reason] ?? 0) + 1;
  };
  const verified: Verified[] = [];
  const shownFiles = new Map<string, readonly string[]>();
  for (const claim of [...input.claims].sort(bySeverity)) {
    const result = await verifyClaim(claim, input, shownFiles);
    if (typeof result === 'string') drop(result);
    else if (verified.some((other) => repeats(result, other))) drop('repeats-claim');
    else if (verified.length >= input.limit) drop('over-limit');
    else verified.push(result);
  }
  return {
    findings: toFindings(verified.sort(byPlace), input.tools),
    statistics: { made: input.claims.length, verified: verified.length, dropped },
  };
}

async function verifyClaim(
  claim: Claim,
  input: ClaimsToVerify,
  shownFiles: Map<string, readonly string[]>,
): Promise<Verified | DropReason> {
  const file = input.change.files.find(
    (candidate) => candidate.path === claim.path && candidate.status !== 'removed',
  );
  const headText = input.headFiles.get(claim.path);
  if (file === undefined || file.hunks === null || headText === undefined) return 'not-in-change';
  const shown = shownFiles.get(claim.path) ?? shownText(headText).split('\n');
  shownFiles.set(claim.path, shown);
  const quote = findQuote(claim.quote, claim.startLine, shown);
  if (quote.kind !== 'found') return `quote-${quote.kind}`;
  const { lines } = quote;
  const place = placeIn(file, lines);
  if (place === 'outside') return 'outside-change';
  if (
    repeatsFinding(
      { path: claim.path, category: claim.category, lines },
      input.findings,
      input.tools.familyOf,
    )
  )
    return 'repeats-rule';
  if (filterLine(claim.title) === '' || filterText(claim.scenario) === '') return 'no-words';
  const severity = severityOf(claim);
  if (claim.replacement === null) return { claim, lines, severity, suggestion: null, shown };
  const suggestion = await checkReplacement({
    path: claim.path,
    headText,
    lines,
    replacement: claim.replacement,
    inOneHunk: place === 'one-hunk',
    apply: input.tools.applySuggestion,
    parses: input.tools.parses,
  });
  return typeof suggestion === 'string'
    ? `replacement-${suggestion}`
    : { claim, lines, severity, suggestion, shown };
}

/** Where lines stand to the hunks of a file: in one of them, partly, or outside of all. */
function placeIn(file: ChangedFile, lines: LineRange): 'one-hunk' | 'partly' | 'outside' {
  for (const hunk of file.hunks ?? []) {
    const last = hunk.headStart + hunk.headLines - 1;
    if (hunk.headLines === 0 || lines.startLine > last || lines.endLine < hunk.headStart) continue;
    return lines.startLine >= hunk.headStart && lines.endLine <= last ? 'one-hunk' : 'partly';
  }
  return 'outside';
}

/** A model never makes a blocker: verdict and check come from what our own code proved. A missing test is advice. */
function severityOf(claim: Claim): Severity {
  return claim.severity === 'advice' || claim.category === 'testing' ? 'advice' : 'warning';
}

function repeats(a: Verified, b: Verified): boolean {
  return (
    a.claim.path === b.claim.path &&
    a.claim.category === b.claim.category &&
    a.lines.startLine <= b.lines.endLine &&
    b.lines.startLine <= a.lines.endLine
  );
}

function toFindings(verified: readonly Verified[], tools: ClaimTools): Finding[] {
  const ordinals = new Map<string, number>();
  return verified.map(({ claim, lines, severity, suggestion, shown }) => {
    const rule = `persona-${claim.category}`;
    const quoted = shown.slice(lines.startLine - 1, lines.endLine).filter((line) => line.trim() !== '');
    const first = (quoted[0] ?? '').trim().replace(/\s+/g, ' ');
    const key = `${rule}\n${claim.path}\n${first}`;
    const ordinal = ordinals.get(key) ?? 0;
    ordinals.set(key, ordinal + 1);
    const more =
      quoted.length > 1 ? ` and ${quoted.length - 1} more ${quoted.length === 2 ? 'line' : 'lines'}` : '';
    const title = filterLine(claim.title);
    return {
      rule,
      severity,
      title,
      what: /[.!?`]$/.test(title) ? title : `${title}.`,
      why: filterText(claim.scenario),
      fix: filterText(claim.fix),
      path: claim.path,
      side: 'head',
      ...lines,
      evidence: [
        {
          kind: 'quoted',
          text: `${codeSpan(shorten(first))}${more}`,
          path: claim.path,
          line: lines.startLine,
        },
      ],
      suggestion,
      followUps: [],
      identity: tools.identityOf(rule, claim.path, first, ordinal),
      substance: tools.substanceOf(enclosingBlock(shown, lines.startLine)),
    };
  });
}

const shorten = (line: string): string =>
  line.length <= 120 ? line : `${line.slice(0, 119).toWellFormed()}…`;

function bySeverity(a: Claim, b: Claim): number {
  return severities.indexOf(severityOf(a)) - severities.indexOf(severityOf(b));
}

function byPlace(a: Verified, b: Verified): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    (a.claim.path < b.claim.path ? -1 : a.claim.path > b.claim.path ? 1 : 0) ||
    a.lines.startLine - b.lines.startLine
  );
}
