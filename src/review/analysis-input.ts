import { matchesGlob } from 'node:path/posix';
import type { Change, ChangedFile } from '../change/change.ts';
import type { SourceFile, SourceTree } from '../change/source-tree.ts';
import { isBackendPath, notOfBackend } from '../code/backend-files.ts';
import type { RepositorySettings } from '../config/repository-settings.ts';
import type { Prove } from '../proof/subject.ts';
import type { RepositoryCache } from './repository-cache.ts';

export interface AnalysisInput extends RepositoryCache {
  readonly change: Change;
  readonly base: SourceTree;
  readonly head: SourceTree;
  readonly settings: RepositorySettings;
  /** Files to leave out and why: an earlier attempt died of them. */
  readonly skip: Readonly<Record<string, string>>;
  /** Runs what a pull request changes; null where nothing is to be run. */
  readonly prove: Prove | null;
  /**
   * The day of the head's commit as an ISO date, for what a contract announces: the same head is judged the same on every
   * day. null where nobody knows it.
   */
  headDay?(): Promise<string | null>;
  /** Told before work on a file begins, so that whoever watches knows what takes so long. */
  onFile(path: string): void;
}

/** A file of the change that is to be analysed, with what could be read of both sides. */
export interface ChangedSource {
  readonly file: ChangedFile;
  /** null where the side has no such file. */
  readonly base: SourceFile | null;
  readonly head: SourceFile | null;
}

/** What became of a file so far. */
export interface FileOutcome {
  readonly status: 'analyzed' | 'partial' | 'skipped';
  readonly reason: string | null;
  /** As in the coverage. */
  readonly exceeded?: true;
  readonly ignored?: true;
}

const unreadable = {
  missing: skipped('its content could not be fetched', true),
  binary: skipped('it is binary'),
  'too-large': skipped('it is too large', true),
  symlink: skipped('it is a symbolic link'),
  submodule: skipped('it is a submodule'),
} as const;

const ignored: FileOutcome = { status: 'skipped', reason: 'ignored by the settings', ignored: true };

export function skipped(reason: string, exceeded = false): FileOutcome {
  return { status: 'skipped', reason, ...(exceeded ? { exceeded } : {}) };
}

/**
 * Sorts the changed files: what can be analysed, with the texts of both sides in one read each, and what is left out
 * with its reason.
 */
export async function readChangedSources(
  input: AnalysisInput,
): Promise<{ sources: ChangedSource[]; left: Map<string, FileOutcome> }> {
  const left = new Map<string, FileOutcome>();
  const wanted = input.change.files.filter((file) => {
    const outcome = leftOut(file, input);
    if (outcome !== null) left.set(file.path, outcome);
    return outcome === null;
  });
  const sources: ChangedSource[] = [];
  for (const source of await readSides(input, wanted)) {
    const problem = (source.head ?? source.base)?.unreadable ?? null;
    if (problem === null) sources.push(source);
    else left.set(source.file.path, unreadable[problem]);
  }
  return { sources, left };
}

/**
 * The changed files that no path tells to be of a backend, where they may be contracts: those whose texts could be read.
 * They are files of the review only where they turn out to be one.
 */
export async function readPlainSources(
  input: AnalysisInput,
  mayBe: (path: string) => boolean,
): Promise<ChangedSource[]> {
  const wanted = input.change.files.filter((file) => {
    const place = isBackendPath(file.path);
    const isPlain = !place.backend && place.reason === notOfBackend;
    return isPlain && mayBe(file.path) && excluded(file, input) === null;
  });
  const sources = await readSides(input, wanted);
  return sources.filter(({ base, head }) => (head ?? base)?.unreadable === null);
}

async function readSides(input: AnalysisInput, files: readonly ChangedFile[]): Promise<ChangedSource[]> {
  if (files.length === 0) return [];
  const [base, head] = await Promise.all([
    input.base.read(files.flatMap((file) => file.basePath ?? [])),
    input.head.read(files.filter((file) => file.status !== 'removed').map((file) => file.path)),
  ]);
  return files.map((file) => ({
    file,
    base: (file.basePath === null ? undefined : base.get(file.basePath)) ?? null,
    head: head.get(file.path) ?? null,
  }));
}

function leftOut(file: ChangedFile, input: AnalysisInput): FileOutcome | null {
  const place = isBackendPath(file.path);
  return place.backend ? excluded(file, input) : skipped(place.reason);
}

function excluded(file: ChangedFile, { settings, skip }: AnalysisInput): FileOutcome | null {
  if (settings.ignore.some((glob) => matchesGlob(file.path, glob))) return ignored;
  const reason = skip[file.path] ?? (file.basePath === null ? undefined : skip[file.basePath]);
  if (reason !== undefined) return skipped(reason, true);
  return file.kind === 'text' ? null : unreadable[file.kind];
}
