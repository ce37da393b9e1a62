import type { OperatorSettings } from '../config/environment.ts';
import { createProofHost, defaultProofLimits, type ProofHost } from '../proof/sandbox/host.ts';
import { keepInMemory } from '../proof/sandbox/image-store.ts';

/** The image of a base of two hundred tables takes 5 MB. */
const imageBytes = 64 * 1024 ** 2;

/**
 * The databases of a worker's proofs; null where the operator wants nothing of a pull request to be run. What a base holds is
 * somebody's: its image is in memory only, so that there is nothing to delete when they leave.
 */
export function openProofHost({ proof }: Pick<OperatorSettings, 'proof'>): ProofHost | null {
  if (proof === null) return null;
  return createProofHost({
    limits: { ...defaultProofLimits, memoryBytes: proof.memoryBytes },
    images: keepInMemory(imageBytes),
  });
}

/** Makes the database that all others start from: without it the first proof waits for three seconds. Never rejects. */
export async function warmProofHost(host: ProofHost | null): Promise<void> {
  const opened = await host?.open('', async () => {}).catch(() => null);
  await opened?.close();
}
