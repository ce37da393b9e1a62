import type { TextRange } from '../text/range.ts';
import type { ModelName } from './model-reader.ts';

const closers: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

/** The range between a bracket and the one that closes it; to the end of the text where none does. Strings are skipped. */
export function bracketed(text: string, open: number): TextRange {
  const stack: string[] = [];
  for (let at = open; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '"' || character === "'" || character === '`') {
      at = stringEnd(text, at);
      continue;
    }
    const closer = closers[character];
    if (closer !== undefined) stack.push(closer);
    else if (character === stack.at(-1)) {
      stack.pop();
      if (stack.length === 0) return { start: open + 1, end: at };
    }
  }
  return { start: open + 1, end: text.length };
}

/** The last character of a string, or its first where it does not end on its line. */
function stringEnd(text: string, at: number): number {
  const quote = text[at] as string;
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === quote) return end;
    else if (text[end] === '\n' && quote !== '`') return at;
  }
  return at;
}

/** The parts of a list between brackets, at its commas, with the blanks and line comments before them left out. */
export function listParts(text: string, { start, end }: TextRange): TextRange[] {
  const parts: TextRange[] = [];
  let from = start;
  const push = (to: number): void => {
    const blank = /^(?:\s+|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*/.exec(text.slice(from, to))?.[0].length ?? 0;
    if (from + blank < to) parts.push({ start: from + blank, end: to });
  };
  for (let at = start; at < end; at++) {
    const character = text[at] as string;
    if (text.startsWith('//', at)) at = lineEnd(text, at, end);
    else if (closers[character] !== undefined) at = bracketed(text, at).end;
    else if (character === '"' || character === "'" || character === '`') at = stringEnd(text, at);
    else if (character === ',') {
      push(at);
      from = at + 1;
    }
  }
  push(end);
  return parts;
}

function lineEnd(text: string, at: number, end: number): number {
  const newline = text.indexOf('\n', at);
  return newline === -1 ? end : newline;
}

/** The name that a group of a match (with its `d` flag) holds, at its place in the whole text. */
export function nameAt(
  match: RegExpExecArray,
  group: number | string,
  exact: boolean,
  shift = 0,
): ModelName | null {
  const name = typeof group === 'number' ? match[group] : match.groups?.[group];
  const place = typeof group === 'number' ? match.indices?.[group] : match.indices?.groups?.[group];
  if (name === undefined || place === undefined) return null;
  return { name, exact, range: { start: shift + place[0], end: shift + place[1] } };
}

/** All names that a pattern's first group has inside a range. The pattern has the flags `dg`. */
export function namesIn(
  text: string,
  { start, end }: TextRange,
  pattern: RegExp,
  exact: boolean,
): ModelName[] {
  return [...text.slice(start, end).matchAll(pattern)].flatMap(
    (match) => nameAt(match, 1, exact, start) ?? [],
  );
}

/** Where the block ends whose lines are indented deeper than the one at `at`. */
export function indentedBlock(text: string, at: number): TextRange {
  const begin = text.lastIndexOf('\n', at - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(begin))?.[0].length ?? 0;
  const start = text.indexOf('\n', at);
  if (start === -1) return { start: text.length, end: text.length };
  let end = start + 1;
  for (const line of text.slice(start + 1).split('\n')) {
    const own = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (line.trim() !== '' && own <= indent) break;
    end += line.length + 1;
  }
  return { start, end: Math.min(end, text.length) };
}
