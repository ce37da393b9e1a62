import type { CodeToken } from '../usages/scan.ts';
import type { ParameterHabits } from './parameters.ts';

const javascript = /\.[cm]?[jt]sx?$/i;
const python = /\.py$/i;
const ruby = /\.(?:rb|rake)$/i;
const csharp = /\.(?:cs|fs)$/i;
const php = /\.php$/i;

/** A call that fills the marks of a format string with text. */
const formats = /\b(?:sprintf|s?printf|format!?|formatted|fmt\.\w*printf)\s*\(\s*$/i;

/**
 * How values come into a string of a program that is used as it stands; null where it is only a part of a text, or the
 * pattern of one: then it is not known what runs.
 */
export function habitsOf(
  path: string,
  text: string,
  { range, text: content }: CodeToken,
): ParameterHabits | null {
  const before = text.slice(Math.max(0, range.start - 200), range.start);
  const after = text.slice(range.end, range.end + 200);
  if (isPart(path, before, after) || isContinued(text, before)) return null;
  const marks = /%[sdvq]|\{[\w.]*\}/.test(content);
  if (marks && (formats.test(before) || /^\s*(?:\.\s*format(?:ted)?\s*\(|%\s*[\w([{])/.test(after)))
    return null;
  return { insertion: insertionOf(path, text, range.start, before), percent: python.test(path) };
}

function isPart(path: string, before: string, after: string): boolean {
  if (/(?:\+|<>|\+\+)\s*$/.test(before) || /^\s*(?:\+|<>|\|\||&)/.test(after)) return true;
  return php.test(path) && (/(?<!\.)\.\s*$/.test(before) || /^\s*\.(?!\.)/.test(after));
}

/** `query = "…"` to which the file adds something later. */
function isContinued(text: string, before: string): boolean {
  const name = /(\$?[\p{L}_]\w*)\s*(?::\s*\w+\s*)?:?=\s*[\p{L}$@]*\s*$/u.exec(before)?.[1];
  if (name === undefined) return false;
  const escaped = name.replace('$', '\\$');
  return new RegExp(
    `(?<![\\w$])${escaped}\\s*(?:\\+=|\\.=|<<|\\|\\|=|:?=\\s*${escaped}\\s*[+.]|\\.(?:append|concat|push|WriteString)\\b)`,
  ).test(text);
}

function insertionOf(path: string, text: string, start: number, before: string): RegExp | null {
  if (javascript.test(path)) return text[start] === '`' ? /\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g : null;
  if (ruby.test(path)) return text[start] === "'" ? null : /#\{[^{}]*\}/g;
  if (python.test(path)) return /(?<![\w])(?:f|rf|fr)$/i.test(before) ? /\{[^{}]*\}/g : null;
  if (csharp.test(path)) return /\$@?$/.test(before) || text.startsWith('$@', start) ? /\{[^{}]*\}/g : null;
  return /\.(?:kts?|scala|swift|php|groovy)$/i.test(path) ? /\$\{[^{}]*\}|\{\$[^{}]*\}/g : null;
}
