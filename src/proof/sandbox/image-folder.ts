import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLock } from '../../keyed-lock.ts';
import type { ImageStore } from './image-store.ts';

/** SHA-256, in front of what it is of. */
const hashBytes = 32;

export interface FolderBounds {
  /** Of all images together. */
  readonly bytes: number;
  /** Milliseconds since the last use. They are counted when an image is added. */
  readonly ageMs: number;
}

/**
 * Images in the files of a folder; those that were used last stay. Several processes may share it: a file appears whole or
 * not at all, and one that is not what was written counts as absent.
 */
export function keepInFolder(folder: string, bounds: FolderBounds, clock: { now(): number }): ImageStore {
  const lock = createLock();
  let writes = 0;

  return {
    async get(key) {
      const path = pathOf(key);
      const content = await readFile(path).catch(() => null);
      if (content === null) return null;
      const image = content.subarray(hashBytes);
      if (!content.subarray(0, hashBytes).equals(hashOf(image))) {
        await rm(path, { force: true }).catch(() => {});
        return null;
      }
      const now = new Date(clock.now());
      await utimes(path, now, now).catch(() => {});
      return image;
    },
    async set(key, image) {
      if (image.length > bounds.bytes) return;
      await lock(() => write(key, image)).catch(() => {});
    },
  };

  async function write(key: string, image: Uint8Array): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const unfinished = join(folder, `${process.pid}-${writes++}.unfinished`);
    try {
      await writeFile(unfinished, Buffer.concat([hashOf(image), image]), { mode: 0o600 });
      await rename(unfinished, pathOf(key));
    } finally {
      await rm(unfinished, { force: true });
    }
    await makeRoom();
  }

  /** Removes those that were used longest ago, and what an end in the middle left. */
  async function makeRoom(): Promise<void> {
    const files = await Promise.all((await readdir(folder)).map((name) => describe(join(folder, name))));
    const newestFirst = files
      .filter((file) => file !== null)
      .sort((one, other) => other.usedAt - one.usedAt || (one.path < other.path ? -1 : 1));
    let bytes = 0;
    for (const file of newestFirst) {
      bytes += file.bytes;
      if (bytes > bounds.bytes || clock.now() - file.usedAt > bounds.ageMs)
        await rm(file.path, { force: true });
    }
  }

  function pathOf(key: string): string {
    return join(folder, `${createHash('sha256').update(key).digest('hex')}.image`);
  }
}

async function describe(path: string): Promise<{ path: string; bytes: number; usedAt: number } | null> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { path, bytes: size, usedAt: mtimeMs };
  } catch {
    // Another process has removed it.
    return null;
  }
}

function hashOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
