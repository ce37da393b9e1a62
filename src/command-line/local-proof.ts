import { homedir } from 'node:os';
import { join } from 'node:path';
import { prove } from '../proof/prove.ts';
import { createProofHost, defaultProofLimits } from '../proof/sandbox/host.ts';
import { keepInFolder } from '../proof/sandbox/image-folder.ts';
import type { Prove } from '../proof/subject.ts';

/** A new database takes three seconds, from its image half of one: the image outlasts the command. */
const bounds = { bytes: 256 * 1024 ** 2, ageMs: 30 * 24 * 60 * 60 * 1000 };

/** Runs what a change does to a database, in a process that is ended by `close`. */
export function openLocalProof(): { readonly prove: Prove; close(): void } {
  const folder = join(homedir(), '.cache', 'backend-engineer', 'proof-images');
  const images = keepInFolder(folder, bounds, { now: () => Date.now() });
  const host = createProofHost({ limits: defaultProofLimits, images });
  return { prove: (request) => prove(request, host), close: () => host.close() };
}
