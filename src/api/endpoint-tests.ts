import type { Endpoint } from './endpoint.ts';

/** Where a test sends a request to an endpoint. */
export interface EndpointTest {
  readonly path: string;
  readonly line: number;
}

/** Lines around a path in which its method may stand. */
const nearLines = 2;
/** Longest line that is read; what is longer is data. */
const maxLine = 1_000;
const literal = /["'`]([^"'`\s]{0,300}\/[^"'`\s]{0,300})["'`]/g;

/**
 * The first place in these tests that names the path of an endpoint, with its method beside it. A path may be written
 * without the prefix that all paths share, with values or interpolations for its parameters, and behind a host.
 */
export function testOf(
  endpoint: Pick<Endpoint, 'method' | 'path'>,
  tests: readonly { readonly path: string; readonly text: string }[],
): EndpointTest | null {
  const wanted = segmentsOf(endpoint.path);
  const method =
    endpoint.method === 'ALL' ? /./ : new RegExp(`\\b${endpoint.method.replace(/\W/g, '')}`, 'i');
  const start = wanted.find((segment) => !isParameter(segment) && !isPrefix(segment));
  for (const { path, text } of tests) {
    if (start !== undefined && !text.includes(start)) continue;
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      if (line.length > maxLine || (start !== undefined && !line.includes(start))) continue;
      const isNamed = [...line.matchAll(literal)].some((match) => names(match[1] ?? '', wanted));
      const near = lines.slice(Math.max(0, index - nearLines), index + nearLines + 1).join('\n');
      if (isNamed && method.test(near)) return { path, line: index + 1 };
    }
  }
  return null;
}

function names(written: string, wanted: readonly string[]): boolean {
  const plain = written.replace(/^https?:\/\/[^/]*/, '').replace(/^\$\{[^}]*\}/, '');
  const segments = segmentsOf(plain.replace(/[?#].*$/, ''));
  const missing = wanted.length - segments.length;
  if (segments.length === 0 || missing < 0 || !wanted.slice(0, missing).every(isPrefix)) return false;
  return segments.every((segment, index) => {
    const expected = wanted[missing + index] ?? '';
    return expected === segment || isParameter(expected);
  });
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function isParameter(segment: string): boolean {
  return segment.startsWith(':') || segment.includes('*');
}

function isPrefix(segment: string): boolean {
  return /^(?:api|rest|v\d+(?:\.\d+)?)$/i.test(segment);
}
