import type { SyntaxNode } from '../../code/syntax.ts';
import type { Annotation, Argument, CallFact, Expression, Link, Parameter } from '../classes/class-model.ts';
import {
  byOffset,
  type FileReading,
  isTellingCall,
  lambdaOf,
  linkOf,
  maxExpressionDepth,
  maxLinks,
  other,
  receiverName,
  typeName,
} from '../classes/read-file.ts';
import { placeOf, seenAt } from '../seen.ts';

/** Statements in the order of the text; those inside conditions and loops count as well. */
export function statementsOf(node: SyntaxNode, reading: FileReading, depth: number): Expression[] {
  if (depth > maxExpressionDepth) return [];
  switch (node.kind) {
    case 'local_declaration_statement':
      return node
        .findAll(['variable_declarator'])
        .slice(0, 20)
        .flatMap((declarator): Expression[] => {
          const [name, value] = declarator.children();
          return name === undefined || value === undefined
            ? []
            : [{ kind: 'assign', name: name.text, value: readExpression(value, reading, depth + 1) }];
        });
    case 'expression_statement':
    case 'return_statement':
    case 'arrow_expression_clause':
      return node.children().map((child) => readExpression(child, reading, depth + 1));
    case 'block':
    case 'if_statement':
    case 'foreach_statement':
    case 'for_statement':
    case 'using_statement':
    case 'try_statement':
    case 'lock_statement':
    case 'else_clause':
      return node.children().flatMap((child) => statementsOf(child, reading, depth + 1));
    default:
      return [];
  }
}

/** A C# expression as plain data. */
export function readExpression(node: SyntaxNode, reading: FileReading, depth: number): Expression {
  if (depth > maxExpressionDepth) return other(node);
  const read = (child: SyntaxNode): Expression => readExpression(child, reading, depth + 1);
  switch (node.kind) {
    case 'string_literal':
    case 'verbatim_string_literal':
    case 'raw_string_literal':
      return { kind: 'text', text: node.text.replace(/^@?"+|"+$/g, '').replace(/\\(["\\])/g, '$1') };
    case 'identifier':
    case 'qualified_name':
    case 'generic_name':
    case 'this_expression':
    case 'this':
      return { kind: 'name', name: typeName(textOf(node)) };
    case 'typeof_expression':
      return { kind: 'name', name: typeName(textOf(node.field('type'))) };
    case 'interpolated_string_expression':
      return {
        kind: 'join',
        parts: node
          .children()
          .filter(({ kind }) => kind !== 'interpolation_start' && kind !== 'interpolation_quote')
          .map((part): Expression => {
            if (part.kind === 'string_content') return { kind: 'text', text: part.text };
            const value = part.children().find(({ kind }) => kind !== 'interpolation_brace');
            return value === undefined ? other(part) : read(value);
          }),
      };
    case 'binary_expression': {
      const [left, right] = [node.field('left'), node.field('right')];
      return node.field('operator')?.text === '+' && left !== null && right !== null
        ? { kind: 'join', parts: [read(left), read(right)] }
        : other(node);
    }
    case 'element_binding_expression':
    case 'collection_expression':
    case 'initializer_expression':
      return {
        kind: 'list',
        items: node
          .children()
          .map((child) => read(child.kind === 'argument' ? (child.children()[0] ?? child) : child)),
      };
    case 'implicit_array_creation_expression':
    case 'array_creation_expression':
    case 'parenthesized_expression':
    case 'await_expression':
    case 'cast_expression': {
      const value = node.children().at(-1);
      return value === undefined ? other(node) : read(value);
    }
    case 'assignment_expression': {
      const [left, right] = [node.field('left'), node.field('right')];
      return left === null || right === null
        ? other(node)
        : { kind: 'assign', name: textOf(left), value: read(right) };
    }
    case 'lambda_expression':
    case 'anonymous_method_expression':
      return readLambda(node, reading, depth);
    case 'member_access_expression':
      return /^[\w.]+$/.test(textOf(node))
        ? { kind: 'name', name: textOf(node) }
        : readChain(node, reading, depth);
    case 'invocation_expression':
    case 'object_creation_expression':
    case 'implicit_object_creation_expression':
      return readChain(node, reading, depth);
    default:
      return other(node);
  }
}

export function argumentsOf(list: SyntaxNode | null, reading: FileReading, depth: number): Argument[] {
  return (list?.children() ?? []).flatMap((argument): Argument[] => {
    const parts = argument.children();
    const value = parts.at(-1);
    if (value === undefined) return [];
    const name = parts.length > 1 && parts[0]?.kind === 'identifier' ? parts[0].text : null;
    return [{ name, value: readExpression(value, reading, depth + 1) }];
  });
}

/** Attributes before a declaration; those that are for its result say nothing of it. */
export function attributesOf(node: SyntaxNode, reading: FileReading): Annotation[] {
  return node
    .children()
    .filter(({ kind }) => kind === 'attribute_list')
    .filter((list) => list.children()[0]?.kind !== 'attribute_target_specifier')
    .flatMap((list) => list.children())
    .filter(({ kind }) => kind === 'attribute')
    .map((attribute) => ({
      name: typeName(textOf(attribute.field('name'))).replace(/Attribute$/, ''),
      args: attributeArguments(attribute, reading),
      seen: { ...seenAt(attribute, reading), text: `[${seenAt(attribute, reading).text}]` },
      place: placeOf(attribute.range, reading),
    }));
}

function attributeArguments(attribute: SyntaxNode, reading: FileReading): Argument[] {
  const list = attribute.children().find(({ kind }) => kind === 'attribute_argument_list');
  return (list?.children() ?? []).flatMap((argument): Argument[] => {
    const [first, second] = argument.children();
    if (first === undefined) return [];
    if (second !== undefined) return [{ name: first.text, value: readExpression(second, reading, 1) }];
    const right = first.kind === 'assignment_expression' ? first.field('right') : null;
    return right === null
      ? [{ name: null, value: readExpression(first, reading, 1) }]
      : [{ name: textOf(first.field('left')), value: readExpression(right, reading, 1) }];
  });
}

function readLambda(node: SyntaxNode, reading: FileReading, depth: number): Expression {
  const list = node.field('parameters');
  const body = node.field('body');
  return lambdaOf(node, reading, depth, {
    parameters: lambdaParameters(list, reading),
    annotations: attributesOf(node, reading),
    statements: () =>
      body === null
        ? []
        : body.kind === 'block'
          ? statementsOf(body, reading, depth + 1)
          : [readExpression(body, reading, depth + 1)],
  });
}

function lambdaParameters(list: SyntaxNode | null, reading: FileReading): Parameter[] {
  if (list === null) return [];
  const nodes = list.kind === 'parameter_list' ? list.children() : [list];
  return nodes.map((parameter) => ({
    name: textOf(parameter.field('name') ?? parameter),
    type: textOf(parameter.field('type')),
    annotations: attributesOf(parameter, reading),
    seen: seenAt(parameter, reading),
  }));
}

function readChain(node: SyntaxNode, reading: FileReading, depth: number): Expression {
  const links: Link[] = [];
  let current: SyntaxNode | null = node;
  while (current !== null && links.length < maxLinks) {
    const end: number = current.range.end;
    if (current.kind.endsWith('object_creation_expression')) {
      const name = typeName(textOf(current.field('type')));
      const args = argumentsOf(current.field('arguments'), reading, depth);
      links.push(linkOf(current.range, reading, { name, args, types: [], isNew: true }));
      current = null;
      break;
    }
    const isCall: boolean = current.kind === 'invocation_expression';
    const callee: SyntaxNode | null = isCall ? current.field('function') : current;
    if (callee === null) break;
    const args = isCall ? argumentsOf(current.field('arguments'), reading, depth) : [];
    const { name, target } = memberOf(callee);
    if (name === null || (!isCall && /^[\w.]+$/.test(textOf(callee)))) break;
    const named = textOf(name);
    links.push(
      linkOf({ start: name.range.start, end }, reading, {
        name: typeName(named),
        args,
        types: typesOf(name),
        isNew: false,
      }),
    );
    current = target;
  }
  links.reverse();
  const root = current === null ? null : readExpression(current, reading, depth + 1);
  const [only] = links;
  // `nameof(Orders.List)` is the text `List`.
  if (root === null && links.length === 1 && only?.name === 'nameof') {
    const value = only.args[0]?.value;
    const name = value?.kind === 'name' ? value.name : '';
    return { kind: 'text', text: name.slice(name.lastIndexOf('.') + 1) };
  }
  return links.length === 0 && root !== null ? root : { kind: 'chain', root, links };
}

/** Name and target of what is called: `a.B`, `a?.B`, `B`. */
function memberOf(callee: SyntaxNode): { name: SyntaxNode | null; target: SyntaxNode | null } {
  if (callee.kind === 'member_access_expression')
    return { name: callee.field('name'), target: callee.field('expression') };
  if (callee.kind === 'conditional_access_expression') {
    const [target, binding] = callee.children();
    return { name: binding?.children()[0] ?? null, target: target ?? null };
  }
  return callee.kind === 'identifier' || callee.kind === 'generic_name'
    ? { name: callee, target: null }
    : { name: null, target: null };
}

function typesOf(name: SyntaxNode): string[] {
  const list = name.children().find(({ kind }) => kind === 'type_argument_list');
  return (list?.children() ?? []).map((type) => typeName(textOf(type)));
}

/** The calls of a file that may tell a status code or a limit. */
export function callsOf(reading: FileReading): CallFact[] {
  return reading.file.root
    .findAll(['invocation_expression', 'object_creation_expression'])
    .flatMap((node): CallFact[] => {
      const isNew = node.kind === 'object_creation_expression';
      const callee = node.field('function');
      const { name, target } = isNew
        ? { name: node.field('type'), target: null }
        : callee === null
          ? { name: null, target: null }
          : memberOf(callee);
      const text = typeName(textOf(name));
      if (name === null || text === '' || !isTellingCall(text)) return [];
      return [
        {
          name: text,
          receiver: receiverName(target),
          args: argumentsOf(node.field('arguments'), reading, maxExpressionDepth - 3)
            .slice(0, 3)
            .map(({ value }) => value),
          types: typesOf(name),
          isNew,
          offset: node.range.start,
          seen: seenAt(node, reading),
        },
      ];
    })
    .sort(byOffset);
}

export function textOf(node: SyntaxNode | null | undefined): string {
  return node === null || node === undefined ? '' : node.text.slice(0, 200);
}
