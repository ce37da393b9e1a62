import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ContractChange, ContractLevel, ContractPlace } from '../api/contract-change.ts';
import type { ContractFormat, ContractProblem, ContractSide } from '../api/contract-format.ts';
import { contractFormats } from '../api/contracts.generated.ts';
import type { SourceTree } from '../change/source-tree.ts';
import { visible } from '../report/markdown/code-span.ts';
import { contractFiles } from '../review/contract-side.ts';
import { createFileTree, createFolderTree } from './folder-tree.ts';
import { UsageError } from './usage-error.ts';

/** What the command prints as JSON. Paths are as the arguments lead to them. */
export interface ContractReport {
  readonly version: 1;
  readonly changes: readonly {
    readonly id: string;
    readonly level: ContractLevel;
    /** `GET /orders/{id}`, `Query.orders`, `orders.v1.Order`. */
    readonly operation: string;
    /** Where inside the operation. */
    readonly path: string;
    readonly message: string;
    /** null where a side has none. */
    readonly base: ContractPlace | null;
    readonly head: ContractPlace | null;
    /** Further ids that the same edit falls under. */
    readonly aliases?: readonly string[];
  }[];
  readonly problems: readonly { readonly path: string; readonly reason: string; readonly partial: boolean }[];
}

interface Sides {
  readonly base: SourceTree;
  readonly head: SourceTree;
  /** Files that stand for each other; null where a side has none. */
  readonly pairs: readonly (readonly [base: string | null, head: string | null])[];
  /** Whether two files were given: these alone are compared. */
  readonly single: boolean;
  /** From a path in a tree to one that the arguments lead to. */
  readonly shown: Readonly<Record<'base' | 'head', (path: string) => string>>;
}

/**
 * Compares two files, or two folders file by file under the same relative path, in every format of contracts.
 * `exitCode` is 1 with a breaking change, 2 where nothing could be compared, else 0. Throws UsageError for a path that
 * is not there, and where no file is a contract. `today` is an ISO date: what a contract announces is held against it.
 */
export async function compareContracts(
  base: string,
  head: string,
  today: string,
): Promise<{ readonly report: ContractReport; readonly exitCode: 0 | 1 | 2 }> {
  const sides = await openSides(base, head);
  const compared = await Promise.all(contractFormats.map((format) => compareIn(format, sides, today)));
  const unread = await unreadable(sides);
  const files = compared.reduce((count, each) => count + each.files, 0);
  if (files === 0 && unread.length === 0)
    throw new UsageError(
      `no contract in ${base} and ${head}: known are ${contractFormats.map(({ title }) => title).join(', ')}`,
    );
  const changes = compared.flatMap((each) => each.changes);
  const problems = [...unread, ...compared.flatMap((each) => each.problems)];
  const failed = new Set(problems.filter(({ partial }) => !partial).map(({ path }) => path));
  const isBreaking = changes.some(({ level }) => level === 'breaking');
  return {
    report: {
      version: 1,
      changes: changes.map((change) => listed(change, sides)),
      problems: problems.map((each) => told(each, sides)),
    },
    exitCode: changes.length === 0 && files <= failed.size ? 2 : isBreaking ? 1 : 0,
  };
}

async function openSides(base: string, head: string): Promise<Sides> {
  const folders = [isFolder(base), isFolder(head)];
  if (folders[0] !== folders[1])
    throw new UsageError(`${base} and ${head}: two files or two folders are compared, not one of each`);
  if (folders[0] === true) {
    const trees = [createFolderTree(base), createFolderTree(head)] as const;
    const [old, next] = [await pathsOf(trees[0]), await pathsOf(trees[1])];
    const pairs = [...new Set([...old, ...next])]
      .sort()
      .map((path) => [old.has(path) ? path : null, next.has(path) ? path : null] as const);
    const shown = { base: (path: string) => join(base, path), head: (path: string) => join(head, path) };
    return { base: trees[0], head: trees[1], pairs, single: false, shown };
  }
  return {
    base: createFileTree(base),
    head: createFileTree(head),
    pairs: [[basename(base), basename(head)]],
    single: true,
    shown: {
      base: (path) => (path === basename(base) ? base : join(dirname(base), path)),
      head: (path) => (path === basename(head) ? head : join(dirname(head), path)),
    },
  };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    throw new UsageError(`${path}: no such file or folder`);
  }
}

async function pathsOf(tree: SourceTree): Promise<Set<string>> {
  return new Set((await tree.list()).map(({ path }) => path));
}

interface Compared {
  /** Pairs that are contracts of the format. */
  readonly files: number;
  readonly changes: readonly ContractChange[];
  readonly problems: readonly ContractProblem[];
}

async function compareIn(format: ContractFormat, sides: Sides, today: string): Promise<Compared> {
  const concerned = sides.pairs.filter((pair) =>
    pair.every((path) => path === null || format.concerns(path)),
  );
  if (concerned.length === 0) return { files: 0, changes: [], problems: [] };
  const alone = sides.single && format.gathers === true;
  const [base, head] = await Promise.all(
    [sides.base, sides.head].map((tree, index) =>
      contractFiles(
        tree,
        alone ? { ...format, related: () => [] } : format,
        concerned.map((pair) => pair[index] ?? null),
      ),
    ),
  );
  if (base === undefined || head === undefined) return { files: 0, changes: [], problems: [] };
  const changed = concerned.filter(
    ([old, next]) => isContract(format, base, old) || isContract(format, head, next),
  );
  if (changed.length === 0) return { files: 0, changes: [], problems: [] };
  return { files: changed.length, ...format.compare({ base, head, changed, today }) };
}

function isContract(format: ContractFormat, side: ContractSide, path: string | null): boolean {
  const file = path === null ? null : side.read(path);
  return file !== null && format.recognises(file.text);
}

const reasons: Readonly<Record<string, string>> = {
  symlink: 'it is a symbolic link, and links are not followed',
  binary: 'it is not a text file',
  'too-large': 'it is longer than 64 MB',
};

/** Files that have a contract's name and cannot be read. */
async function unreadable({ base, head, pairs }: Sides): Promise<ContractProblem[]> {
  const found = new Map<string, ContractProblem>();
  for (const [index, tree] of [base, head].entries()) {
    const paths = pairs
      .map((pair) => pair[index] ?? null)
      .filter((path) => path !== null)
      .filter((path) => contractFormats.some((format) => format.concerns(path)));
    for (const { path, unreadable: why } of (await tree.read(paths)).values())
      if (why !== null && why in reasons)
        found.set(path, { path, partial: false, reason: reasons[why] ?? why });
  }
  return [...found.values()];
}

function listed(
  { id, level, operation, subject, message, base, head, aliases }: ContractChange,
  { shown }: Sides,
): ContractReport['changes'][number] {
  const at = (place: ContractPlace | null, side: 'base' | 'head'): ContractPlace | null =>
    place === null ? null : { path: shown[side](place.path), line: place.line };
  return {
    id,
    level,
    operation,
    path: subject,
    message,
    base: at(base, 'base'),
    head: at(head, 'head'),
    ...(aliases === undefined ? {} : { aliases }),
  };
}

function told(
  { path, reason, subject, partial }: ContractProblem,
  { shown, pairs }: Sides,
): ContractReport['problems'][number] {
  const side =
    pairs.some(([, next]) => next === path) || !pairs.some(([old]) => old === path) ? 'head' : 'base';
  const words = subject === undefined ? reason : `${reason} (${subject})`;
  return { path: shown[side](path), reason: words, partial };
}

/** For programs, which look for ids: what one edit falls under is an entry for each id, at the level of that id. */
export function contractJson({ version, changes, problems }: ContractReport): string {
  const levels = new Map(
    contractFormats.flatMap(({ checks }) => checks.map(({ id, level }) => [id, level] as const)),
  );
  const entries = changes.flatMap(({ aliases = [], ...change }) => [
    change,
    ...aliases.map((id) => ({ ...change, id, level: levels.get(id) ?? change.level })),
  ]);
  return JSON.stringify({ version, changes: entries, problems }, null, 2);
}

const order: readonly ContractLevel[] = ['breaking', 'risky', 'compatible'];

/** The changes by operation, what breaks callers first, and how many there are. With a final newline. */
export function contractText({ changes }: ContractReport): string {
  const groups = Map.groupBy(changes, ({ operation }) => operation);
  const rank = (group: ContractReport['changes']): number =>
    Math.min(...group.map(({ level }) => order.indexOf(level)));
  const blocks = [...groups]
    .toSorted(([, a], [, b]) => rank(a) - rank(b))
    .map(
      ([operation, group]) => `${visible(operation)}\n${group.toSorted(byLevel).map(changeLine).join('')}`,
    );
  const counts = order.map(
    (level) => `${changes.filter((change) => change.level === level).length} ${level}`,
  );
  return [...blocks, `${counts.join(', ')}\n`].join('\n');
}

type Listed = ContractReport['changes'][number];

function byLevel(a: Listed, b: Listed): number {
  return order.indexOf(a.level) - order.indexOf(b.level);
}

function changeLine({ id, level, path, message, base, head }: Listed): string {
  const at = head ?? base;
  const place = at === null ? '' : ` (${at.path}:${at.line})`;
  const where = path === '' ? '' : `${path}: `;
  return `  ${level.padEnd(10)}  ${visible(`${where}${message}${place}`)}  [${id}]\n`;
}

/** A line for each file that was not compared, or in part only. */
export function problemText({ problems }: ContractReport): string {
  return problems
    .map(
      ({ path, reason, partial }) =>
        `backend-engineer: ${visible(path)}: ${partial ? 'compared in part:' : 'not compared, because'} ${visible(reason)}\n`,
    )
    .join('');
}
