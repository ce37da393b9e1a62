import { entriesOf, stringValue } from './javascript.ts';
import { maxSourceLength, type Program } from './program.ts';
import type { ReadLog } from './read-log.ts';
import { joinPath } from './resolve-import.ts';
import { parseFile, type SyntaxNode } from './syntax.ts';

/** Files that say where an import without a leading dot leads. */
export const projectFile = /(^|\/)(package|jsconfig|tsconfig(\.(base|json|app|build|lib|server))?)\.json$/;

/** Where the imports of a project lead that name no neighbour. */
export interface ProjectImports {
  /** Paths, without extension, that an import may mean, likeliest first; empty for a package from outside. */
  candidates(from: string, source: string): readonly string[];
}

/** `@/*` and the places that it stands for. */
interface Alias {
  readonly prefix: string;
  readonly suffix: string | null;
  readonly targets: readonly string[];
}

interface Aliases {
  readonly aliases: readonly Alias[];
  /** Folder that other imports may start in. */
  readonly base: string | null;
}

/** Settings that extend settings: real projects have two or three. */
const maxExtends = 5;
const settingsNames = ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json'];

/** Aliases of tsconfig.json (`paths`, `baseUrl`), `imports` of package.json, and packages of the same repository. */
export function projectImports(program: Program, log: ReadLog): ProjectImports {
  const folders = new Map<string, () => readonly Aliases[]>();
  const aliasesAbove = (folder: string): readonly Aliases[] => {
    let known = folders.get(folder);
    if (known === undefined) {
      known = log.once(() => {
        const own = [...settingsNames.map((name) => pathIn(folder, name))].flatMap(
          (path) => settingsOf(program, path, 0) ?? [],
        );
        const imports = packageImports(program, folder);
        return [...imports, ...own, ...(folder === '' ? [] : aliasesAbove(parentOf(folder)))];
      });
      folders.set(folder, known);
    }
    return known();
  };
  const packages = log.once(() => workspacePackages(program));
  return {
    candidates(from, source) {
      const all = aliasesAbove(parentOf(from));
      const named = all.flatMap(({ aliases }) => targetsOf(aliases, source));
      const bases = all.flatMap(({ base }) => (base === null ? [] : [pathIn(base, source)]));
      return [...named, ...bases, ...packageTargets(packages(), source)];
    },
  };
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function pathIn(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function targetsOf(aliases: readonly Alias[], source: string): string[] {
  const matching = aliases.filter(({ prefix, suffix }) =>
    suffix === null
      ? source === prefix
      : source.length >= prefix.length + suffix.length &&
        source.startsWith(prefix) &&
        source.endsWith(suffix),
  );
  return [...matching]
    .sort((a, b) => b.prefix.length - a.prefix.length)
    .flatMap(({ prefix, suffix, targets }) => {
      const middle = source.slice(prefix.length, source.length - (suffix ?? '').length);
      return targets.map((target) => target.replace('*', () => (suffix === null ? '' : middle)));
    });
}

/** JSON with comments and trailing commas, as an object literal. */
function objectIn(program: Program, path: string): SyntaxNode | null {
  if (!program.has(path)) return null;
  const text = program.text(path);
  const root = text === null ? null : parseFile('settings.js', `(${text})`, maxSourceLength)?.root;
  const value = root?.children()[0]?.children()[0]?.children()[0];
  return value?.kind === 'object' ? value : null;
}

function textOf(node: SyntaxNode | undefined): string | null {
  return node === undefined ? null : stringValue(node);
}

function settingsOf(program: Program, path: string, depth: number): Aliases | null {
  const settings = objectIn(program, path);
  if (settings === null || depth > maxExtends) return null;
  const entries = entriesOf(settings);
  const given = entries.get('compilerOptions');
  const options = given === undefined ? new Map<string, SyntaxNode>() : entriesOf(given);
  const folder = parentOf(path);
  const extended = extendedBy(program, entries.get('extends'), folder, depth);
  const baseUrl = textOf(options.get('baseUrl'));
  const base = baseUrl === null ? null : joinPath(partsOf(folder), baseUrl);
  const paths = options.get('paths');
  return {
    aliases: paths === undefined ? (extended?.aliases ?? []) : aliasesOf(paths, base ?? folder),
    base: base ?? extended?.base ?? null,
  };
}

function extendedBy(
  program: Program,
  given: SyntaxNode | undefined,
  folder: string,
  depth: number,
): Aliases | null {
  const name = textOf(given?.kind === 'array' ? given.children()[0] : given);
  if (name === null || !name.startsWith('.')) return null;
  const path = joinPath(partsOf(folder), name.endsWith('.json') ? name : `${name}.json`);
  return path === null ? null : settingsOf(program, path, depth + 1);
}

function partsOf(folder: string): string[] {
  return folder === '' ? [] : folder.split('/');
}

/** Patterns with the folders that they stand for, relative to `folder`. */
function aliasesOf(paths: SyntaxNode, folder: string): Alias[] {
  return [...entriesOf(paths)].map(([pattern, value]): Alias => {
    const star = pattern.indexOf('*');
    const values = value.kind === 'array' ? value.children() : [value];
    const targets = values.flatMap((each) => {
      const text = textOf(each);
      return text === null ? [] : (joinPath(partsOf(folder), text) ?? []);
    });
    return star === -1
      ? { prefix: pattern, suffix: null, targets }
      : { prefix: pattern.slice(0, star), suffix: pattern.slice(star + 1), targets };
  });
}

/** `"imports": { "#lib/*": "./src/lib/*.js" }` */
function packageImports(program: Program, folder: string): Aliases[] {
  const manifest = objectIn(program, pathIn(folder, 'package.json'));
  const imports = manifest === null ? undefined : entriesOf(manifest).get('imports');
  return imports === undefined ? [] : [{ aliases: aliasesOf(imports, folder), base: null }];
}

interface WorkspacePackage {
  readonly folder: string;
  /** What its manifest names as its entry, as it is built. */
  readonly entries: readonly string[];
}

/** The packages of a repository by their names. */
function workspacePackages(program: Program): ReadonlyMap<string, WorkspacePackage> {
  const packages = new Map<string, WorkspacePackage>();
  for (const path of program.packages) {
    const manifest = objectIn(program, path);
    const name = manifest === null ? null : textOf(entriesOf(manifest).get('name'));
    if (manifest === null || name === null || packages.has(name)) continue;
    const given = entriesOf(manifest);
    const entries = ['source', 'types', 'module', 'main'].flatMap((key) => textOf(given.get(key)) ?? []);
    packages.set(name, { folder: parentOf(path), entries });
  }
  return packages;
}

/** `@acme/orders` and `@acme/orders/routes`: as written, and where the sources of what is built lie. */
function packageTargets(packages: ReadonlyMap<string, WorkspacePackage>, source: string): string[] {
  const parts = source.split('/');
  const length = source.startsWith('@') ? 2 : 1;
  const found = packages.get(parts.slice(0, length).join('/'));
  if (found === undefined) return [];
  const rest = parts.slice(length).join('/');
  const names =
    rest === ''
      ? [
          ...found.entries.flatMap((entry) => [entry, sourceOf(entry)]),
          'src/index',
          'index',
          'src/main',
          'src',
        ]
      : [rest, `src/${rest}`, sourceOf(rest)];
  return names.flatMap((name) => joinPath(partsOf(found.folder), name) ?? []);
}

function sourceOf(built: string): string {
  return built.replace(/^(\.\/)?(dist|lib|build|out)\//, 'src/').replace(/\.d\.[cm]?ts$|\.[cm]?js$/, '');
}
