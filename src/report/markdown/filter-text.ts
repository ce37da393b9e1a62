import { isAllowedLink } from './allowed-link.ts';
import { codeSpan } from './code-span.ts';

/**
 * What a person cannot see: control, format (bidirectional, zero-width, tags), private and unassigned characters,
 * separators, variation selectors and letters that are drawn as nothing (default ignorable).
 */
const invisible = /(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{DI}\u2028\u2029\u2800]/gu;

/** Escapes of the model's: the filter writes its own, and none may stand before what it writes. */
const escapes = /\\+(?=[!-/:-@[-`{-~])/g;

type Part = { readonly kind: 'text' | 'code' | 'link'; readonly text: string };

/**
 * The last step before words of a model are published as Markdown: no images, no HTML, no mentions, references or
 * commands, no links but to the repository and the documentation of allowed-link.ts, no invisible characters, no
 * headings, tables or fences. What is risky becomes a code span, where GitHub links and notifies nothing
 * (entities and backslashes do not help against mentions: GitHub looks for them after rendering). Idempotent.
 */
export function filterText(text: string): string {
  return filter(text, plainLine);
}

/** A filtered text on one line, for lists, titles and the middle of a line. */
export function filterLine(text: string): string {
  return filter(text.replace(/\s+/g, ' '), plainWords);
}

function filter(text: string, plain: (line: string) => string): string {
  if (text.length > maximumLength) return codeSpan(text);
  let filtered = filterOnce(text, plain);
  for (let round = 0; round < maximumRounds && filtered.length <= maximumLength; round++) {
    const again = filterOnce(filtered, plain);
    if (again === filtered) return filtered;
    filtered = again;
  }
  return codeSpan(filtered);
}

/** In UTF-16 units. Words for people are shorter; what is longer becomes one shortened code span. */
const maximumLength = 10_000;

/** What one pass writes can make a new pattern with its neighbours; more than a few times only in an attack. */
const maximumRounds = 6;

function filterOnce(text: string, plain: (line: string) => string): string {
  const clean = text.toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\t', ' ').replace(invisible, '');
  const parts = splitCode(clean).flatMap((part) =>
    part.kind === 'code' ? [part] : splitRisks(part.text.replace(escapes, '')),
  );
  return joinParts(parts)
    .split('\n')
    .map(plain)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Code spans as CommonMark finds them: a run of backticks up to the next run of the same length. */
function splitCode(text: string): Part[] {
  const runs = [...text.matchAll(/`+/g)].map((run) => ({ at: run.index, length: run[0].length }));
  // The next run of each length, seen from behind, so that a text of backticks alone takes linear time.
  const nextOfLength = new Map<number, number>();
  const closing = new Array<number | undefined>(runs.length);
  for (let index = runs.length - 1; index >= 0; index--) {
    const length = runs[index]?.length ?? 0;
    closing[index] = nextOfLength.get(length);
    nextOfLength.set(length, index);
  }
  const parts: Part[] = [];
  let at = 0;
  for (let index = 0; index < runs.length; index++) {
    const open = runs[index];
    const close = runs[closing[index] ?? -1];
    if (open === undefined) break;
    const end = open.at + open.length;
    if (close === undefined) {
      parts.push({ kind: 'text', text: `${text.slice(at, open.at)}${"'".repeat(open.length)}` });
      at = end;
      continue;
    }
    parts.push(
      { kind: 'text', text: text.slice(at, open.at) },
      { kind: 'code', text: content(text.slice(end, close.at)) },
    );
    at = close.at + close.length;
    index = closing[index] ?? index;
  }
  parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/** A span's content on one line; the first word of a fence is its language. */
function content(text: string): string {
  return text.replace(/^[a-z]{1,12}\n/, '').replaceAll('\n', ' ');
}

/** What may not stand in text as it is. The first alternative that matches wins. */
const risks =
  /!\[(?<alt>[^[\]]*)\]\([^()\n]*\)|\[(?<label>[^[\]\n]+)\]\((?<target>[^()\s]*)\)|(?<code>[\w.]{0,80}<[^<>\n]{0,300}>|(?:[a-z0-9+.-]{1,40}:\/\/|www\.|(?:mailto|xmpp|javascript|vbscript):)[^\s<>"'[\](){}\\]{1,2000}|[\w.+-]{0,64}@[\w./-]{1,100}|(?:[\w.-]{0,100}\/)?[\w.-]{0,100}#\d{1,12}|(?<![^\W_])GH-\d{1,12}|(?<![^\W_])[0-9a-f]{7,40}(?![^\W_])|\$[\w.]{0,40}|&#?\w{1,32};)/giu;

function splitRisks(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(risks)) {
    parts.push({ kind: 'text', text: text.slice(at, match.index) });
    at = match.index + match[0].length;
    const { alt, label, target, code } = match.groups ?? {};
    if (code !== undefined)
      parts.push(harmless.has(code) ? { kind: 'text', text: code } : { kind: 'code', text: code });
    else if (alt !== undefined) parts.push(...splitRisks(alt));
    else if (label !== undefined) {
      const inner = splitRisks(label);
      const plain = inner.length === 1 && inner[0]?.kind === 'text' && neutral(label) === label;
      if (plain && isAllowedLink(target ?? '')) parts.push({ kind: 'link', text: match[0] });
      else parts.push(...inner);
    }
  }
  parts.push({ kind: 'text', text: text.slice(at) });
  return parts.filter((part) => part.text !== '');
}

/** Entities that the filter itself writes. */
const harmless = new Set(['&lt;', '&amp;', '&gt;']);

function joinParts(parts: readonly Part[]): string {
  const pieces: string[] = [];
  for (const part of parts) {
    if (part.kind === 'text') pieces.push(neutral(part.text));
    else if (part.kind === 'link') pieces.push(part.text);
    else if (part.text.trim() !== '') {
      // A backslash would escape the span's beginning; two spans side by side would read as one run of backticks.
      let last = pieces.pop()?.replace(/\\+$/, '');
      while (last === '') last = pieces.pop()?.replace(/\\+$/, '');
      if (last !== undefined) pieces.push(last.endsWith('`') ? `${last} ` : last);
      pieces.push(codeSpan(part.text));
    }
  }
  return pieces.join('');
}

/** Breaks what is left of HTML, images, links, references and footnotes. */
function neutral(text: string): string {
  return text
    .replaceAll('<', '&lt;')
    .replace(/!(?=\[)/g, '! ')
    .replace(/\](?=[([:])/g, '] ');
}

/** A line that opens no block but a list of one level. */
function plainLine(line: string): string {
  const text = line.trim();
  const [, marker = '', rest = ''] = /^((?:[-*+]|\d{1,4}[.)]) )?(.*)$/s.exec(text) ?? [];
  return marker + plainWords(rest);
}

/** A line that opens no block: no list, heading, fence, table, quote, rule or underline. */
function plainWords(line: string): string {
  const text = line.trim();
  if (/^[-=_*|:+\s]{2,}$/.test(text)) return '';
  if (/^(?:[#>|~=]|[-*+](?:\s|$))/.test(text)) return `\\${text}`;
  const number = /^\d{1,9}(?=[.)](?:\s|$))/.exec(text)?.[0];
  if (number !== undefined) return `${number}\\${text.slice(number.length)}`;
  // Commands of bots stand at a line's beginning.
  const command = /^\/[\w-]+/.exec(text);
  return command === null ? text : `${codeSpan(command[0])}${text.slice(command[0].length)}`;
}
