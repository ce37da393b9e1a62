import { requestData } from '../api/exchange/request-data.ts';
import type { SyntaxNode } from '../code/syntax.ts';
import { callAt } from '../code/view/calls.ts';
import type { CodeFunction, CodeView } from '../code/view/code-view.ts';
import { isString, unwrapped } from '../code/view/parts.ts';

/** What is worked out of a function is worked out once, however many of its places ask. */
export function perFunction<Answer>(
  work: (around: CodeFunction | null) => Answer,
): (around: CodeFunction | null) => Answer {
  const known = new Map<CodeFunction | null, Answer>();
  return (around) => {
    const before = known.get(around);
    if (before !== undefined) return before;
    const answer = work(around);
    known.set(around, answer);
    return answer;
  };
}

/** What makes a URL of a text, and leaves its host what it was. */
const urlMakers = /^(?:URL|URI|Uri|NSURL|create|parse|parse_url|urlparse|normalize|fromUriString)$/;
const longestUrl = 300;

/** The part of the request that decides the host of a URL; null where that is not seen. */
export function hostFromRequest(node: SyntaxNode, code: CodeView, depth = 0): string | null {
  const inner = unwrapped(node);
  const { start, end } = inner.range;
  if (depth > 5 || end - start > longestUrl) return null;
  const direct = code.kept(requestData).sourceOf(inner);
  if (direct !== null) return direct;
  const made = callAt(inner);
  if (made !== null) {
    const first = made.args[0]?.value;
    return first !== undefined && made.args.length === 1 && urlMakers.test(made.name)
      ? hostFromRequest(first, code, depth + 1)
      : null;
  }
  if (isString(inner)) return hostOfParts(inner.children(), code, depth);
  // `"https://" + host + …`
  if (!/^(?:binary_expression|binary_operator|binary|additive_expression)$/.test(inner.kind)) return null;
  return hostOfParts(operands(inner), code, depth);
}

function operands(node: SyntaxNode): readonly SyntaxNode[] {
  const all: SyntaxNode[] = [];
  let current = node;
  for (let step = 0; step < 20; step++) {
    const [left, right] = current.children();
    if (left === undefined || right === undefined) break;
    all.unshift(right);
    if (left.kind !== current.kind) {
      all.unshift(left);
      break;
    }
    current = left;
  }
  return all;
}

/** The first part that varies, where nothing but a scheme stands before it. */
function hostOfParts(parts: readonly SyntaxNode[], code: CodeView, depth: number): string | null {
  let before = '';
  for (const part of parts) {
    const isFixed = /^(?:string|interpreted_string_literal|raw_string_literal|encapsed)/.test(part.kind);
    if (isFixed && !part.children().some(({ kind }) => kind.includes('interpolation'))) {
      before += part.text.replace(/^f?["'`]|["'`]$/g, '');
      if (!/^(?:https?:\/\/)?$/i.test(before)) return null;
      continue;
    }
    if (/^(?:string_start|interpolation_start|interpolation_quote)$/.test(part.kind)) continue;
    const value = /interpolat|substitution/.test(part.kind)
      ? (part.children().find((child) => child.kind !== 'interpolation_brace') ?? part)
      : part;
    return hostFromRequest(value, code, depth + 1);
  }
  return null;
}

/** Words of a check of a text: what it is compared with, what it is looked up in. */
const checks =
  /allow|valid|white_?list|permitted|trusted|known|safe|ssrf|private|block|startsWith|starts_with|start_with|includes\s*\(|\.match|\.test\s*\(|hostname|\bhost\b|isURL|indexOf|HasPrefix|Contains|\bin_array|urlparse|parse_url|verif|check|reject|sanit|abort_unless|\bhas\s*\(|pattern|regex|local_?url|IsLocal|isRelative|same_?origin|sign/i;

/** Longest stretch before a place that is searched for a check. */
const searched = 4_000;

/** Whether something that may be a check stands in the function before this place. */
export function mayBeChecked(node: SyntaxNode, code: CodeView): boolean {
  const around = code.functionAt(node.range.start);
  let outer = around;
  // A function in a function sees what was checked around it.
  while (outer?.parent != null) outer = outer.parent;
  const from = Math.max(outer?.node.range.start ?? 0, node.range.start - searched);
  return checks.test(code.text.slice(from, node.range.start));
}
