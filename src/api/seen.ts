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

/** A node as something seen: its text on one line, a call with long arguments as `name(…)`. */
export function seenAt(node: SyntaxNode, module: Parsed): Seen {
  const line = module.file.lines.lineAt(node.range.start);
  return { text: shortText(node, module), path: module.file.path, line };
}

function shortText(node: SyntaxNode, module: Parsed): string {
  const { start, end } = node.range;
  const text = module.file.text.slice(start, Math.min(end, start + 400)).replace(/\s+/g, ' ');
  if (text.length <= maxSeenText && end - start <= 400) return text;
  const name = /^(?:new |await |@)?[\w$.]+(?=\()/.exec(text)?.[0];
  if (name !== undefined && name.length < maxSeenText) return `${name}(…)`;
  return `${text.slice(0, maxSeenText - 1)}…`;
}

/** A span that does not know its side yet: what is kept of a file is the same on both. */
export type Place = Omit<Span, 'side'>;

export function placeOf(range: TextRange, { file }: Parsed): Place {
  return { ...range, ...file.lines.linesOf(range), path: file.path };
}

export function spanOf(range: TextRange, module: Parsed, side: Side): Span {
  return { ...placeOf(range, module), side };
}

/** Longest handler text that is kept as it is; longer ones are told apart by a digest. */
const maxHandlerText = 300;

/** Text of a handler without the layout of its lines. */
export function normalisedText(node: Pick<SyntaxNode, 'text'>): string {
  const text = node.text.replace(/\s+/g, ' ').trim();
  if (text.length <= maxHandlerText) return text;
  return `${text.slice(0, 60)}… sha256:${createHash('sha256').update(text).digest('hex')}`;
}
