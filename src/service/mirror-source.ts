import { type ObjectReader, openObjectReader } from '../change/cat-file.ts';
import type { Git } from '../change/git.ts';
import { openGitTree } from '../change/git-tree.ts';
import type { MirrorCache } from '../change/mirror.ts';
import type { Remote } from '../change/mirror-fetch.ts';
import { readChange } from '../change/read-change.ts';
import type { SourceTree, TreeEntry } from '../change/source-tree.ts';
import { GitError } from '../errors.ts';
import type { PullRequestRef } from '../github/pull-request.ts';
import { wantedPaths } from '../review/wanted-paths.ts';
import type { Analyzer } from './analyzer.ts';
import type { ReviewSource } from './review-world.ts';

export interface SourceOptions {
  readonly ref: PullRequestRef;
  readonly remote: Remote;
  readonly mirrors: Pick<MirrorCache, 'open'>;
  readonly git: Git;
  /** PATH for the child's git. */
  readonly searchPath: string;
  readonly analyzer: Pick<Analyzer, 'analyze'>;
}

/** The repository's objects from its mirror, analysed in the child. */
export async function openMirrorSource(options: SourceOptions): Promise<ReviewSource> {
  const { ref, remote, mirrors, git, searchPath, analyzer } = options;
  const key = { installation: ref.installation, repository: `${ref.owner}/${ref.name}`.toLowerCase() };
  const mirror = await mirrors.open({ key, remote });
  let reader: { readonly repository: string; readonly objects: ObjectReader } | null = null;
  // A fetch may replace the mirror's folder: what reads the old one is closed then.
  const objects = (): ObjectReader => {
    if (reader?.repository === mirror.repository) return reader.objects;
    reader?.objects.close();
    reader = {
      repository: mirror.repository,
      objects: openObjectReader({ git, repository: mirror.repository }),
    };
    return reader.objects;
  };
  const tree = (commit: string, signal: AbortSignal): SourceTree =>
    openGitTree({
      git,
      repository: mirror.repository,
      commit,
      objects: objects(),
      fetchObjects: (wanted) => mirror.fetchObjects(wanted, signal),
      signal,
    });
  return {
    fetch: (commits, signal) => mirror.fetchCommits(commits, signal),
    // Renames are found by content, so the contents come before the change.
    async fetchContents(base, head, signal) {
      await mirror.fetchObjects(await wantedObjects(tree(base, signal), tree(head, signal)), signal);
    },
    readChange: (base, head, signal) =>
      readChange({ git, repository: mirror.repository, base, head, signal }),
    tree,
    async analyze(change, settings, signal) {
      const failures: unknown[] = [];
      const analysis = await analyzer.analyze(
        { repository: mirror.repository, searchPath, change, settings },
        (wanted) =>
          mirror.fetchObjects(wanted, signal).catch((error: unknown) => {
            failures.push(error);
            throw error;
          }),
        signal,
      );
      // What GitHub did not give this time is no property of the change: another attempt may have it.
      const passing = failures.find((error) => !isOfObject(error));
      if (passing !== undefined) throw passing;
      return analysis;
    },
    presentHead: (number, signal) => mirror.remoteHead(number, signal),
    async close() {
      reader?.objects.close();
      await mirror.close();
    },
  };
}

/** True where the object itself is at fault: too large, or git cannot use it. */
function isOfObject(error: unknown): boolean {
  return error instanceof GitError && (error.code === 'GIT_TOO_LARGE' || error.code === 'GIT_FAILED');
}

/** Blobs of the changed files on both sides, and of the files that the analysis reads beside them. */
async function wantedObjects(base: SourceTree, head: SourceTree): Promise<string[]> {
  const sides = await Promise.all([base.list(), head.list()]);
  const [before, after] = sides.map((entries) => new Map(entries.map((entry) => [entry.path, entry])));
  const changed = [...new Set(sides.flat().map(({ path }) => path))].filter(
    (path) => before?.get(path)?.object !== after?.get(path)?.object,
  );
  return [...new Set(sides.flatMap((entries) => objectsOf(entries, changed)))];
}

function objectsOf(entries: readonly TreeEntry[], changed: readonly string[]): string[] {
  const wanted = new Set(
    wantedPaths(
      entries.map(({ path }) => path),
      changed,
    ),
  );
  return entries
    .filter(({ path, mode }) => wanted.has(path) && mode !== submodule)
    .map(({ object }) => object);
}

/** Git's mode of a submodule: its object is a commit of another repository. */
const submodule = '160000';
