import { cpSync, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEmbedded } from '../store/embedded-database.ts';

// To make the files of an embedded database takes four seconds of processor time, to copy them a tenth of a second. The
// tests need hundreds of databases. `npm ci` deletes this one, and so does a new version of PGlite.

const cache = fileURLToPath(new URL('../../node_modules/.cache/backend-engineer', import.meta.url));
const template = join(cache, 'blank-database');

/** Makes the files that `copyBlankDatabase` copies, unless they are there. */
export async function makeBlankDatabase(): Promise<void> {
  if (existsSync(template)) return;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'making-'));
  try {
    const database = await openEmbedded(folder, { error: () => {} });
    await database.close();
    // Another process may have made it meanwhile; its files are as good.
    await rename(join(folder, 'database'), template).catch((error: unknown) => {
      if (!existsSync(template)) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Puts the files of an embedded database without tables into a data folder that has none, as the first start would.
 * Does nothing where there are none to copy: the first start makes them.
 */
export async function copyBlankDatabase(dataDir: string): Promise<void> {
  const target = join(dataDir, 'database');
  if (!existsSync(template) || existsSync(target)) return;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // A thousand small files: one after the other takes a fifth of what the asynchronous copy does.
  cpSync(template, target, { recursive: true });
}
