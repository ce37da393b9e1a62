import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createExampleRepository, type ExampleRepository } from './example-repository.ts';

/** Files by path; a file that is missing in `head` is deleted there. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface Fixture extends ExampleRepository {
  /** Removes all that was made. */
  remove(): Promise<void>;
}

/** A repository for a test: one commit on `main`, one on `change`. */
export async function makeFixture(base: Files, head: Files): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), 'stand-in-fixture-'));
  await Promise.all([writeFiles(join(folder, 'base'), base), writeFiles(join(folder, 'head'), head)]);
  const repository = await createExampleRepository({
    base: join(folder, 'base'),
    head: join(folder, 'head'),
    into: join(folder, 'repository'),
  });
  return { ...repository, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function writeFiles(folder: string, files: Files): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
