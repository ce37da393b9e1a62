import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git } from './git.ts';

/** Names a mirror: the tenant, and the repository by its id or `owner/name`. */
export interface MirrorKey {
  readonly installation: number;
  readonly repository: string;
}

/** Only the owner may read the cache: it holds private code. */
const ownerOnly = 0o700;

/** The folder of a mirror's generations. Names that could leave the cache or collide are written with their bytes. */
export function mirrorFolder(cache: string, key: MirrorKey): string {
  const name = key.repository
    .replaceAll('/', '__')
    .replace(/^\.|[^\w.-]/g, (sign) => `%${Buffer.from(sign).toString('hex')}`);
  return join(installationFolder(cache, key.installation), name);
}

export function installationFolder(cache: string, installation: number): string {
  return join(cache, String(installation));
}

/** Numbers of the generations that are there, in order. */
export async function readGenerations(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /^\d+\.git$/.test(name))
    .map((name) => Number.parseInt(name, 10))
    .toSorted((a, b) => a - b);
}

export function generationPath(folder: string, generation: number): string {
  return join(folder, `${generation}.git`);
}

/** Makes an empty mirror; it is there whole or not at all. */
export async function createGeneration(git: Git, folder: string, generation: number): Promise<string> {
  await mkdir(folder, { recursive: true, mode: ownerOnly });
  const path = generationPath(folder, generation);
  const unfinished = `${path}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: ownerOnly });
  await git.run({
    args: ['init', '--quiet', '--template=', '--initial-branch=main'],
    repository: unfinished,
  });
  await rename(unfinished, path);
  return path;
}

/** Bytes and packs that a mirror holds, with what a running fetch has received. */
export async function mirrorSize(path: string): Promise<{ bytes: number; packs: number }> {
  const folder = join(path, 'objects', 'pack');
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return {
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    packs: names.filter((name) => name.endsWith('.pack')).length,
  };
}

/** The time of last use is the file's time: the file system's clock, so none is needed here. */
export async function markUsed(path: string): Promise<void> {
  await writeFile(join(path, 'used'), '');
}

/** Milliseconds since 1970, 0 for what is no whole mirror. */
export async function lastUsed(path: string): Promise<number> {
  return stat(join(path, 'used')).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
