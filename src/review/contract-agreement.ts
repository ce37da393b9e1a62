import type { ContractFile, ContractFormat } from '../api/contract-format.ts';
import { contractFormats } from '../api/contracts.generated.ts';
import type { Endpoint } from '../api/endpoint.ts';
import { type ContractMatch, matchContract } from '../api/match-contract.ts';
import type { SourceTree } from '../change/source-tree.ts';
import { contractFiles } from './contract-side.ts';

/** Names that contracts have where nobody says which files they are. */
const likelyName = /(?:openapi|swagger|api-?(?:docs?|spec)|\bapi)[^/]*\.(?:ya?ml|json)$/i;
/** Documents that are compared with the code; a repository of many services has one for each. */
const maxDocuments = 20;

/**
 * The contracts at the head that describe the code's endpoints: the changed ones, and those that have a contract's
 * name. Documents that describe other code than this are left out.
 */
export async function contractsOfCode(
  head: SourceTree,
  endpoints: readonly Endpoint[],
  changed: readonly string[],
): Promise<ContractMatch[]> {
  if (endpoints.length === 0) return [];
  const listed = (await head.list()).map(({ path }) => path);
  const matches: ContractMatch[] = [];
  for (const format of contractFormats) {
    if (format.promises === undefined) continue;
    const own = listed.filter((path) => format.concerns(path));
    const known = new Set(own);
    const candidates = [
      ...changed.filter((path) => known.has(path)),
      ...own.filter((path) => likelyName.test(path)).sort((a, b) => a.length - b.length),
    ];
    const paths = [...new Set(candidates)].slice(0, maxDocuments);
    const side = await contractFiles(head, format, paths);
    for (const path of paths) {
      const match = matchOf(side.read(path), side, format, endpoints);
      if (match !== null) matches.push(match);
    }
  }
  return matches;
}

function matchOf(
  file: ContractFile | null,
  side: Parameters<NonNullable<ContractFormat['promises']>>[1],
  format: ContractFormat,
  endpoints: readonly Endpoint[],
): ContractMatch | null {
  if (file === null || !format.recognises(file.text)) return null;
  return matchContract(endpoints, format.promises?.(file, side) ?? []);
}
