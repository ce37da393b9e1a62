import { exportsOf, type ModuleExports } from './exports.ts';
import type { ReadLog } from './read-log.ts';
import { indexScopes, type ScopeIndex } from './scopes.ts';
import { isJavaScript, languageOf, parseFile, type SyntaxFile } from './syntax.ts';

/** A parsed file with its names. */
export interface CodeModule {
  readonly file: SyntaxFile;
  readonly scopes: ScopeIndex;
  readonly exports: ModuleExports;
}

/** Source files of one side; each is parsed when it is first asked for. */
export interface Program {
  readonly paths: readonly string[];
  /** Paths of the manifests of packages: package.json. */
  readonly packages: readonly string[];
  has(path: string): boolean;
  text(path: string): string | null;
  /** null where the file is unknown, of no known language, too long or too deeply nested. */
  file(path: string): SyntaxFile | null;
  /** The same for JavaScript and TypeScript, with their names. */
  module(path: string): CodeModule | null;
}

/** Longest file that is parsed, in UTF-16 units: what is longer is generated or bundled. */
export const maxSourceLength = 1_000_000;

/** Hears of each file before it is parsed, and of those that no tree is made of (too long, too deeply nested). */
export interface ParseWatch {
  begin(path: string): void;
  unread(path: string): void;
}

/** The read of the list of all paths. */
export const allPaths = '*';
/** The read of the list of all manifests, and of what they hold. */
export const allPackages = 'packages';

export function isManifest(path: string): boolean {
  return path === 'package.json' || path.endsWith('/package.json');
}

/** Each file that is asked for is noted in the log. */
export function createProgram(
  files: readonly { readonly path: string; readonly text: string }[],
  log: ReadLog,
  watch?: ParseWatch,
): Program {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const paths = [...texts.keys()];
  const packages = paths.filter(isManifest);
  const modules = new Map<string, CodeModule | null>();
  const trees = new Map<string, SyntaxFile | null>();
  const parsed = (path: string): SyntaxFile | null => {
    let file = trees.get(path);
    if (file === undefined) {
      const text = texts.get(path);
      watch?.begin(path);
      file = text === undefined || isTooDeep(text) ? null : parseFile(path, text, maxSourceLength);
      if (text !== undefined && file === null) watch?.unread(path);
      trees.set(path, file);
    }
    return file;
  };
  const load = (path: string): CodeModule | null => {
    if (!isJavaScript(languageOf(path))) return null;
    const file = parsed(path);
    const scopes = file === null ? null : indexScopes(file);
    if (file !== null && scopes === null) watch?.unread(path);
    return file === null || scopes === null ? null : { file, scopes, exports: exportsOf(file) };
  };
  return {
    get paths() {
      log.note(allPaths);
      return paths;
    },
    get packages() {
      log.note(allPackages);
      return packages;
    },
    has(path) {
      log.note(path);
      return texts.has(path);
    },
    text(path) {
      log.note(path);
      return texts.get(path) ?? null;
    },
    file(path) {
      log.note(path);
      return parsed(path);
    },
    module(path) {
      log.note(path);
      let module = modules.get(path);
      if (module === undefined) {
        module = load(path);
        modules.set(path, module);
      }
      return module;
    },
  };
}

/** Brackets inside brackets that are followed: code that people write nests some dozen. */
const maxBrackets = 1_000;

/** Whether walking the tree of a text may need more stack than there is. Brackets in texts and comments count as well. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x28 || code === 0x5b || code === 0x7b) {
      if (++depth > maxBrackets) return true;
    } else if ((code === 0x29 || code === 0x5d || code === 0x7d) && depth > 0) depth--;
  }
  return false;
}
