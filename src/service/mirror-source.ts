import { type ObjectReader, openObjectReader } from '../change/cat-file.ts';
import type { Git } from '../change/git.ts';
import { openGitTree } from '../change/git-tree.ts';
import type { MirrorCache } from '../change/mirror.ts';
import type { Remote } from '../change/mirror-fetch.ts';
import { changedObjects, readChange } from '../change/read-change.ts';
import type { PullRequestRef } from '../github/pull-request.ts';
import type { Analyzer } from './analyzer.ts';
import type { ReviewSource } from './review-world.ts';

export interface SourceOptions {
  readonly ref: PullRequestRef;
  readonly remote: Remote;
  readonly mirrors: MirrorCache;
  readonly git: Git;
  /** PATH for the child's git. */
  readonly searchPath: string;
  readonly analyzer: Analyzer;
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
  return {
    fetch: (commits, signal) => mirror.fetchCommits(commits, signal),
    async readChange(base, head, signal) {
      const range = { git, repository: mirror.repository, base, head, signal };
      // Renames are found by content, so the contents come first.
      await mirror.fetchObjects(await changedObjects(range), signal);
      return readChange(range);
    },
    tree: (commit, signal) =>
      openGitTree({
        git,
        repository: mirror.repository,
        commit,
        objects: objects(),
        fetchObjects: (wanted) => mirror.fetchObjects(wanted, signal),
        signal,
      }),
    analyze: (change, settings, signal) =>
      analyzer.analyze(
        { repository: mirror.repository, searchPath, change, settings },
        (wanted) => mirror.fetchObjects(wanted, signal),
        signal,
      ),
    presentHead: (number, signal) => mirror.remoteHead(number, signal),
    async close() {
      reader?.objects.close();
      await mirror.close();
    },
  };
}
