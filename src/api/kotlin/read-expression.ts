import type { SyntaxNode } from '../../code/syntax.ts';
import type { Argument, CallFact, Expression, Link } from '../classes/class-model.ts';
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
import { seenAt } from '../seen.ts';

/** What holds further statements: they count wherever they stand. */
const blocks = new Set([
  'statements',
  'if_expression',
  'when_expression',
  'when_entry',
  'try_expression',
  'catch_block',
  'finally_block',
  'control_structure_body',
  'for_statement',
  'while_statement',
]);

/** A Kotlin expression or statement as plain data. */
export function readExpression(node: SyntaxNode, reading: FileReading, depth: number): Expression {
  if (depth > maxExpressionDepth) return other(node);
  const read = (child: SyntaxNode): Expression => readExpression(child, reading, depth + 1);
  if (blocks.has(node.kind)) return { kind: 'list', items: node.children().map(read) };
  switch (node.kind) {
    case 'string_literal':
      return readText(node, read);
    case 'simple_identifier':
    case 'type_identifier':
    case 'user_type':
    case 'this_expression':
      return { kind: 'name', name: textOf(node) };
    case 'collection_literal':
      // The grammar does not know the comma after the last one.
      return {
        kind: 'list',
        items: node
          .children()
          .filter(({ kind }) => kind !== 'ERROR')
          .map(read),
      };
    case 'parenthesized_expression':
    case 'jump_expression':
    case 'as_expression': {
      const value = node.children()[0];
      return value === undefined ? other(node) : read(value);
    }
    case 'additive_expression':
      return { kind: 'join', parts: node.children().map(read) };
    case 'property_declaration': {
      const parts = nameAndValue(node);
      return parts === null ? other(node) : { kind: 'assign', name: parts.name, value: read(parts.value) };
    }
    case 'assignment': {
      const [target, value] = node.children();
      return target === undefined || value === undefined
        ? other(node)
        : { kind: 'assign', name: textOf(target), value: read(value) };
    }
    case 'callable_reference': {
      const parts = node.children();
      if (parts.length === 1 && node.text.endsWith('::class'))
        return { kind: 'name', name: textOf(parts[0]) };
      return {
        kind: 'reference',
        owner: parts.length > 1 ? textOf(parts[0]) : null,
        name: textOf(parts.at(-1)),
      };
    }
    case 'lambda_literal':
    case 'annotated_lambda':
      return readLambda(node, reading, depth);
    case 'navigation_expression':
      // `Foo::class.java` names a class as well.
      return /^[\w.]+$/.test(textOf(node))
        ? { kind: 'name', name: textOf(node) }
        : readChain(node, reading, depth);
    case 'call_expression':
      return readChain(node, reading, depth);
    default:
      return other(node);
  }
}

/** Name and value of a property; null where it has no value of its own. */
export function nameAndValue(node: SyntaxNode): { name: string; value: SyntaxNode } | null {
  const parts = node.children();
  const at = parts.findIndex(({ kind }) => kind === 'variable_declaration');
  const name = parts[at]?.children()[0];
  const value = parts
    .slice(at + 1)
    .find(({ kind }) => !/^(?:getter|setter|property_delegate|type_)/.test(kind));
  return name === undefined || value === undefined ? null : { name: name.text, value };
}

/** Arguments in brackets below a call, an annotation or a constructor. */
export function argumentsOf(node: SyntaxNode, reading: FileReading, depth: number): Argument[] {
  const list = node.children().find(({ kind }) => kind === 'value_arguments');
  return (list?.children() ?? []).flatMap((argument): Argument[] => {
    const parts = argument.children();
    const value = parts.at(-1);
    if (value === undefined) return [];
    const name = parts.length > 1 && parts[0]?.kind === 'simple_identifier' ? parts[0].text : null;
    return [{ name, value: readExpression(value, reading, depth + 1) }];
  });
}

function readText(node: SyntaxNode, read: (child: SyntaxNode) => Expression): Expression {
  const parts = node.children();
  if (parts.length === 0) return { kind: 'text', text: node.text.replace(/^"+|"+$/g, '') };
  const read1 = (part: SyntaxNode): Expression => {
    if (part.kind === 'string_content') return { kind: 'text', text: part.text };
    if (part.kind === 'interpolated_identifier') return { kind: 'name', name: part.text };
    if (part.kind === 'character_escape_seq') return { kind: 'text', text: part.text.slice(1) };
    const inner = part.kind === 'interpolated_expression' ? part.children()[0] : undefined;
    return inner === undefined ? other(part) : read(inner);
  };
  const read2 = parts.map(read1);
  const first = read2[0];
  return read2.length === 1 && first?.kind === 'text' ? first : { kind: 'join', parts: read2 };
}

function readLambda(node: SyntaxNode, reading: FileReading, depth: number): Expression {
  const literal = node.kind === 'annotated_lambda' ? node.children().at(-1) : node;
  const parts = literal?.children() ?? [];
  const parameters = parts
    .filter(({ kind }) => kind === 'lambda_parameters')
    .flatMap((list) => list.children())
    .map((parameter) => {
      const [name, type] = parameter.children();
      return { name: textOf(name), type: textOf(type), annotations: [], seen: seenAt(parameter, reading) };
    });
  const statements = parts.filter(({ kind }) => kind === 'statements').flatMap((list) => list.children());
  return lambdaOf(node, reading, depth, {
    parameters,
    statements: () => statements.map((statement) => readExpression(statement, reading, depth + 1)),
  });
}

/** The parts of one call: `get<T>("/a") { … }` is a call whose callee is a call with the brackets. */
function readChain(node: SyntaxNode, reading: FileReading, depth: number): Expression {
  const links: Link[] = [];
  let current: SyntaxNode = node;
  let trailing: Argument[] = [];
  let types: string[] = [];
  let end = node.range.end;
  const push = (name: SyntaxNode | null, args: readonly Argument[]): void => {
    const text = name === null ? 'invoke' : textOf(name);
    const range = { start: (name ?? current).range.start, end };
    links.push(linkOf(range, reading, { name: text, args, types, isNew: false }));
    trailing = [];
    types = [];
  };
  while (links.length < maxLinks) {
    const [inner, suffix] = current.children();
    if (inner === undefined || suffix === undefined) break;
    if (current.kind === 'navigation_expression') {
      const name = suffix.children().at(-1) ?? null;
      if (name === null || /^[\w.]+$/.test(textOf(current))) break;
      push(name, []);
    } else if (current.kind === 'call_expression') {
      const args = [...argumentsOf(suffix, reading, depth + 1), ...trailing];
      types = [...typesOf(suffix), ...types];
      const lambda = suffix.children().find(({ kind }) => kind === 'annotated_lambda');
      if (lambda !== undefined) args.push({ name: null, value: readLambda(lambda, reading, depth + 1) });
      if (
        inner.kind === 'call_expression' &&
        trailing.length === 0 &&
        lambda !== undefined &&
        args.length === 1
      ) {
        trailing = args;
        current = inner;
        continue;
      }
      if (inner.kind === 'simple_identifier') {
        push(inner, args);
        return { kind: 'chain', root: null, links: links.reverse() };
      }
      if (inner.kind === 'navigation_expression') {
        push(inner.children()[1]?.children().at(-1) ?? null, args);
        current = inner.children()[0] ?? inner;
        end = current.range.end;
        continue;
      }
      push(null, args);
    } else break;
    current = inner;
    end = inner.range.end;
  }
  return { kind: 'chain', root: readExpression(current, reading, depth + 1), links: links.reverse() };
}

function typesOf(suffix: SyntaxNode): string[] {
  const list = suffix.children().find(({ kind }) => kind === 'type_arguments');
  return (list?.children() ?? []).map((type) => typeName(textOf(type)));
}

/** The calls of a file that may tell a status code or a limit. */
export function callsOf(reading: FileReading): CallFact[] {
  const indexed = reading.file.root
    .findAll(['indexing_expression'])
    .flatMap((node) => indexedOf(node, reading));
  const thrown = new Set(
    reading.file.root
      .findAll(['jump_expression'])
      .flatMap((node) => (textOf(node).startsWith('throw') ? (node.children()[0]?.range.start ?? []) : [])),
  );
  const called = reading.file.root.findAll(['call_expression']).flatMap((node): CallFact[] => {
    const [callee, suffix] = node.children();
    if (callee === undefined || suffix === undefined) return [];
    const [target, member] = callee.kind === 'navigation_expression' ? callee.children() : [];
    const name = textOf(member?.children().at(-1) ?? callee);
    if (!/^\w+$/.test(name) || !(isTellingCall(name) || thrown.has(node.range.start))) return [];
    return [
      {
        name,
        receiver: receiverName(target),
        args: argumentsOf(suffix, reading, maxExpressionDepth - 3)
          .slice(0, 3)
          .map(({ value }) => value),
        types: typesOf(suffix),
        isNew: /^[A-Z]/.test(name),
        offset: node.range.start,
        seen: seenAt(node, reading),
      },
    ];
  });
  return [...called, ...indexed].sort(byOffset);
}

/** `call.request.queryParameters["limit"]` as if it were a call. */
function indexedOf(node: SyntaxNode, reading: FileReading): CallFact[] {
  const [target, suffix] = node.children();
  const name = /(?:^|\.)((?:query)?[pP]arameters)$/.exec(textOf(target))?.[1];
  const value = suffix?.children()[0];
  if (name === undefined || value?.kind !== 'string_literal') return [];
  return [
    {
      name,
      receiver: '',
      args: [readExpression(value, reading, maxExpressionDepth - 1)],
      types: [],
      isNew: false,
      offset: node.range.start,
      seen: seenAt(node, reading),
    },
  ];
}

export function textOf(node: SyntaxNode | null | undefined): string {
  return node === null || node === undefined ? '' : node.text.slice(0, 200);
}
