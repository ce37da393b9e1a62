/** A file that Next.js answers with, by its place. */
export interface NextFile {
  /** Folder of the project, where its package.json is. */
  readonly project: string;
  readonly router: 'app' | 'pages';
  readonly path: string;
}

const routeFile = /^route\.(?:[cm]?[jt]s|[jt]sx)$/;
const pageFile = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/**
 * What a path answers to: `app/api/(shop)/orders/[id]/route.ts` is `/api/orders/:id`. `isProject` tells folders with a
 * package.json, since a package may itself be called `app` or `pages`.
 */
export function nextFile(path: string, isProject: (folder: string) => boolean): NextFile | null {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  if (routeFile.test(name)) {
    const at = rootIndex(parts, 'app', isProject);
    if (at === -1) return null;
    const folders = parts.slice(at + 1, -1);
    // A folder with an underscore in front is private.
    if (folders.some((folder) => folder.startsWith('_'))) return null;
    return { project: projectOf(parts, at), router: 'app', path: routePath(folders) };
  }
  if (!pageFile.test(name) || !path.includes('pages/api/')) return null;
  const at = rootIndex(parts, 'pages', isProject);
  if (at === -1 || parts[at + 1] !== 'api') return null;
  const stem = name.replace(pageFile, '');
  const segments = [...parts.slice(at + 1, -1), ...(stem === 'index' ? [] : [stem])];
  return { project: projectOf(parts, at), router: 'pages', path: routePath(segments) };
}

/** Index of the folder that routes start in: below a project or its `src`, else the first of the name. */
function rootIndex(parts: readonly string[], name: string, isProject: (folder: string) => boolean): number {
  const folders = parts.slice(0, -1);
  const likely = folders.findIndex(
    (part, index) =>
      part === name &&
      (index === 0 || isProject(parts.slice(0, index).join('/')) || folders[index - 1] === 'src'),
  );
  return likely === -1 ? folders.indexOf(name) : likely;
}

function projectOf(parts: readonly string[], at: number): string {
  return parts.slice(0, parts[at - 1] === 'src' ? at - 1 : at).join('/');
}

/** Groups `(x)` and slots `@x` are no part of a path. */
function routePath(segments: readonly string[]): string {
  const shown = segments
    .filter((segment) => !/^\(.*\)$/.test(segment) && !segment.startsWith('@'))
    .map((segment) => {
      if (/^\[?\[\.\.\./.test(segment)) return '*';
      const parameter = /^\[([\w-]+)\]$/.exec(segment)?.[1];
      return parameter === undefined ? segment : `:${parameter.replaceAll('-', '_')}`;
    });
  return `/${shown.join('/')}`;
}
