import { openObjectReader } from '../src/change/cat-file.ts';
import type { ChangedFile } from '../src/change/change.ts';
import { createGit } from '../src/change/git.ts';
import { openGitTree } from '../src/change/git-tree.ts';
import { createMemoryTree } from '../src/change/memory-tree.ts';
import { processSettings } from '../src/config/process.ts';
import { createHistoryCache } from '../src/review/history-cache.ts';
import { readHistories } from '../src/review/migration-history.ts';

type Texts = Readonly<Record<string, string>>;

/** Texts of a repository's head that may tell of its database, by their paths. */
export async function readRepository(repository: string): Promise<Texts> {
  const git = createGit({ path: processSettings().searchPath });
  const objects = openObjectReader({ git, repository });
  try {
    const commit = (await objects.info(['HEAD'])).get('HEAD')?.object ?? 'HEAD';
    const tree = openGitTree({ git, repository, commit, objects });
    const listed = (await tree.list()).map(({ path }) => path);
    const read = await tree.read(
      listed.filter((path) => /\.(sql|toml|prisma|ya?ml|mod|ts|js|go|py|rb)$/.test(path)),
    );
    const texts: Record<string, string> = {};
    for (const [path, { text }] of read) if (text !== null && text.length < 200_000) texts[path] = text;
    return texts;
  } finally {
    objects.close();
  }
}

/** The histories of migrations among the texts, each as its folder and its paths in the order in which they run. */
export async function historiesOf(texts: Texts): Promise<
  readonly {
    readonly folder: string;
    readonly migrations: readonly { readonly path: string; readonly version: string }[];
  }[]
> {
  const read = await readHistories(
    createMemoryTree('head', texts),
    { skip: {}, onFile() {} },
    createHistoryCache(),
  );
  return [...read].map(([folder, history]) => ({
    folder,
    migrations: history.map(({ migration: { path, version } }) => ({ path, version })),
  }));
}

/** What differs between two sides, without its hunks. */
export function changedFiles(base: Texts, head: Texts): ChangedFile[] {
  const paths = [...new Set([...Object.keys(base), ...Object.keys(head)])].sort();
  return paths
    .filter((path) => base[path] !== head[path])
    .map((path) => ({
      status: base[path] === undefined ? 'added' : head[path] === undefined ? 'removed' : 'modified',
      kind: 'text',
      path,
      basePath: base[path] === undefined ? null : path,
      baseObject: null,
      headObject: null,
      hunks: null,
    }));
}
