import { exportsOf, type ModuleExports } from './exports.ts';
import { indexScopes, type ScopeIndex } from './scopes.ts';
import { parseFile, type SyntaxFile } from './syntax.ts';

/** A parsed file with its names. */
export interface CodeModule {
  readonly file: SyntaxFile;
  readonly scopes: ScopeIndex;
  readonly exports: ModuleExports;
}

/** Source files of one side; each is parsed when it is first asked for. */
export interface Program {
  readonly paths: readonly string[];
  has(path: string): boolean;
  text(path: string): string | null;
  /** null where the file is unknown, of another language, too long or too deeply nested. */
  module(path: string): CodeModule | null;
}

/** Longest file that is parsed, in UTF-16 units: what is longer is generated or bundled. */
export const maxSourceLength = 1_000_000;

/** Hears of each file before it is parsed, and of those that no tree is made of (too long, too deeply nested). */
export interface ParseWatch {
  begin(path: string): void;
  unread(path: string): void;
}

export function createProgram(
  files: readonly { readonly path: string; readonly text: string }[],
  watch?: ParseWatch,
): Program {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const modules = new Map<string, CodeModule | null>();
  const load = (path: string): CodeModule | null => {
    const text = texts.get(path);
    watch?.begin(path);
    const file = text === undefined ? null : parseFile(path, text, maxSourceLength);
    const scopes = file === null ? null : indexScopes(file);
    if (text !== undefined && scopes === null) watch?.unread(path);
    return file === null || scopes === null ? null : { file, scopes, exports: exportsOf(file) };
  };
  return {
    paths: [...texts.keys()],
    has: (path) => texts.has(path),
    text: (path) => texts.get(path) ?? null,
    module(path) {
      let module = modules.get(path);
      if (module === undefined) {
        module = load(path);
        modules.set(path, module);
      }
      return module;
    },
  };
}
