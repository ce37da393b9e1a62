/** Where a dotted name leads: a package's folder, a module's file, or both. */
export interface ModulePlace {
  /** Folder that submodules lie in, without a slash at its end; null for a module that is one file. */
  readonly folder: string | null;
  /** Its own file; null for a folder without `__init__.py`. */
  readonly path: string | null;
}

/** Packages whose name a folder of the project may share without being meant. */
const foreign =
  /^(fastapi|starlette|flask|flask_\w+|django|rest_framework(_\w+)?|rest_framework_nested|pydantic|sqlalchemy|typing|typing_extensions|celery|logging|json|os|re|datetime|http)$/;
/** Folders that an absolute name may begin below; sources lie a few folders deep. */
const maxParts = 12;

export interface ModuleIndex {
  /** `from` is the file that imports, `name` has the leading dots of a relative import. Null where it is no file of the project. */
  find(from: string, name: string): ModulePlace | null;
}

/** Finds modules by dotted names, from whatever folder the project's sources begin in (`src/`, `backend/app/`). */
export function indexModules(paths: Iterable<string>): ModuleIndex {
  const places = new Map<string, { folder: string | null; path: string | null }>();
  for (const path of paths) {
    if (!path.endsWith('.py')) continue;
    const isPackage = path.endsWith('/__init__.py') || path === '__init__.py';
    const folder = folderOf(path);
    if (isPackage) placeIn(places, folder).path = path;
    else placeIn(places, path.slice(0, -3), null).path ??= path;
    for (let up = folder; up !== ''; up = folderOf(up)) {
      if (places.get(up)?.folder === up) break;
      placeIn(places, up).folder = up;
    }
  }
  const bySuffix = new Map<string, string[]>();
  for (const key of places.keys()) {
    const parts = key.split('/');
    for (let from = Math.max(0, parts.length - maxParts); from < parts.length; from++) {
      const suffix = parts.slice(from).join('.');
      const known = bySuffix.get(suffix);
      if (known === undefined) bySuffix.set(suffix, [key]);
      else known.push(key);
    }
  }
  const absolute = (from: string, name: string): ModulePlace | null => {
    if (foreign.test(name.split('.')[0] ?? '')) return null;
    const length = name.length;
    let best: string | null = null;
    const found = bySuffix.get(name) ?? [];
    for (const key of found) {
      const root = key.slice(0, key.length - length);
      if (from.startsWith(root) && (best === null || key.length > best.length)) best = key;
    }
    // Another source folder of the same repository, where the name says enough.
    if (best === null && found.length === 1 && name.includes('.')) best = found[0] ?? null;
    return best === null ? null : (places.get(best) ?? null);
  };
  return {
    find(from, name) {
      const dots = /^\.*/.exec(name)?.[0].length ?? 0;
      if (dots === 0) return absolute(from, name);
      let folder = folderOf(from);
      for (let up = 1; up < dots; up++) {
        if (folder === '') return null;
        folder = folderOf(folder);
      }
      const rest = name.slice(dots).replaceAll('.', '/');
      const key = [folder, rest].filter((part) => part !== '').join('/');
      return places.get(key) ?? null;
    },
  };
}

function placeIn(
  places: Map<string, { folder: string | null; path: string | null }>,
  key: string,
  folder: string | null = key,
): { folder: string | null; path: string | null } {
  let place = places.get(key);
  if (place === undefined) {
    place = { folder, path: null };
    places.set(key, place);
  }
  return place;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
