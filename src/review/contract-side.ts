import type { ContractFile, ContractFormat, ContractSide } from '../api/contract-format.ts';
import { readTexts } from '../change/read-texts.ts';
import type { SourceTree } from '../change/source-tree.ts';

/** Most files of contracts that are read of one side: the changed ones, and what they refer to. */
const maximumContractFiles = 2_000;

/**
 * The given files of one side, with all that they refer to: a format asks for nothing that was not read before it
 * compares, since reading takes time and comparing must not wait.
 */
export async function contractFiles(
  tree: SourceTree,
  format: ContractFormat,
  wanted: readonly (string | null)[],
): Promise<ContractSide> {
  const paths = (await tree.list()).map(({ path }) => path).filter((path) => format.concerns(path));
  const known = new Set(paths);
  const texts = new Map<string, ContractFile>();
  const asked = new Set<string>();
  let next = wanted.filter((path) => path !== null);
  while (next.length > 0 && asked.size < maximumContractFiles) {
    const batch = [...new Set(next)]
      .filter((path) => known.has(path) && !asked.has(path))
      .slice(0, maximumContractFiles - asked.size);
    for (const path of batch) asked.add(path);
    const files = await readTexts(tree, batch);
    for (const file of files) texts.set(file.path, file);
    next = files.flatMap((file) => format.related(file, paths));
  }
  return { paths, read: (path) => texts.get(path) ?? null };
}
