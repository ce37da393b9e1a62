import { posix } from 'node:path';

/** Documents that are looked through for a reference to a part that changed. */
const maxCandidates = 200;

/** Whether a text may be a path, a schema or another part of a description that is spread over files. */
export function looksLikePart(text: string): boolean {
  return /(?:^|[{,\s])["']?(?:properties|responses|schema|\$ref|allOf|oneOf|anyOf|enum|requestBody|parameters|paths|schemas)["']?\s*:/.test(
    text,
  );
}

/**
 * The files that may refer to one of these parts: those beside and above them first, by how near they are, and of those
 * the ones that are called like a description.
 */
export function candidateDocuments(parts: readonly string[], paths: readonly string[]): string[] {
  const known = new Set(parts);
  const folders = new Set(parts.map((part) => posix.dirname(part)));
  const depths = new Map<string, number>();
  for (const folder of folders)
    for (let at = folder, up = 0; ; at = posix.dirname(at), up++) {
      depths.set(at, Math.min(depths.get(at) ?? up, up));
      if (at === '.' || at === '/') break;
    }
  const ranked = paths.flatMap((path) => {
    const folder = posix.dirname(path);
    const isNamed = /(?:openapi|swagger|api|spec|contract|index|main|root)[^/]*$/i.test(path);
    const up = depths.get(folder) ?? (isNamed ? 100 : null);
    return known.has(path) || up === null ? [] : [{ path, rank: up * 2 + (isNamed ? 0 : 1) }];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, maxCandidates)
    .map(({ path }) => path);
}
