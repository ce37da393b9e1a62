import type { ContractPlace } from '../contract-change.ts';
import type { DescriptionFile, Node } from './document.ts';
import { linesOf } from './positions.ts';

/** Where nodes stand; null for none. Each file's lines are looked up at once. */
export function placesOf(nodes: readonly (Node | null)[]): (ContractPlace | null)[] {
  const byFile = new Map<DescriptionFile, { index: number; node: Node }[]>();
  for (const [index, node] of nodes.entries())
    if (node !== null) {
      const wanted = byFile.get(node.file) ?? [];
      wanted.push({ index, node });
      byFile.set(node.file, wanted);
    }
  const places: (ContractPlace | null)[] = nodes.map(() => null);
  for (const [file, wanted] of byFile) {
    const lines = linesOf(
      file,
      wanted.map(({ node }) => node.at),
    );
    for (const [at, { index }] of wanted.entries()) places[index] = { path: file.path, line: lines[at] ?? 1 };
  }
  return places;
}
