/** `{id}`, `{id:\d+}`, `{*rest}`, `{tail:.*}`, and axum's older `:id` and `*rest`. */
export function bracePath(path: string): string {
  return path
    .replace(/\{([^{}]*)(?:\{[^{}]*\}[^{}]*)?\}/g, (_, inside: string) => parameter(inside))
    .replace(/\/\*\w+/g, '/*');
}

function parameter(inside: string): string {
  if (inside.startsWith('*')) return '*';
  const colon = inside.indexOf(':');
  const name = colon === -1 ? inside : inside.slice(0, colon);
  return /^\.[*+]$/.test(inside.slice(name.length + 1)) ? '*' : `:${name.trim()}`;
}

/** `<id>`, `<path..>` of Rocket; what is behind a question mark is no path. */
export function anglePath(path: string): string {
  const query = path.indexOf('?');
  return (query === -1 ? path : path.slice(0, query)).replace(/<\w*\.\.>/g, '*').replace(/<(\w+)>/g, ':$1');
}

/** Names of the parameters of a Rocket path, with those of its query. */
export function angleNames(path: string): string[] {
  return [...path.matchAll(/<(\w*)(?:\.\.)?>/g)].map((match) => match[1] ?? '');
}
