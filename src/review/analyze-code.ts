import type { Endpoint } from '../api/endpoint.ts';
import { createProgram, type Program } from '../code/program.ts';
import { createReadLog } from '../code/read-log.ts';
import { type CodeView, viewCode } from '../code/view/code-view.ts';
import type { Rule } from '../rules/rule.ts';
import { type FoundCode, newInCode, runCodeRules } from '../rules/run-code-rules.ts';
import { type AnalysisInput, type ChangedSource, type FileOutcome, skipped } from './analysis-input.ts';
import { isJudgedCode } from './judged-code.ts';
import { touchesLines } from './touched-lines.ts';

export interface CodeAnalysis {
  /** What the change brought, on lines of the head. */
  readonly found: readonly FoundCode[];
  readonly outcomes: ReadonlyMap<string, FileOutcome>;
}

/** The rules about code over the changed source files, each against what it was before. */
export function analyzeCode(
  rules: readonly Rule[],
  input: Pick<AnalysisInput, 'onFile'>,
  sources: readonly ChangedSource[],
  endpoints: readonly Endpoint[],
): CodeAnalysis {
  const judged = sources.filter(({ file }) => isJudgedCode(file.path));
  const outcomes = new Map<string, FileOutcome>();
  const watch = {
    begin: input.onFile,
    unread: (path: string) =>
      outcomes.set(path, skipped('it is too long or too deeply nested to be parsed', true)),
  };
  const base = createProgram(textsOf(judged, 'base'), createReadLog(), watch);
  const head = createProgram(textsOf(judged, 'head'), createReadLog(), watch);
  const handled = Map.groupBy(endpoints, ({ handler, span }) => (handler ?? span).path);
  const before: FoundCode[] = [];
  const after: FoundCode[] = [];
  const found: { source: ChangedSource; found: FoundCode }[] = [];
  for (const source of judged) {
    const was = viewOf(base, source.file.basePath);
    const is = source.head === null ? null : viewOf(head, source.file.path);
    if (is === null) {
      if (was !== null)
        before.push(...runCodeRules(rules, { code: was, side: 'base', base: null, endpoints: [] }));
      continue;
    }
    const compared = newInCode(rules, is, was, handled.get(source.file.path) ?? []);
    before.push(...compared.before);
    after.push(...compared.all);
    found.push(...compared.found.map((each) => ({ source, found: each })));
  }
  const arrived = notMoved(
    found.map((each) => each.found),
    before,
    after,
  );
  return {
    found: found.filter((each) => arrived.has(each.found) && isOfTheChange(each)).map((each) => each.found),
    outcomes,
  };
}

function textsOf(sources: readonly ChangedSource[], side: 'base' | 'head'): { path: string; text: string }[] {
  return sources.flatMap(({ file, ...sides }) => {
    const text = sides[side]?.text ?? null;
    const path = side === 'head' ? file.path : file.basePath;
    return text === null || path === null ? [] : [{ path, text }];
  });
}

function viewOf(program: Program, path: string | null): CodeView | null {
  const file = path === null ? null : program.file(path);
  return file === null ? null : viewCode(file);
}

/** Code that only went from one file to another is found as often as before. */
function notMoved(
  found: readonly FoundCode[],
  before: readonly FoundCode[],
  after: readonly FoundCode[],
): ReadonlySet<FoundCode> {
  const isNew = new Set(found);
  const left = new Map<string, number>();
  const add = (key: string, count: number): Map<string, number> =>
    left.set(key, (left.get(key) ?? 0) + count);
  for (const { key } of before) add(key, 1);
  // What is still where it was did not move.
  for (const each of after) if (!isNew.has(each)) add(each.key, -1);
  return new Set(
    found.filter(({ key }) => {
      const count = left.get(key) ?? 0;
      add(key, -1);
      return count <= 0;
    }),
  );
}

function isOfTheChange({ source, found }: { source: ChangedSource; found: FoundCode }): boolean {
  const { match, subject } = found;
  const { startLine, endLine } = subject.code.lines.linesOf(match.range);
  return match.removal === true || touchesLines(source.file, 'head', startLine, endLine);
}
