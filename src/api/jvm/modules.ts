import { plainName, type SettingsFile } from './settings.ts';

/** The settings that hold for the sources of one module. */
export interface Settings {
  readonly values: ReadonlyMap<string, string>;
  /** The first of these names that is set; '' where none is, null where it differs between the applications that may use the module. */
  first(names: readonly string[]): string | null;
}

/** The folder of the build module that a source or resource belongs to: what stands before `src`. */
export function moduleOf(path: string): string {
  const at = `/${path}`.search(/\/(?:src|config)\//);
  return at === -1 ? path.slice(0, Math.max(0, path.lastIndexOf('/'))) : path.slice(0, Math.max(0, at - 1));
}

/** Which settings hold for a source file: those of its own module, else of the only application, else what all agree on. */
export function settingsByModule(files: readonly SettingsFile[]): (path: string) => Settings {
  const modules = new Map<string, Map<string, string>>();
  for (const { path, values } of files) {
    const root = moduleOf(path);
    const known = modules.get(root) ?? new Map<string, string>();
    for (const [name, value] of values) if (!known.has(name)) known.set(name, value);
    modules.set(root, known);
  }
  const all = [...modules.values()];
  const shared: Settings = {
    values: all.length === 1 ? (all[0] ?? new Map()) : new Map(),
    first: agreed(all),
  };
  return (path) => {
    for (let folder = moduleOf(path); ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
      const own = modules.get(folder);
      if (own !== undefined) return { values: own, first: agreed([own]) };
      if (folder === '') return shared;
    }
  };
}

function agreed(all: readonly ReadonlyMap<string, string>[]): Settings['first'] {
  return (names) => {
    const plain = names.map(plainName);
    const found = all.map((values) => plain.flatMap((name) => values.get(name) ?? [])[0] ?? '');
    const first = found[0] ?? '';
    return found.every((value) => value === first) ? first : null;
  };
}
