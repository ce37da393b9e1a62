import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GitError } from '../errors.ts';
import { createKeyedLock } from '../keyed-lock.ts';
import type { Git, GitProtocol } from './git.ts';
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
  /** Deletes an installation's mirrors after their running fetches. Whoever reads them fails. */
  removeInstallation(installation: number): Promise<void>;
  /** Deletes the mirrors of a repository (`owner/name`) likewise, whichever installation had it. */
  removeRepository(repository: string): Promise<void>;
  /**
   * Deletes the mirrors that were last used before this time (milliseconds since 1970), and of the others the ones
   * that were not used for longest until all together have room. Those in use stay.
   */
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
 * @param options.maximumBytes of all mirrors together. It is looked at after each use, so that it is exceeded by what is in
 * use at most
 * @param options.protocols how remotes may be reached; `file` is for tests
 */
export function createMirrorCache(options: {
  readonly git: Git;
  readonly folder: string;
  readonly limits?: FetchLimits;
  readonly maximumBytes?: number;
  readonly protocols?: readonly GitProtocol[];
}): MirrorCache {
  const { git, folder: cache, limits = defaultFetchLimits, protocols = ['https', 'http'] } = options;
  const { maximumBytes = Number.POSITIVE_INFINITY } = options;
  const lock = createKeyedLock();
  /** How many opened mirrors use a generation, by its path. */
  const users = new Map<string, number>();
  /** Folders of mirrors whose remote refused to leave blobs out. */
  const unfiltered = new Set<string>();
  /** Bytes of each mirror's folder as it was last looked at. */
  const sizes = new Map<string, number>();

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
            // What is over its limit was refused when it was fetched, and is not let in the next time either.
            const usable = packs > 0 && bytes <= limits.mirrorBytes;
            if (usable && (await hasCommits(git, current, commits, signal)))
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
        await lock.run(folder, async () => {
          await tidy(folder);
          const bytes = await folderSize(folder);
          if (bytes > 0) sizes.set(folder, bytes);
        });
        await shrink();
      },
    };
  }

  async function allFolders(): Promise<string[]> {
    const installations = await readdir(cache).catch(() => []);
    const folders = installations.map(async (installation) => {
      const names = await readdir(join(cache, installation)).catch(() => []);
      return names.map((name) => join(cache, installation, name));
    });
    return (await Promise.all(folders)).flat();
  }

  async function inUse(folder: string): Promise<boolean> {
    return (await readGenerations(folder)).some((number) => users.has(generationPath(folder, number)));
  }

  /** To be called with the folder's lock. */
  async function drop(folder: string): Promise<void> {
    sizes.delete(folder);
    unfiltered.delete(folder);
    await rm(folder, { recursive: true, force: true });
  }

  /** Deletes mirrors, the longest unused first, until the others have room. */
  async function shrink(): Promise<void> {
    const total = (): number => sizes.values().reduce((sum, bytes) => sum + bytes, 0);
    if (total() <= maximumBytes) return;
    const ages = [...sizes.keys()].map(async (folder) => ({ folder, used: await folderUsed(folder) }));
    const oldest = (await Promise.all(ages)).toSorted((a, b) => a.used - b.used);
    for (const { folder } of oldest) {
      if (total() <= maximumBytes) return;
      await lock.run(folder, async () => {
        if (!(await inUse(folder))) await drop(folder);
      });
    }
  }

  return {
    open,
    async removeInstallation(installation) {
      const own = installationFolder(cache, installation);
      for (const name of await readdir(own).catch(() => []))
        await lock.run(join(own, name), () => drop(join(own, name)));
      await rm(own, { recursive: true, force: true });
    },
    async removeRepository(repository) {
      for (const installation of await readdir(cache).catch(() => [])) {
        const folder = mirrorFolder(cache, { installation: Number(installation), repository });
        await lock.run(folder, () => drop(folder));
      }
    },
    async prune(before) {
      for (const folder of await allFolders())
        await lock.run(folder, async () => {
          const newest = await tidy(folder);
          const old = newest === null || (await lastUsed(generationPath(folder, newest))) < before;
          if (old && !(await inUse(folder))) await drop(folder);
          else sizes.set(folder, await folderSize(folder));
        });
      await shrink();
    },
  };
}

async function folderSize(folder: string): Promise<number> {
  const sizes = (await readGenerations(folder)).map((number) => mirrorSize(generationPath(folder, number)));
  return (await Promise.all(sizes)).reduce((sum, { bytes }) => sum + bytes, 0);
}

async function folderUsed(folder: string): Promise<number> {
  const newest = (await readGenerations(folder)).at(-1);
  return newest === undefined ? 0 : lastUsed(generationPath(folder, newest));
}

/** Git ended with an error: the mirror may be at fault. Limits and cancelling are not the mirror's. */
function isFailure(error: unknown): boolean {
  return error instanceof GitError && error.code === 'GIT_FAILED';
}
