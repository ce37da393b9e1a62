import { createHash } from 'node:crypto';
import type { Side, Span } from '../change/span.ts';
import type { SyntaxFile, SyntaxNode } from '../code/syntax.ts';
import type { TextRange } from '../text/range.ts';
import type { Seen } from './endpoint.ts';

/** Whatever has a parsed file: a module, or the file alone as `{ file }`. */
interface Parsed {
  readonly file: SyntaxFile;
}

/** Longest text of a seen thing that is shown as it is. */
const maxSeenText = 60;

/** A file's text with its lines, parsed or not. */
export type Source = Pick<SyntaxFile, 'path' | 'text' | 'lines'>;

/** A node as something seen: its text on one line, a call with long arguments as `name(…)`. */
export function seenAt(node: Pick<SyntaxNode, 'range'>, module: Parsed): Seen {
  return seenIn(node.range, module.file);
}

/** As `seenAt`, of a range of a file. */
export function seenIn(range: TextRange, source: Source): Seen {
  return { text: shortText(range, source), path: source.path, line: source.lines.lineAt(range.start) };
}

function shortText({ start, end }: TextRange, source: Source): string {
  const text = source.text.slice(start, Math.min(end, start + 400)).replace(/\s+/g, ' ');
  if (text.length <= maxSeenText && end - start <= 400) return text;
  const name = /^(?:new |await |@)?[\w$.]+(?=\()/.exec(text)?.[0];
  if (name !== undefined && name.length < maxSeenText) return `${name}(…)`;
  return `${text.slice(0, maxSeenText - 1)}…`;
}

/** A span that does not know its side yet: what is kept of a file is the same on both. */
export type Place = Omit<Span, 'side'>;

export function placeOf(range: TextRange, { file }: Parsed): Place {
  return placeIn(range, file);
}

/** As `placeOf`, of a range of a file. */
export function placeIn({ start, end }: TextRange, { path, lines }: Source): Place {
  return { start, end, ...lines.linesOf({ start, end }), path };
}

export function spanOf(range: TextRange, module: Parsed, side: Side): Span {
  return { ...placeOf(range, module), side };
}

/** Longest handler text that is kept as it is; longer ones are told apart by a digest. */
const maxHandlerText = 300;

/** Text of a handler without the layout of its lines. */
export function normalisedText(node: Pick<SyntaxNode, 'text'>): string {
  return normalised(node.text);
}

/** As `normalisedText`, of a handler's text. */
export function normalised(handler: string): string {
  const text = handler.replace(/\s+/g, ' ').trim();
  if (text.length <= maxHandlerText) return text;
  return `${text.slice(0, 60)}… sha256:${createHash('sha256').update(text).digest('hex')}`;
}
