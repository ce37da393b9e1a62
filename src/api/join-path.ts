/** Joins prefix and path as routers do: one slash between, none at the end, `/` for nothing. */
export function joinPath(prefix: string, path: string): string {
  const joined = `${prefix}/${path}`.replace(/\/{2,}/g, '/');
  const trimmed = joined.length > 1 && joined.endsWith('/') ? joined.slice(0, -1) : joined;
  return trimmed.startsWith('/') ? trimmed : `/${trimmed}`;
}

/** True where `path` is `prefix` or below it, by whole segments. */
export function isBelow(path: string, prefix: string): boolean {
  return prefix === '/' || path === prefix || path.startsWith(`${prefix}/`);
}

/** Joins prefix and path as they are written, below one slash. */
export function joinText(prefix: string, path: string): string {
  return `/${prefix}${path}`.replace(/\/{2,}/g, '/');
}
