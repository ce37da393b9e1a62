import type { TextRange } from '../../text/range.ts';
import type { SyntaxFile, SyntaxNode } from '../syntax.ts';
import { type CodeCall, callAt, callKinds } from './calls.ts';
import { type NamedValue, namedValueKinds, namedValuesAt } from './named-values.ts';
import { memberOf, plainName } from './parts.ts';

/** `a == b`, `a != b`, `a.equals(b)`. */
interface Comparison {
  readonly node: SyntaxNode;
  readonly left: SyntaxNode;
  readonly right: SyntaxNode;
}

/** `@Name(…)`, `[Name(…)]`, `#[Name]`. */
interface Annotation {
  readonly node: SyntaxNode;
  readonly name: string;
}

export interface CodeFunction {
  readonly node: SyntaxNode;
  /** Empty where it has none of its own. */
  readonly name: string;
  /** The function around it. */
  readonly parent: CodeFunction | null;
}

/**
 * A source file in words that all languages share. Lists are in the order of the text and read when they are first asked
 * for; what a language has no form for is not in them.
 */
export interface CodeView extends SyntaxFile {
  readonly calls: readonly CodeCall[];
  readonly values: readonly NamedValue[];
  readonly comparisons: readonly Comparison[];
  readonly annotations: readonly Annotation[];
  readonly functions: readonly CodeFunction[];
  /** The innermost function around a place. */
  functionAt(offset: number): CodeFunction | null;
  /** The text of a node on one line, without white space at its ends. */
  textOf(node: SyntaxNode): string;
  /** What was made for this file before, or is made now. */
  kept<Fact>(key: CodeFact<Fact>): Fact;
}

/** Something that several rules ask of a file: made once. */
export interface CodeFact<Fact> {
  make(code: CodeView): Fact;
}

const functionKinds: readonly string[] = [
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'arrow_function',
  'method_definition',
  'function_definition',
  'lambda',
  'method_declaration',
  'constructor_declaration',
  'lambda_expression',
  'local_function_statement',
  'func_literal',
  'method',
  'singleton_method',
  'anonymous_function_creation_expression',
  'anonymous_function',
  'function_item',
  'closure_expression',
  'lambda_literal',
];
const annotationKinds: readonly string[] = [
  'decorator',
  'annotation',
  'marker_annotation',
  'attribute',
  'attribute_item',
];
const comparisonKinds: readonly string[] = [
  'binary_expression',
  'comparison_operator',
  'binary',
  'equality_expression',
];

export function viewCode(file: SyntaxFile): CodeView {
  const { root, text } = file;
  const facts = new Map<CodeFact<unknown>, unknown>();
  const calls = once(() => root.findAll(callKinds).flatMap((node) => callAt(node) ?? []));
  const values = once(() => root.findAll(namedValueKinds).flatMap(namedValuesAt));
  const functions = once(() => functionsOf(root));
  const annotations = once(() => root.findAll(annotationKinds).flatMap((node) => annotationAt(node) ?? []));
  const comparisons = once(() =>
    [
      ...root.findAll(comparisonKinds).flatMap((node) => comparisonAt(node, text) ?? []),
      ...calls().flatMap(equalsCall),
    ].sort((a, b) => a.node.range.start - b.node.range.start),
  );
  const view: CodeView = {
    ...file,
    get calls() {
      return calls();
    },
    get values() {
      return values();
    },
    get comparisons() {
      return comparisons();
    },
    get annotations() {
      return annotations();
    },
    get functions() {
      return functions();
    },
    functionAt: (offset) => innermost(functions(), offset),
    textOf: ({ range }) => text.slice(range.start, range.end).replace(/\s+/g, ' ').trim(),
    kept<Fact>(key: CodeFact<Fact>): Fact {
      // What is kept under a key was made by it.
      if (!facts.has(key)) facts.set(key, key.make(view));
      return facts.get(key) as Fact;
    },
  };
  return view;
}

/** Those of a list in the order of the text that begin inside a range. */
export function inside<Item extends { readonly node: SyntaxNode }>(
  items: readonly Item[],
  range: TextRange,
): readonly Item[] {
  const from = firstFrom(items, range.start);
  return items.slice(from, firstFrom(items, range.end, from));
}

function firstFrom(items: readonly { readonly node: SyntaxNode }[], offset: number, from = 0): number {
  let low = from;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.node.range.start ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function functionsOf(root: SyntaxNode): readonly CodeFunction[] {
  const open: CodeFunction[] = [];
  return root.findAll(functionKinds).map((node) => {
    while ((open.at(-1)?.node.range.end ?? Number.POSITIVE_INFINITY) <= node.range.start) open.pop();
    const name = node.field('name') ?? node.children().find(({ kind }) => kind === 'simple_identifier');
    const found = { node, name: name == null ? '' : plainName(name), parent: open.at(-1) ?? null };
    open.push(found);
    return found;
  });
}

function innermost(functions: readonly CodeFunction[], offset: number): CodeFunction | null {
  let current = functions[firstFrom(functions, offset + 1) - 1] ?? null;
  while (current !== null && current.node.range.end <= offset) current = current.parent;
  return current;
}

function annotationAt(node: SyntaxNode): Annotation | null {
  // `a.b` in Python has the same kind as an attribute of C# and PHP.
  if (node.kind === 'attribute' && memberOf(node) !== null) return null;
  const named = node.field('name') ?? node.children()[0];
  const name = named === undefined ? '' : /^@?([\w.]+)/.exec(named.text.slice(0, 100))?.[1];
  return name === undefined || name === '' ? null : { node, name: name.slice(name.lastIndexOf('.') + 1) };
}

function comparisonAt(node: SyntaxNode, text: string): Comparison | null {
  const [left, right, more] = node.children();
  if (left === undefined || right === undefined || more !== undefined) return null;
  const between = text.slice(left.range.end, Math.min(right.range.start, left.range.end + 20)).trim();
  return /^[!=]==?$/.test(between) ? { node, left, right } : null;
}

function equalsCall({ node, name, receiver, args }: CodeCall): Comparison[] {
  const [only, more] = args;
  if ((name !== 'equals' && name !== 'Equals') || receiver === null) return [];
  return only === undefined || more !== undefined ? [] : [{ node, left: receiver, right: only.value }];
}
