import { createHash } from 'node:crypto';
import type { Side, Span } from '../change/span.ts';
import type { CodeModule } from '../code/program.ts';
import type { SyntaxNode } from '../code/syntax.ts';
import type { TextRange } from '../text/range.ts';
import type { Seen } from './endpoint.ts';

/** Longest text of a seen thing that is shown as it is. */
const maxSeenText = 60;

/** A node as something seen: its text on one line, a call with long arguments as `name(…)`. */
export function seenAt(node: SyntaxNode, module: CodeModule): Seen {
  const line = module.file.lines.lineAt(node.range.start);
  return { text: shortText(node, module), path: module.file.path, line };
}

function shortText(node: SyntaxNode, module: CodeModule): string {
  const { start, end } = node.range;
  const text = module.file.text.slice(start, Math.min(end, start + 400)).replace(/\s+/g, ' ');
  if (text.length <= maxSeenText && end - start <= 400) return text;
  const name = /^(?:new |await |@)?[\w$.]+(?=\()/.exec(text)?.[0];
  if (name !== undefined && name.length < maxSeenText) return `${name}(…)`;
  return `${text.slice(0, maxSeenText - 1)}…`;
}

export function spanOf(range: TextRange, module: CodeModule, side: Side): Span {
  return { ...range, ...module.file.lines.linesOf(range), path: module.file.path, side };
}

/** Longest handler text that is kept as it is; longer ones are told apart by a digest. */
const maxHandlerText = 300;

/** Text of a handler without the layout of its lines. */
export function normalisedText(node: SyntaxNode): string {
  const text = node.text.replace(/\s+/g, ' ').trim();
  if (text.length <= maxHandlerText) return text;
  return `${text.slice(0, 60)}… sha256:${createHash('sha256').update(text).digest('hex')}`;
}
