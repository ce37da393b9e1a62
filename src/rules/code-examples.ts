import type { BadCode, CodeExample } from './rule.ts';

/**
 * Code in which a rule about code finds what stands between `«` and `»`, and nothing else.
 * @param more `base` is the file before, `suggests` the file after the suggestion
 */
export function bad(
  title: string,
  path: string,
  marked: string,
  more: { readonly base?: string; readonly suggests?: string } = {},
): BadCode {
  const at = /«(.*)»/s.exec(marked)?.[1] ?? '';
  const suggests = more.suggests === undefined ? {} : { suggests: line(more.suggests) };
  const head = line(marked.replace('«', '').replace('»', ''));
  return { title, path, base: lineOrNone(more.base), head, at, ...suggests };
}

/** Code in which it finds nothing. */
export function good(title: string, path: string, head: string, base?: string): CodeExample {
  return { title, path, base: lineOrNone(base), head: line(head) };
}

function line(text: string): string {
  return `${text}\n`;
}

function lineOrNone(text: string | undefined): string | null {
  return text === undefined ? null : line(text);
}
