import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GitError } from '../errors.ts';
import type { Git, GitProtocol } from './git.ts';
import { createKeyedLock } from './lock.ts';
import {
  type FetchLimits,
  fetchMissing,
  fetchTrees,
  hasCommits,
  type Remote,
  readRemoteRef,
  readTrees,
} from './mirror-fetch.ts';
import {
  createGeneration,
  generationPath,
  installationFolder,
  lastUsed,
  type MirrorKey,
  markUsed,
  mirrorFolder,
  mirrorSize,
  readGenerations,
} from './mirror-folder.ts';

/** A cached repository: bare, shallow and partial. Every method throws GitError, and the signal's reason. */
export interface Mirror {
  /** Git directory that holds the commits of the last `fetchCommits`; it stays until `close`. */
  readonly repository: string;
  /** Gets these commits with their trees, without blobs. Nothing is asked of the remote when they are here. */
  fetchCommits(commits: readonly string[], signal: AbortSignal): Promise<void>;
  /** Gets those of these blobs that are not here, in one fetch. */
  fetchObjects(objects: readonly string[], signal: AbortSignal): Promise<void>;
  /** The commit of a pull request's head at the remote, null where there is none. */
  remoteHead(number: number, signal: AbortSignal): Promise<string | null>;
  /** Gives the mirror back; may be called again. */
  close(): Promise<void>;
}

/** The service's cache of repositories. One process owns its folder. */
export interface MirrorCache {
  open(options: { readonly key: MirrorKey; readonly remote: Remote }): Promise<Mirror>;
  /** Deletes an installation's mirrors, or one of them, after their running fetches. Whoever reads them fails. */
  remove(installation: number, repository?: string): Promise<void>;
  /** Deletes the mirrors that were last used before this time (milliseconds since 1970). Those in use stay. */
  prune(before: number): Promise<void>;
}

export const defaultFetchLimits: FetchLimits = {
  fetchMs: 120_000,
  mirrorBytes: 1024 * 1024 * 1024,
  packs: 100,
};

/**
 * A mirror is a folder of generations. One that is corrupt, holds what git cannot go on with, or has grown too large is
 * replaced by the next generation, while those who read the old one finish; a failed replacement leaves the old one.
 * @param protocols how remotes may be reached; `file` is for tests
 */
export function createMirrorCache(options: {
  readonly git: Git;
  readonly folder: string;
  readonly limits?: FetchLimits;
  readonly protocols?: readonly GitProtocol[];
}): MirrorCache {
  const { git, folder: cache, limits = defaultFetchLimits, protocols = ['https', 'http'] } = options;
  const lock = createKeyedLock();
  /** How many opened mirrors use a generation, by its path. */
  const users = new Map<string, number>();
  /** Folders of mirrors whose remote refused to leave blobs out. */
  const unfiltered = new Set<string>();

  async function take(path: string): Promise<void> {
    users.set(path, (users.get(path) ?? 0) + 1);
    await markUsed(path);
  }

  function release(path: string): void {
    const left = (users.get(path) ?? 1) - 1;
    if (left === 0) users.delete(path);
    else users.set(path, left);
  }

  /** Deletes all but the newest generation and those in use. Gives the newest. */
  async function tidy(folder: string): Promise<number | null> {
    const all = await readGenerations(folder);
    const newest = all.at(-1) ?? null;
    const old = all
      .filter((generation) => generation !== newest)
      .map((number) => generationPath(folder, number));
    for (const path of old) if (!users.has(path)) await rm(path, { recursive: true, force: true });
    return newest;
  }

  async function open({
    key,
    remote,
  }: {
    readonly key: MirrorKey;
    readonly remote: Remote;
  }): Promise<Mirror> {
    const folder = mirrorFolder(cache, key);
    const fetching = { git, remote, limits, protocols };
    let current = await lock.run(folder, async () => {
      const newest = await tidy(folder);
      const path = newest === null ? await createGeneration(git, folder, 1) : generationPath(folder, newest);
      await take(path);
      return path;
    });
    let open = true;

    /** Fetches into an empty generation; in the end without the filter, which a server may refuse. */
    async function fetchAnew(commits: readonly string[], signal: AbortSignal): Promise<void> {
      const empty = (await mirrorSize(current)).packs === 0;
      const number = ((await readGenerations(folder)).at(-1) ?? 0) + 1;
      const path = empty ? current : await createGeneration(git, folder, number);
      try {
        await fetchTrees(fetching, path, { commits, filter: true, signal }).catch(async (error: unknown) => {
          if (!isFailure(error)) throw error;
          // Without the filter a fetch can be a hundred times as large: not for a remote that does not answer at all.
          if (!(await answers(path, signal))) throw error;
          await fetchTrees(fetching, path, { commits, filter: false, signal });
          unfiltered.add(folder);
        });
      } catch (error) {
        if (!empty) await rm(path, { recursive: true, force: true });
        throw error;
      }
      if (empty) return;
      await take(path);
      release(current);
      current = path;
      await tidy(folder);
    }

    async function answers(path: string, signal: AbortSignal): Promise<boolean> {
      return readRemoteRef(fetching, path, 'HEAD', signal).then(
        () => true,
        (error: unknown) => {
          if (isFailure(error)) return false;
          throw error;
        },
      );
    }

    return {
      get repository() {
        return current;
      },
      fetchCommits: (commits, signal) =>
        lock.run(folder, async () => {
          signal.throwIfAborted();
          const { bytes, packs } = await mirrorSize(current);
          try {
            if (packs > 0 && (await hasCommits(git, current, commits, signal)))
              return await readTrees(git, current, commits, signal);
            if (packs > 0 && packs < limits.packs && bytes < limits.mirrorBytes / 2)
              return await fetchTrees(fetching, current, {
                commits,
                filter: !unfiltered.has(folder),
                signal,
              });
          } catch (error) {
            if (!isFailure(error)) throw error;
          }
          await fetchAnew(commits, signal);
        }),
      fetchObjects: (objects, signal) =>
        lock.run(folder, async () => {
          signal.throwIfAborted();
          await fetchMissing(fetching, current, objects, signal);
        }),
      remoteHead: (number, signal) => readRemoteRef(fetching, current, `refs/pull/${number}/head`, signal),
      async close() {
        if (!open) return;
        open = false;
        release(current);
        await lock.run(folder, () => tidy(folder));
      },
    };
  }

  async function forEachFolder(installation: string, task: (folder: string) => Promise<void>): Promise<void> {
    const names = await readdir(join(cache, installation)).catch(() => []);
    for (const name of names) {
      const folder = join(cache, installation, name);
      await lock.run(folder, () => task(folder));
    }
  }

  return {
    open,
    async remove(installation, repository) {
      if (repository === undefined) {
        await forEachFolder(String(installation), (folder) => rm(folder, { recursive: true, force: true }));
        await rm(installationFolder(cache, installation), { recursive: true, force: true });
      } else {
        const folder = mirrorFolder(cache, { installation, repository });
        await lock.run(folder, () => rm(folder, { recursive: true, force: true }));
      }
    },
    async prune(before) {
      for (const installation of await readdir(cache).catch(() => []))
        await forEachFolder(installation, async (folder) => {
          const newest = await tidy(folder);
          const inUse = (await readGenerations(folder)).some((number) =>
            users.has(generationPath(folder, number)),
          );
          if (inUse || (newest !== null && (await lastUsed(generationPath(folder, newest))) >= before))
            return;
          await rm(folder, { recursive: true, force: true });
        });
    },
  };
}

/** Git ended with an error: the mirror may be at fault. Limits and cancelling are not the mirror's. */
function isFailure(error: unknown): boolean {
  return error instanceof GitError && error.code === 'GIT_FAILED';
}
