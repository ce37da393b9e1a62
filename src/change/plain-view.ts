import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Git } from './git.ts';

export interface PlainView {
  /** A git directory with the same objects. */
  readonly repository: string;
  remove(): Promise<void>;
}

/**
 * A way to read a partial clone whose objects git must not fetch: git dies of a missing object where the
 * configuration says that it could be fetched, so this is an empty repository that borrows the objects. null where
 * the repository is no partial clone.
 */
export async function openPlainView(git: Git, repository: string): Promise<PlainView | null> {
  const objects = objectFolder(repository);
  const pack = join(objects, 'pack');
  if (!existsSync(pack) || !readdirSync(pack).some((name) => name.endsWith('.promisor'))) return null;
  const folder = await mkdtemp(join(tmpdir(), 'backend-engineer-'));
  const format = (await git.run({ args: ['rev-parse', '--show-object-format'], repository })).output.toString(
    'utf8',
  );
  const init = [
    'init',
    '--quiet',
    '--template=',
    '--initial-branch=main',
    `--object-format=${format.trim()}`,
  ];
  await git.run({ args: init, repository: folder });
  await writeFile(join(folder, 'objects', 'info', 'alternates'), `${objects}\n`);
  return { repository: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A further work tree's git directory has no objects of its own, it names the common one. */
function objectFolder(repository: string): string {
  const common = join(repository, 'commondir');
  const owner = existsSync(common) ? resolve(repository, readFileSync(common, 'utf8').trim()) : repository;
  return join(owner, 'objects');
}
