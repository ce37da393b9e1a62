import type { SyntaxFile, SyntaxNode } from '../../code/syntax.ts';
import type { TextRange } from '../../text/range.ts';

/** A Python expression as plain data: what may name, build or configure a route. The rest is `other`. */
export type Expression = NameExpression | AttributeExpression | CallExpression | PlainExpression;

interface NameExpression extends TextRange {
  readonly kind: 'name';
  readonly name: string;
}

interface AttributeExpression extends TextRange {
  readonly kind: 'attribute';
  readonly of: Expression;
  readonly name: string;
}

export interface CallExpression extends TextRange {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly args: readonly Expression[];
  readonly named: Readonly<Record<string, Expression>>;
}

type PlainExpression = TextRange &
  (
    | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'constant'; readonly value: boolean | null }
    /** A list, tuple or set. */
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'dictionary'; readonly entries: readonly (readonly [Expression, Expression])[] }
    /** `a + b`, `a & b`. */
    | {
        readonly kind: 'operation';
        readonly operator: string;
        readonly left: Expression;
        readonly right: Expression;
      }
    /** `a[b, c]`, also of types. */
    | { readonly kind: 'index'; readonly of: Expression; readonly by: readonly Expression[] }
    | { readonly kind: 'splat'; readonly of: Expression }
    /** `a if c else b`, `a or b`. */
    | { readonly kind: 'either'; readonly options: readonly Expression[] }
    | { readonly kind: 'other' }
  );

/** Expressions inside expressions that are read; routes nest a handful. */
const maxDepth = 12;
/** Items of a list, arguments of a call; the longest list of routes that was met had some hundred. */
const maxItems = 3_000;

/** Reads an expression; what is nested deeper than `depth` is `other`. */
export function expressionOf(node: SyntaxNode, file: SyntaxFile, depth = maxDepth): Expression {
  const { start, end } = node.range;
  const range = { start, end };
  if (depth < 0) return { ...range, kind: 'other' };
  const inner = (child: SyntaxNode): Expression => expressionOf(child, file, depth - 1);
  switch (node.kind) {
    case 'identifier':
      return { ...range, kind: 'name', name: file.text.slice(start, end) };
    case 'attribute':
      return attributeOf(node, range, inner);
    case 'call':
      return callOf(node, range, inner);
    case 'string':
      return { ...range, kind: 'text', parts: textParts(node, file, inner) };
    case 'concatenated_string':
      return {
        ...range,
        kind: 'text',
        parts: node
          .children()
          .slice(0, maxItems)
          .flatMap((child) => textParts(child, file, inner)),
      };
    case 'integer':
    case 'float':
      return { ...range, kind: 'number', value: Number(file.text.slice(start, end).replaceAll('_', '')) };
    case 'true':
    case 'false':
      return { ...range, kind: 'constant', value: node.kind === 'true' };
    case 'none':
      return { ...range, kind: 'constant', value: null };
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list':
      return { ...range, kind: 'list', items: node.children().slice(0, maxItems).map(inner) };
    case 'dictionary':
      return { ...range, kind: 'dictionary', entries: entriesOf(node, inner) };
    default:
      return compoundOf(node, range, inner);
  }
}

type Inner = (child: SyntaxNode) => Expression;

function compoundOf(node: SyntaxNode, range: TextRange, inner: Inner): Expression {
  const children = node.children();
  const [first, second] = children;
  switch (node.kind) {
    case 'parenthesized_expression':
    case 'type':
    case 'await':
      return first === undefined ? { ...range, kind: 'other' } : inner(first);
    case 'list_splat':
    case 'dictionary_splat':
      return first === undefined
        ? { ...range, kind: 'other' }
        : { ...range, kind: 'splat', of: inner(first) };
    case 'binary_operator':
      return first === undefined || second === undefined
        ? { ...range, kind: 'other' }
        : {
            ...range,
            kind: 'operation',
            operator: operatorOf(node),
            left: inner(first),
            right: inner(second),
          };
    case 'subscript':
    case 'generic_type':
      return first === undefined
        ? { ...range, kind: 'other' }
        : { ...range, kind: 'index', of: inner(first), by: indexesOf(node, inner) };
    case 'conditional_expression': {
      const third = children[2];
      const options = first === undefined || third === undefined ? [] : [inner(first), inner(third)];
      return { ...range, kind: 'either', options };
    }
    case 'union_type':
    case 'boolean_operator':
      return { ...range, kind: 'either', options: children.map(inner) };
    default:
      return { ...range, kind: 'other' };
  }
}

function operatorOf(node: SyntaxNode): string {
  const between = node.field('operator');
  return between === null ? '' : between.text;
}

function indexesOf(node: SyntaxNode, inner: Inner): Expression[] {
  const rest = node.children().slice(1, maxItems);
  return node.kind === 'subscript'
    ? rest.map(inner)
    : rest.flatMap((child) =>
        child.kind === 'type_parameter' ? child.children().map(inner) : [inner(child)],
      );
}

function attributeOf(node: SyntaxNode, range: TextRange, inner: Inner): Expression {
  const [of, name] = node.children();
  return of === undefined || name === undefined
    ? { ...range, kind: 'other' }
    : { ...range, kind: 'attribute', of: inner(of), name: name.text };
}

function callOf(node: SyntaxNode, range: TextRange, inner: Inner): Expression {
  const [callee, list] = node.children();
  if (callee === undefined) return { ...range, kind: 'other' };
  const args: Expression[] = [];
  const named: Record<string, Expression> = Object.create(null);
  for (const arg of list?.kind === 'argument_list' ? list.children().slice(0, maxItems) : []) {
    const [name, value] = arg.kind === 'keyword_argument' ? arg.children() : [];
    if (name !== undefined && value !== undefined) named[name.text] = inner(value);
    else args.push(inner(arg));
  }
  return { ...range, kind: 'call', callee: inner(callee), args, named };
}

function entriesOf(node: SyntaxNode, inner: Inner): (readonly [Expression, Expression])[] {
  return node
    .children()
    .slice(0, maxItems)
    .flatMap((pair) => {
      const [key, value] = pair.kind === 'pair' ? pair.children() : [];
      return key === undefined || value === undefined ? [] : [[inner(key), inner(value)] as const];
    });
}

function textParts(node: SyntaxNode, file: SyntaxFile, inner: Inner): (string | Expression)[] {
  const source = file.text.slice(node.range.start, node.range.end);
  const [, prefix = '', quote = '"'] = /^([a-zA-Z]{0,3})("""|'''|"|')/.exec(source) ?? [];
  const raw = /r/i.test(prefix);
  if (!/[ft]/i.test(prefix)) {
    const content = source.slice(prefix.length + quote.length, source.length - quote.length);
    return [raw ? content : unescaped(content)];
  }
  return node.children().flatMap((child): (string | Expression)[] => {
    if (child.kind === 'string_content') return [raw ? child.text : unescaped(child.text)];
    const value = child.kind === 'interpolation' ? child.children()[0] : undefined;
    return value === undefined ? [] : [inner(value)];
  });
}

/** The escapes that paths hold; the others stay as they are written. */
function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\([\\'"])/g, '$1').replace(/\\\r?\n/g, '') : text;
}

/** `a.b.c` of names and attributes, '' for anything else. */
export function dottedName(expression: Expression): string {
  const parts: string[] = [];
  let current = expression;
  while (current.kind === 'attribute') {
    parts.push(current.name);
    current = current.of;
  }
  return current.kind === 'name' ? [current.name, ...parts.reverse()].join('.') : '';
}

/** The last name of what is called or named: `get` of `router.get`. */
export function lastName(expression: Expression): string {
  if (expression.kind === 'call') return lastName(expression.callee);
  return expression.kind === 'name' || expression.kind === 'attribute' ? expression.name : '';
}

/** The argument of this name, or at this place. */
export function argumentOf(call: CallExpression, name: string, place?: number): Expression | undefined {
  const positional = place === undefined ? undefined : call.args[place];
  return call.named[name] ?? (positional?.kind === 'splat' ? undefined : positional);
}
