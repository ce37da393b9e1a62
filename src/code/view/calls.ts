import type { SyntaxNode } from '../syntax.ts';
import { memberOf, plainName } from './parts.ts';

interface CodeArgument {
  /** Of a keyword argument, or of a field of a literal with a type (`http.Cookie{Name: …}`). */
  readonly name: string | null;
  readonly value: SyntaxNode;
}

/** A call, or the making of an object. */
export interface CodeCall {
  readonly node: SyntaxNode;
  /** `a.b` of `a.b.c()`. */
  readonly receiver: SyntaxNode | null;
  /** `c` of `a.b.c()`, the class of `new a.C()`. */
  readonly name: string;
  /** `a.b.c` without white space; the name alone where it is longer than 200 characters. */
  readonly callee: string;
  readonly args: readonly CodeArgument[];
}

export const callKinds: readonly string[] = [
  'call_expression',
  'new_expression',
  'call',
  'method_invocation',
  'object_creation_expression',
  'invocation_expression',
  'function_call_expression',
  'member_call_expression',
  'nullsafe_member_call_expression',
  'scoped_call_expression',
  'composite_literal',
  'struct_expression',
];

const longestCallee = 200;

/** A node as a call; null where it is none, or calls what has no name (`f()()`). */
export function callAt(node: SyntaxNode): CodeCall | null {
  const parts = partsOf(node);
  if (parts === null || parts.name === '') return null;
  const { receiver, name, list } = parts;
  let args: readonly CodeArgument[] | null = null;
  const before = receiver === null ? '' : shortText(receiver);
  return {
    node,
    receiver,
    name,
    callee: receiver === null ? name : before === null ? name : `${before}.${name}`,
    get args() {
      args ??= argumentsOf(list);
      return args;
    },
  };
}

function shortText(node: SyntaxNode): string | null {
  const { start, end } = node.range;
  return end - start > longestCallee ? null : node.text.replace(/\s+/g, '').replace(/\?\.|->|::/g, '.');
}

interface Parts {
  readonly receiver: SyntaxNode | null;
  readonly name: string;
  readonly list: SyntaxNode | null;
}

function partsOf(node: SyntaxNode): Parts | null {
  switch (node.kind) {
    case 'new_expression':
      return named(node.field('constructor'), node.field('arguments'));
    case 'method_invocation':
    case 'member_call_expression':
    case 'nullsafe_member_call_expression':
      return method(node.field('object'), node.field('name'), node.field('arguments'));
    case 'scoped_call_expression':
      return method(node.field('scope'), node.field('name'), node.field('arguments'));
    case 'object_creation_expression': {
      const type = node.field('type') ?? node.children()[0] ?? null;
      const list =
        node.field('arguments') ??
        node.children().find(({ kind }) => kind === 'arguments') ??
        node.field('initializer');
      return named(type, list);
    }
    case 'composite_literal':
      return named(node.field('type'), node.field('body'));
    case 'struct_expression':
      return named(node.field('name'), node.field('body'));
    case 'call': {
      const ruby = node.field('method');
      return ruby === null
        ? named(node.field('function'), node.field('arguments'))
        : method(node.field('receiver'), ruby, node.field('arguments'));
    }
    default:
      return kotlinParts(node) ?? named(node.field('function'), node.field('arguments'));
  }
}

function kotlinParts(node: SyntaxNode): Parts | null {
  const [callee, suffix] = node.children();
  if (callee === undefined || suffix?.kind !== 'call_suffix') return null;
  return named(
    callee,
    suffix.children().find(({ kind }) => kind === 'value_arguments') ?? suffix.children().at(-1) ?? null,
  );
}

function method(receiver: SyntaxNode | null, name: SyntaxNode | null, list: SyntaxNode | null): Parts | null {
  return name === null ? null : { receiver, name: plainName(name), list };
}

function named(callee: SyntaxNode | null, list: SyntaxNode | null): Parts | null {
  if (callee === null) return null;
  const inner =
    callee.kind === 'generic_function' || callee.kind === 'generic_type'
      ? (callee.field('function') ?? callee.children()[0] ?? callee)
      : callee;
  const member = memberOf(inner);
  return member === null
    ? { receiver: null, name: plainName(inner), list }
    : { receiver: member.object, name: member.name, list };
}

const argumentWrappers: ReadonlySet<string> = new Set([
  'argument',
  'value_argument',
  'attribute_argument',
  'keyword_argument',
  'pair',
  'keyed_element',
  'field_initializer',
  'element_value_pair',
]);

function argumentsOf(list: SyntaxNode | null): readonly CodeArgument[] {
  // The argument of a tagged template is the template, that of a Kotlin call without parentheses its block.
  if (list === null || list.kind === 'template_string') return [];
  if (list.kind === 'annotated_lambda') return [{ name: null, value: list }];
  return list.children().flatMap((child) => argumentOf(child) ?? []);
}

function argumentOf(node: SyntaxNode): CodeArgument | null {
  if (node.kind === 'assignment_expression') {
    const [left, right] = [node.field('left'), node.field('right')];
    return left === null || right === null ? null : { name: plainName(left), value: right };
  }
  if (!argumentWrappers.has(node.kind)) return { name: null, value: node };
  const children = node.children();
  const value = children.at(-1);
  if (value === undefined) return null;
  const key = children.length < 2 ? null : (children[0] ?? null);
  return { name: key === null ? null : plainName(key), value };
}
