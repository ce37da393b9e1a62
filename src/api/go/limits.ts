import type { SyntaxFile, SyntaxNode } from '../../code/syntax.ts';
import type { Seen } from '../endpoint.ts';
import { seenAt } from '../seen.ts';

const sizeName = /^(?:limit|page_?size|per_?page|page_?limit|take|max_?results|max_?items)$/i;

/** What limits how much one answer holds, and keys that make a repeated request harmless. */
export function limitsOf(
  node: SyntaxNode,
  file: SyntaxFile,
): { pagination: readonly Seen[]; idempotency: readonly Seen[] } {
  const read: Seen[] = [];
  const idempotency: Seen[] = [];
  for (const literal of node.findAll(['interpreted_string_literal'])) {
    if (literal.range.end - literal.range.start > 60) continue;
    const text = literal.text.slice(1, -1);
    if (sizeName.test(text)) read.push(seenAt(literal, { file }));
    if (/^(?:x-)?idempotency-key$/i.test(text)) idempotency.push(seenAt(literal, { file }));
  }
  const highest = maximaOf(node, file);
  // A limit that is known says more than where it is read.
  return {
    pagination: highest.length > 0 ? highest : [...limitCalls(node, file), ...read].slice(0, 3),
    idempotency,
  };
}

/** `if limit > 100`, `min(limit, 100)`, `.Limit(100)`. */
function maximaOf(node: SyntaxNode, file: SyntaxFile): Seen[] {
  const found: Seen[] = [];
  for (const binary of node.findAll(['binary_expression'])) {
    const [left, right] = [binary.field('left'), binary.field('right')];
    if (left === null || right?.kind !== 'int_literal') continue;
    if (!/^>=?$/.test(binary.field('operator')?.text ?? '') || !isSize(left)) continue;
    const limit = Number(right.text);
    if (limit > 0) found.push({ ...seenAt(binary, { file }), limit });
  }
  for (const call of node.findAll(['call_expression'])) {
    const callee = call.field('function');
    const args = call.field('arguments')?.children() ?? [];
    const number = args.find((arg) => arg.kind === 'int_literal');
    if (callee === null || number === undefined) continue;
    const isMinimum = callee.kind === 'identifier' && /^min$/i.test(callee.text) && args.some(isSize);
    const isLimit = callee.field('field')?.text === 'Limit' && args.length === 1;
    if (isMinimum || isLimit) found.push({ ...seenAt(call, { file }), limit: Number(number.text) });
  }
  return found;
}

function isSize(node: SyntaxNode): boolean {
  if (node.range.end - node.range.start > 60) return false;
  return sizeName.test(/\w*$/.exec(node.text)?.[0] ?? '');
}

function limitCalls(node: SyntaxNode, file: SyntaxFile): Seen[] {
  return node
    .findAll(['call_expression'])
    .filter((call) => call.field('function')?.field('field')?.text === 'Limit')
    .map((call) => seenAt(call, { file }));
}
