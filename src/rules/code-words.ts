import type { SyntaxNode } from '../code/syntax.ts';
import type { CodeView } from '../code/view/code-view.ts';

/** Longest code that the words of a finding quote. */
const longestShown = 80;

/** Code as the words of a finding quote it: one line, the beginning where it is long. */
export function shown(node: SyntaxNode, code: CodeView): string {
  const text = code.textOf(node);
  return text.length <= longestShown ? text : `${text.slice(0, longestShown - 1)}…`;
}
