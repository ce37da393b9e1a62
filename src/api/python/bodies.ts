import type { SyntaxFile, SyntaxNode } from '../../code/syntax.ts';
import type { TextRange } from '../../text/range.ts';
import { type CallExpression, type Expression, expressionOf } from './expression.ts';
import type { PythonBody } from './module.ts';

/** Last names of calls that may check, refuse or answer; the others are not kept. */
const tellingCalls =
  /^(?:get_(?:object|list|paginated_response|schema_view)\w*|redirect|render|load|loads_?\w*|limit|make_response|jsonify|super|__init__|\w*(?:abort|or_404|paginat|response|exception|error|redirect|notfound|denied|forbidden|404|auth|perm|login|token|role|access|admin|scope|current_user|allow|valid|check|require|ensure|verify|parse|limit)\w*)$/i;

/** `not user.is_authenticated` and `user.is_anonymous` lead to a refusal; the header makes a repeated request harmless. */
const identified = /\.(?:is_authenticated|is_staff|is_superuser|is_admin)$/;
const tellingTexts = /idempotency-?_?key/i;

/** Expressions inside those of a body: `status=status.HTTP_201_CREATED` is three deep. */
const bodyDepth = 4;

interface Draft {
  readonly calls: CallExpression[];
  readonly raises: Expression[];
  readonly returns: Expression[];
  readonly statuses: Expression[];
  readonly marks: Expression[];
}

/**
 * The bodies of functions, which come in the order of the text, in one walk over the file: crossing into the parser
 * for each function costs more than reading it.
 */
export function readBodies(
  file: SyntaxFile,
  functions: readonly { readonly definition: TextRange }[],
): PythonBody[] {
  const bodies = functions.map(
    (): Draft => ({ calls: [], raises: [], returns: [], statuses: [], marks: [] }),
  );
  if (functions.length === 0) return bodies;
  const open: number[] = [];
  let next = 0;
  for (const node of file.root.findAll(kindsIn(file.text))) {
    const { start, end } = node.range;
    for (; next < functions.length && (functions[next]?.definition.start ?? 0) <= start; next++)
      open.push(next);
    while (open.length > 0 && (functions[open.at(-1) ?? 0]?.definition.end ?? 0) < end) open.pop();
    const body = bodies[open.at(-1) ?? -1];
    if (body !== undefined) readNode(node, body, file);
  }
  return bodies;
}

/** Only kinds that can tell something in this file: most have no need of the rarer ones. */
function kindsIn(text: string): string[] {
  const kinds = ['call', 'raise_statement', 'return_statement'];
  if (/\.is_(?:authenticated|staff|superuser|admin)\b/.test(text)) kinds.push('not_operator');
  if (/\.is_anonymous\b/.test(text)) kinds.push('attribute');
  if (text.includes('status_code =')) kinds.push('assignment');
  if (tellingTexts.test(text)) kinds.push('string');
  return kinds;
}

function readNode(node: SyntaxNode, body: Draft, file: SyntaxFile): void {
  const { start, end } = node.range;
  switch (node.kind) {
    case 'call': {
      const callee = node.field('function');
      if (callee === null) return;
      const name = /\w+$/.exec(
        file.text.slice(Math.max(start, callee.range.end - 60), callee.range.end),
      )?.[0];
      if (name === undefined || !tellingCalls.test(name)) return;
      const call = expressionOf(node, file, bodyDepth);
      if (call.kind === 'call') body.calls.push(call);
      return;
    }
    case 'raise_statement':
    case 'return_statement': {
      const value = node.children()[0];
      const list = node.kind === 'raise_statement' ? body.raises : body.returns;
      list.push(
        value === undefined
          ? { kind: 'constant', value: null, start, end }
          : expressionOf(value, file, bodyDepth),
      );
      return;
    }
    case 'not_operator': {
      const inner = identified.test(file.text.slice(Math.max(start, end - 30), end))
        ? node.children()[0]
        : undefined;
      if (inner !== undefined) body.marks.push(expressionOf(inner, file, bodyDepth));
      return;
    }
    case 'attribute':
      if (file.text.slice(Math.max(start, end - 13), end) === '.is_anonymous')
        body.marks.push(expressionOf(node, file, bodyDepth));
      return;
    case 'string':
      if (end - start < 40 && tellingTexts.test(file.text.slice(start, end)))
        body.marks.push(expressionOf(node, file, bodyDepth));
      return;
    default: {
      const [left, right] = [node.field('left'), node.field('right')];
      if (left?.kind === 'attribute' && right !== null && left.children()[1]?.text === 'status_code')
        body.statuses.push(expressionOf(right, file, bodyDepth));
    }
  }
}
