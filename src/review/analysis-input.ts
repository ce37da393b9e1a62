import { matchesGlob } from 'node:path/posix';
import type { Change, ChangedFile } from '../change/change.ts';
import type { SourceFile, SourceTree } from '../change/source-tree.ts';
import { isBackendPath } from '../code/backend-files.ts';
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
  /** The day of the review as an ISO date, for what a contract announces; left out where nobody knows it. */
  readonly today?: string;
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
  const [base, head] = await Promise.all([
    input.base.read(wanted.flatMap((file) => file.basePath ?? [])),
    input.head.read(wanted.filter((file) => file.status !== 'removed').map((file) => file.path)),
  ]);
  const sources: ChangedSource[] = [];
  for (const file of wanted) {
    const source: ChangedSource = {
      file,
      base: (file.basePath === null ? undefined : base.get(file.basePath)) ?? null,
      head: head.get(file.path) ?? null,
    };
    const problem = (source.head ?? source.base)?.unreadable ?? null;
    if (problem === null) sources.push(source);
    else left.set(file.path, unreadable[problem]);
  }
  return { sources, left };
}

function leftOut(file: ChangedFile, { settings, skip }: AnalysisInput): FileOutcome | null {
  const place = isBackendPath(file.path);
  if (!place.backend) return skipped(place.reason);
  if (settings.ignore.some((glob) => matchesGlob(file.path, glob))) return ignored;
  const reason = skip[file.path] ?? (file.basePath === null ? undefined : skip[file.basePath]);
  if (reason !== undefined) return skipped(reason, true);
  return file.kind === 'text' ? null : unreadable[file.kind];
}
