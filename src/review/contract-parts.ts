import type { ContractFormat, ContractSide } from '../api/contract-format.ts';
import { readTexts } from '../change/read-texts.ts';
import type { SourceTree } from '../change/source-tree.ts';
import type { ChangedSource } from './analysis-input.ts';
import { contractFiles } from './contract-side.ts';

/** Whether one side of a changed file has such a text. */
export function says({ base, head }: ChangedSource, recognises: (text: string) => boolean): boolean {
  return [base, head].some((side) => side?.text != null && recognises(side.text));
}

/** The changed files that are no documents of a format, but may be parts of one. */
export function partsAmong(
  format: ContractFormat,
  sources: readonly ChangedSource[],
  own: readonly ChangedSource[],
): ChangedSource[] {
  const { parts } = format;
  if (parts === undefined) return [];
  return sources.filter(
    (source) => format.concerns(source.file.path) && !own.includes(source) && says(source, parts.recognises),
  );
}

/** The unchanged documents at the head that refer to a changed part, through however many files. */
export async function documentsOf(
  tree: SourceTree,
  format: ContractFormat,
  parts: readonly ChangedSource[],
  own: readonly ChangedSource[],
): Promise<string[]> {
  if (format.parts === undefined || parts.length === 0) return [];
  const changed = new Set([...parts, ...own].map(({ file }) => file.path));
  const paths = (await tree.list()).map(({ path }) => path).filter((path) => format.concerns(path));
  const candidates = format.parts.candidates([...parts.map(({ file }) => file.path)], paths);
  const files = await readTexts(
    tree,
    candidates.filter((path) => !changed.has(path)),
  );
  const documents = files.filter(({ text }) => format.recognises(text)).map(({ path }) => path);
  // All are read at once: documents of one project share most of their parts.
  const side = await contractFiles(tree, format, documents);
  const wanted = new Set(parts.map(({ file }) => file.path));
  return documents.filter((path) => reaches(side, format, path, wanted));
}

/** Whether a document refers to one of these files, through however many others. */
function reaches(
  side: ContractSide,
  format: ContractFormat,
  path: string,
  wanted: ReadonlySet<string>,
): boolean {
  const seen = new Set([path]);
  for (const each of seen) {
    if (wanted.has(each)) return true;
    const file = side.read(each);
    for (const next of file === null ? [] : format.related(file, side.paths)) seen.add(next);
  }
  return false;
}
