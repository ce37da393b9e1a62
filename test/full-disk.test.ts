import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { copyBlankDatabase } from '../src/sandbox/blank-database.ts';
import { type CrashGitHub, type PullName, startCrashGitHub } from './crash/crash-github.ts';
import { finish } from './crash/finish.ts';
import { createFleet, type Fleet } from './crash/fleet.ts';

const limitMs = 600_000;
/** Room for the database and little else. */
const diskMegabytes = 72;

let github: CrashGitHub;
let fleet: Fleet;
let disk: string | null = null;

beforeEach(async () => {
  github = await startCrashGitHub({ lagMs: 0 });
  fleet = await createFleet({ github, size: 1, databaseUrl: null });
  disk = mountSmallDisk(fleet.dataDir(0));
  if (disk !== null) await copyBlankDatabase(disk);
});
afterEach(async () => {
  // Lazy: the service still uses it, and ends with the fleet. Where nothing was mounted, nothing was started.
  if (disk !== null) execFileSync('umount', ['--lazy', disk]);
  await fleet.close();
  await github.close();
});

/** Null where this user may not mount. */
function mountSmallDisk(folder: string): string | null {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
    return folder;
  } catch {
    return null;
  }
}

/** Fills the disk to its last byte; the answer frees it. */
function fill(folder: string): () => void {
  const path = join(folder, 'filler');
  const file = openSync(path, 'w');
  for (let size = 1024 * 1024; size > 0; ) {
    try {
      writeSync(file, Buffer.alloc(size));
    } catch {
      size = Math.floor(size / 2);
    }
  }
  closeSync(file);
  return () => rmSync(path);
}

/** Opened and delivered, whatever the service answers. */
async function opened(): Promise<PullName> {
  const { pull, payload } = await github.open('acme');
  await github.standIn.deliver('pull_request', payload, fleet.webhooks(0));
  return pull;
}

describe('a full disk', () => {
  it('loses no review and repeats none', { timeout: limitMs }, async ({ skip }) => {
    if (disk === null) return skip('only root can mount a small disk');
    await fleet.start(0).ready();
    const before = await opened();
    expect(await finish(github, fleet, [before])).toEqual([]);
    const free = fill(disk);
    const during = [await opened(), await opened(), await opened()];
    await vi.waitFor(() => expect(JSON.stringify(fleet.log())).toContain('No space left on device'), {
      timeout: limitMs,
    });
    free();
    expect(await finish(github, fleet, [before, ...during])).toEqual([]);
  });
});
