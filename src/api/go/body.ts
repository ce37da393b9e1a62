import type { SyntaxFile, SyntaxNode } from '../../code/syntax.ts';
import { placeOf, seenAt } from '../seen.ts';
import type { GoExpression, GoFunction, GoParameter, GoStatement, GoType } from './facts.ts';

/** Nesting of expressions and blocks that is followed. */
const maxDepth = 60;

/** What the reader of a function's body needs to know of functions inside it. */
export interface BodyReader {
  readonly file: SyntaxFile;
  functionOf(node: SyntaxNode): GoFunction;
}

const unnamed: GoType = { package: null, name: '', isList: false };

export function readType(node: SyntaxNode | null, depth = 0): GoType {
  if (node === null || depth > 8) return unnamed;
  switch (node.kind) {
    case 'type_identifier':
      return { ...unnamed, name: node.text };
    case 'qualified_type': {
      const [module, name] = node.children();
      return { package: module?.text ?? null, name: name?.text ?? '', isList: false };
    }
    case 'function_type':
      return { ...unnamed, name: 'func' };
    case 'slice_type':
    case 'array_type':
    case 'implicit_length_array_type':
    case 'map_type':
      return { ...readType(node.children().at(-1) ?? null, depth + 1), isList: true };
    case 'generic_type':
      return readType(node.children()[0] ?? null, depth + 1);
    case 'pointer_type':
    case 'parenthesized_type':
    case 'type_elem':
      return readType(node.children()[0] ?? null, depth + 1);
    default:
      return unnamed;
  }
}

export function readParameters(list: SyntaxNode | null): GoParameter[] {
  return (list?.children() ?? []).flatMap((declaration): GoParameter[] => {
    const isVariadic = declaration.kind === 'variadic_parameter_declaration';
    if (!isVariadic && declaration.kind !== 'parameter_declaration') return [];
    const parts = declaration.children();
    const type = readType(parts.at(-1) ?? null);
    const own = { type: isVariadic ? { ...type, isList: true } : type, isVariadic };
    const names = parts.slice(0, -1);
    if (names.length === 0) return [{ ...own, name: '_', offset: declaration.range.start }];
    return names.map((name) => ({ ...own, name: name.text, offset: name.range.start }));
  });
}

/** The types that a function returns. */
export function readResults(node: SyntaxNode | null): GoType[] {
  if (node === null) return [];
  return node.kind === 'parameter_list' ? readParameters(node).map(({ type }) => type) : [readType(node)];
}

export function readStatements(block: SyntaxNode | null, reader: BodyReader, depth = 0): GoStatement[] {
  if (block === null || depth > maxDepth) return [];
  return block.children().flatMap((node): GoStatement[] => readStatement(node, reader, depth + 1));
}

function readStatement(node: SyntaxNode, reader: BodyReader, depth: number): GoStatement[] {
  switch (node.kind) {
    case 'statement_list':
      return readStatements(node, reader, depth);
    case 'expression_statement':
    case 'go_statement':
    case 'defer_statement':
      return node.children().map((inner) => ({ kind: 'do', value: readExpression(inner, reader, depth) }));
    case 'short_var_declaration':
    case 'assignment_statement':
      return [assignment(node, reader, depth)];
    case 'var_declaration':
    case 'const_declaration':
    case 'var_spec_list':
      return node.children().flatMap((spec) => readStatement(spec, reader, depth));
    case 'var_spec':
    case 'const_spec':
      return [readSpec(node, reader, depth)];
    case 'return_statement':
      return [{ kind: 'return', values: expressionsOf(node.children()[0] ?? null, reader, depth) }];
    case 'for_statement':
      return [loop(node, reader, depth)];
    case 'block':
    case 'if_statement':
    case 'expression_switch_statement':
    case 'type_switch_statement':
    case 'select_statement':
    case 'expression_case':
    case 'default_case':
    case 'type_case':
    case 'communication_case':
    case 'labeled_statement':
      return [{ kind: 'block', body: readStatements(node, reader, depth) }];
    // The condition of an `if` may register: `if err := r.Walk(…)`.
    case 'call_expression':
      return [{ kind: 'do', value: readExpression(node, reader, depth) }];
    default:
      return [];
  }
}

function assignment(node: SyntaxNode, reader: BodyReader, depth: number): GoStatement {
  return {
    kind: 'set',
    targets: expressionsOf(node.field('left'), reader, depth),
    values: expressionsOf(node.field('right'), reader, depth),
    isNew: node.kind === 'short_var_declaration',
    type: null,
  };
}

export function readSpec(
  node: SyntaxNode,
  reader: BodyReader,
  depth: number,
): Extract<GoStatement, { kind: 'set' }> {
  const targets = node.children().filter((child) => child.kind === 'identifier');
  const type = node.field('type');
  return {
    kind: 'set',
    targets: targets.map((target) => readExpression(target, reader, depth)),
    values: expressionsOf(node.field('value'), reader, depth),
    isNew: true,
    type: type === null ? null : readType(type),
  };
}

function loop(node: SyntaxNode, reader: BodyReader, depth: number): GoStatement {
  const body = readStatements(node.field('body'), reader, depth);
  const range = node.children().find((child) => child.kind === 'range_clause');
  const over = range?.field('right') ?? null;
  if (range === undefined || over === null) return { kind: 'block', body };
  const names = range.field('left')?.children() ?? [];
  return {
    kind: 'each',
    names: names.map((name) => (name.kind === 'identifier' ? name.text : '_')),
    over: readExpression(over, reader, depth),
    body,
  };
}

function expressionsOf(node: SyntaxNode | null, reader: BodyReader, depth: number): GoExpression[] {
  if (node === null) return [];
  return node.kind === 'expression_list'
    ? node.children().map((child) => readExpression(child, reader, depth))
    : [readExpression(node, reader, depth)];
}

const unknown: GoExpression = { kind: 'unknown' };

function readExpression(node: SyntaxNode, reader: BodyReader, depth = 0): GoExpression {
  if (depth > maxDepth) return unknown;
  const { file } = reader;
  const first = (): GoExpression => {
    const inner = node.children()[0];
    return inner === undefined ? unknown : readExpression(inner, reader, depth + 1);
  };
  switch (node.kind) {
    case 'interpreted_string_literal':
    case 'raw_string_literal':
      return { kind: 'text', text: textOf(node) };
    case 'int_literal':
      return { kind: 'number', number: Number(node.text.replaceAll('_', '')) };
    case 'nil':
      return { kind: 'nil' };
    case 'identifier':
      return { kind: 'name', name: node.text, seen: seenAt(node, { file }) };
    case 'selector_expression': {
      const of = node.field('operand');
      const name = node.field('field')?.text ?? '';
      if (of === null) return unknown;
      return {
        kind: 'member',
        of: readExpression(of, reader, depth + 1),
        name,
        seen: seenAt(node, { file }),
      };
    }
    case 'call_expression':
      return callOf(node, reader, depth);
    case 'func_literal':
      return { kind: 'function', function: reader.functionOf(node), seen: seenAt(node, { file }) };
    case 'composite_literal':
      return compositeOf(node, reader, depth);
    case 'literal_value':
      return {
        kind: 'composite',
        type: null,
        fields: [],
        items: itemsOf(node, reader, depth),
        seen: seenAt(node, { file }),
      };
    case 'binary_expression': {
      const [left, right] = [node.field('left'), node.field('right')];
      if (left === null || right === null || node.field('operator')?.text !== '+') return unknown;
      return {
        kind: 'sum',
        left: readExpression(left, reader, depth + 1),
        right: readExpression(right, reader, depth + 1),
      };
    }
    case 'type_assertion_expression':
    case 'type_conversion_expression': {
      const value = node.field('operand');
      if (value === null) return unknown;
      return {
        kind: 'cast',
        to: readType(node.field('type')),
        value: readExpression(value, reader, depth + 1),
      };
    }
    case 'index_expression':
      return { kind: 'element', of: first() };
    case 'unary_expression':
    case 'parenthesized_expression':
    case 'literal_element':
      return first();
    default:
      return unknown;
  }
}

/** The text of a string literal; escapes other than of quotes and slashes do not stand in paths. */
function textOf(node: SyntaxNode): string {
  const inner = node.text.slice(1, -1);
  return node.kind === 'raw_string_literal' ? inner : inner.replace(/\\(["\\/])/g, '$1');
}

function callOf(node: SyntaxNode, reader: BodyReader, depth: number): GoExpression {
  const callee = node.field('function');
  if (callee === null) return unknown;
  const args = node.field('arguments')?.children() ?? [];
  const last = args.at(-1);
  return {
    kind: 'call',
    callee: readExpression(callee, reader, depth + 1),
    args: args.map((arg) => {
      const inner = arg.kind === 'variadic_argument' ? arg.children()[0] : arg;
      return inner === undefined ? unknown : readExpression(inner, reader, depth + 1);
    }),
    isSpread: last?.kind === 'variadic_argument',
    seen: seenAt(node, reader),
    place: placeOf(node.range, reader),
  };
}

function compositeOf(node: SyntaxNode, reader: BodyReader, depth: number): GoExpression {
  const body = node.field('body');
  return {
    kind: 'composite',
    type: readType(node.field('type')),
    fields: fieldsOf(node.field('type')),
    items: body === null ? [] : itemsOf(body, reader, depth),
    seen: seenAt(node, reader),
  };
}

function fieldsOf(type: SyntaxNode | null): string[] {
  const struct =
    type?.kind === 'struct_type' ? type : type?.children().find(({ kind }) => kind === 'struct_type');
  const declarations = struct?.children()[0]?.children() ?? [];
  return declarations.flatMap((declaration) =>
    declaration
      .children()
      .filter(({ kind }) => kind === 'field_identifier')
      .map(({ text }) => text),
  );
}

function itemsOf(
  body: SyntaxNode,
  reader: BodyReader,
  depth: number,
): { key: GoExpression | null; value: GoExpression }[] {
  return body.children().map((item) => {
    const parts = item.kind === 'keyed_element' ? item.children() : [item];
    const value = parts.at(-1);
    const key = parts.length > 1 ? parts[0] : undefined;
    return {
      key: key === undefined ? null : readExpression(key, reader, depth + 1),
      value: value === undefined ? unknown : readExpression(value, reader, depth + 1),
    };
  });
}
