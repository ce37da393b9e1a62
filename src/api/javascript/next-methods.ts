import { stringValue, unwrap } from '../../code/javascript.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { TextRange } from '../../text/range.ts';

export const nextMethods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** A method that a handler of `pages/api` asks for, with what it does then where that stands apart. */
export interface MethodBranch {
  readonly method: string;
  readonly range: TextRange | null;
}

/**
 * The methods that a handler tells apart: `switch (req.method)`, `req.method === 'POST'`, `['GET'].includes(req.method)`.
 * Empty where it answers all alike.
 */
export function methodBranches(handler: SyntaxNode): MethodBranch[] {
  const found = new Map<string, MethodBranch>();
  const add = (node: SyntaxNode | null, range: TextRange | null): void => {
    const method = node === null ? null : stringValue(unwrap(node));
    if (method === null || !nextMethods.includes(method)) return;
    if ((found.get(method)?.range ?? null) === null) found.set(method, { method, range });
  };
  for (const node of handler.findAll(['switch_statement', 'if_statement', 'call_expression'])) {
    if (node.kind === 'switch_statement') {
      if (!asksMethod(node.field('value'))) continue;
      readCases(node, add);
    } else if (node.kind === 'if_statement') {
      for (const comparison of node.field('condition')?.findAll(['binary_expression']) ?? []) {
        const [left = null, right = null] = [comparison.field('left'), comparison.field('right')];
        const other = asksMethod(left) ? right : asksMethod(right) ? left : null;
        const isEqual = /^={2,3}$/.test(comparison.field('operator')?.text ?? '');
        add(other, isEqual ? (node.field('consequence')?.range ?? null) : null);
      }
    } else readIncludes(node, add);
  }
  return [...found.values()];
}

type Add = (node: SyntaxNode | null, range: TextRange | null) => void;

/** Cases that fall through share what the last of them does. */
function readCases(node: SyntaxNode, add: Add): void {
  let waiting: SyntaxNode[] = [];
  for (const part of node.field('body')?.children() ?? []) {
    const value = part.kind === 'switch_case' ? part.field('value') : null;
    if (value !== null) waiting.push(value);
    if (part.children().length <= (value === null ? 0 : 1)) continue;
    for (const each of waiting) add(each, part.range);
    waiting = [];
  }
  for (const each of waiting) add(each, null);
}

function readIncludes(node: SyntaxNode, add: Add): void {
  const callee = node.field('function');
  const list = callee?.kind === 'member_expression' ? callee.field('object') : null;
  if (list?.kind !== 'array' || callee?.field('property')?.text !== 'includes') return;
  if (!asksMethod(node.field('arguments')?.children()[0] ?? null)) return;
  for (const each of list.children()) add(each, null);
}

/** `req.method`, or `method` taken from it. */
function asksMethod(node: SyntaxNode | null): boolean {
  const inner = node === null ? null : unwrap(node);
  if (inner === null || inner.range.end - inner.range.start > 60) return false;
  return /^(?:\w+\??\.)?method$/.test(inner.text);
}
