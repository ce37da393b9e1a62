import type { ContractChange, ContractPlace } from '../api/contract-change.ts';
import type { ContractFormat, ContractSide } from '../api/contract-format.ts';
import { mergeSharedChanges } from '../api/merge-shared-changes.ts';
import type { Suggestion } from '../report/finding.ts';
import type { ContractRule } from '../rules/rule.ts';
import { indexLines } from '../text/lines.ts';
import { applySuggestion } from './whole-lines.ts';

/** What a suggestion about a contract is tried on. */
export interface ContractTrial {
  readonly format: ContractFormat;
  readonly base: ContractSide;
  readonly head: ContractSide;
  readonly changed: Parameters<ContractFormat['compare']>[0]['changed'];
  readonly today: string | null;
  /** What the comparison said without a suggestion. */
  readonly compared: Compared;
}

type Compared = ReturnType<ContractFormat['compare']>;

/** Proving one costs a comparison of all that changed. */
const maxTries = 60;
/** Longest file that suggestions are tried on, in UTF-16 units. */
const maxLength = 400_000;
/** Longest line: a document of one line has no place for a suggestion. */
const maxLine = 400;

/**
 * Gives suggestions for changes of contracts: the line as it was, or without what is new in it. Only one with which the
 * change is gone, the file is read as before and nothing new has come is given.
 */
export function createContractSuggestions(
  trials: readonly ContractTrial[],
): (rule: ContractRule, change: ContractChange) => Suggestion | null {
  let tries = 0;
  return (rule, change) => {
    const { base, head } = change;
    const trial = trials.find(({ format }) => format.id === change.format);
    if (rule.remedy !== 'restore' || head === null || trial === undefined) return null;
    const text = trial.head.read(head.path)?.text;
    if (text === undefined || text.length > maxLength) return null;
    const old = base === null ? null : lineAt(trial.base, base);
    for (const replacement of candidates(lineAt(trial.head, head), old, change)) {
      if (++tries > maxTries) return null;
      const suggestion = { startLine: head.line, endLine: head.line, replacement };
      const tried = compare(trial, withText(trial.head, head.path, applied(text, suggestion)));
      if (takesBack(change, trial.compared, tried)) return suggestion;
    }
    return null;
  };
}

function compare(trial: ContractTrial, head: ContractSide): Compared {
  const { format, base, changed, today } = trial;
  return format.compare({ base, head, changed, today });
}

function withText(side: ContractSide, path: string, text: string): ContractSide {
  return { ...side, read: (asked) => (asked === path ? { path, text } : side.read(asked)) };
}

function applied(text: string, suggestion: Suggestion): string {
  return applySuggestion(text, indexLines(text), suggestion);
}

function lineAt(side: ContractSide, { path, line }: ContractPlace): string | null {
  const text = side.read(path)?.text;
  if (text === undefined) return null;
  const lines = indexLines(text);
  if (line > lines.count) return null;
  const { start, end } = lines.rangeOf(line);
  return end - start > maxLine ? null : text.slice(start, end).replace(/\r$/, '');
}

/** What may stand in place of a line, the likeliest first; an empty text is no line at all. */
function candidates(line: string | null, old: string | null, change: ContractChange): string[] {
  if (line === null) return [];
  const name = /[^.\]}]*$/.exec(change.subject.split(': ').at(-1) ?? '')?.[0] ?? '';
  const found = [
    ...(old !== null && keyOf(old) === keyOf(line) ? [old] : []),
    without(line, name),
    without(line, 'required: true'),
    // What is new is meant to be there: only what it demands is taken back.
    ...(change.base === null ? [] : ['']),
  ];
  return [...new Set(found)].filter((each) => each !== line);
}

/** Indentation and key of a line of YAML or JSON. */
function keyOf(line: string): string {
  return line.split(/:(?:\s|$)/)[0] ?? line;
}

/** A line without one of the items of its lists or mappings in one line. */
function without(line: string, item: string): string {
  if (item === '') return line;
  const written = [item, `'${item}'`, `"${item}"`];
  for (const each of written)
    for (const [found, by] of [
      [`, ${each}]`, ']'],
      [`, ${each} }`, ' }'],
      [`, ${each}}`, '}'],
      [`[${each}, `, '['],
      [`{ ${each}, `, '{ '],
      [` ${each}, `, ' '],
      [`[${each}]`, '[]'],
    ] as const)
      if (line.includes(found)) return line.replace(found, by);
  return line;
}

/** Whether the change is gone everywhere, everything is read as it was, and nothing else breaks or risks anything. */
function takesBack(change: ContractChange, before: Compared, after: Compared): boolean {
  if (after.problems.length > before.problems.length) return false;
  const name = ({ id, operation, subject }: ContractChange): string => `${id} ${operation} ${subject}`;
  const was = new Set(before.changes.map(name));
  // Told once for all operations that share it, it has to be gone for each.
  const own = mergeSharedChanges(before.changes).find((each) => name(each) === name(change)) ?? change;
  const others = new Set([own.operation, ...(own.alsoIn ?? [])]);
  const left = after.changes.some(
    (each) => each.id === change.id && others.has(each.operation) && lastOf(each) === lastOf(change),
  );
  return !left && after.changes.every((each) => each.level === 'compatible' || was.has(name(each)));
}

function lastOf({ subject }: ContractChange): string {
  return subject.split(/[.:]\s*/).at(-1) ?? subject;
}
