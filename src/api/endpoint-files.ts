import { projectFile } from '../code/project-imports.ts';
import { languageOf } from '../code/syntax.ts';
import { isTestPath } from '../code/test-path.ts';
import { webFrameworks } from './registry.generated.ts';

/** Folders whose code is not the project's own source, or only shows how it is used. */
const foreignFolders =
  /(^|\/)(node_modules|bower_components|third_party|dist|build|out|coverage|\.next|\.nuxt|\.output|\.git|\.yarn|storybook|\.storybook|__mocks__|__fixtures__|fixtures|mocks|examples?)\/|^vendor\//;
const foreignFiles =
  /(\.d\.[cm]?ts|\.min\.js|\.bundle\.js|\.stories\.[jt]sx?|(?<!(?:^|\/)next)\.config\.[cm]?[jt]s)$/;

/** Whether a file can hold routes or mounts, by its path alone: source code of a known language, or what a framework reads beside it, that is no test, build or dependency. */
export function mayHoldRoutes(path: string): boolean {
  return (
    (languageOf(path) !== null || webFrameworks.some(({ otherPaths }) => otherPaths?.test(path) === true)) &&
    !foreignFolders.test(path) &&
    !foreignFiles.test(path) &&
    !isTestPath(path)
  );
}

/** Whether `findEndpoints` reads a file: it may hold routes, or says where imports lead. */
export function isReadForRoutes(path: string): boolean {
  return mayHoldRoutes(path) || (projectFile.test(path) && !foreignFolders.test(path));
}

/**
 * The paths to read for `findEndpoints`, at most `limit`, nearest first: what lies beside or above the changed files
 * comes before the rest, so that a cut loses what is least likely to register or mount the changed routes.
 */
export function endpointFiles(paths: readonly string[], changed: readonly string[], limit: number): string[] {
  const candidates = paths.filter(isReadForRoutes);
  if (candidates.length <= limit) return candidates;
  const folders = [...new Set(changed.map(folderOf))].map(partsOf);
  const changedPaths = new Set(changed);
  // Thousands of files lie in hundreds of folders.
  const distances = new Map<string, number>();
  const distance = (path: string): number => {
    if (changedPaths.has(path)) return -1;
    const folder = folderOf(path);
    const known = distances.get(folder);
    if (known !== undefined) return known;
    const parts = partsOf(folder);
    let least = 1000;
    for (const other of folders)
      least = Math.min(least, parts.length + other.length - 2 * common(parts, other));
    distances.set(folder, least);
    return least;
  };
  return candidates
    .map((path): [number, string] => [distance(path) * 4 + (routeLike.test(path) ? 0 : 2), path])
    .sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1))
    .slice(0, limit)
    .map(([, path]) => path);
}

const routeLike =
  /(^|\/)(app|server|main|index|routes?|routers?|controllers?|api)\b|(route|router|controller|plugin|module)s?\.[cm]?[jt]sx?$/i;

/** '' for what lies at the top. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function partsOf(folder: string): string[] {
  return folder === '' ? [] : folder.split('/');
}

function common(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
