import type { SyntaxNode } from '../../code/syntax.ts';
import type {
  Annotation,
  Argument,
  CallFact,
  ClassFact,
  ClassFile,
  Expression,
  FunctionFact,
  Link,
  Parameter,
} from '../classes/class-model.ts';
import {
  byOffset,
  type FileReading,
  functionText,
  isDescription,
  isTellingCall,
  lambdaOf,
  linkOf,
  maxClassDepth,
  maxExpressionDepth,
  maxLinks,
  other,
  receiverName,
  typeName,
} from '../classes/read-file.ts';
import { placeOf, seenAt } from '../seen.ts';

const classKinds: ReadonlyMap<string, ClassFact['kind']> = new Map([
  ['class_declaration', 'class'],
  ['record_declaration', 'class'],
  ['enum_declaration', 'class'],
  ['interface_declaration', 'interface'],
  ['annotation_type_declaration', 'annotation'],
]);

/** What a Java file declares. Kinds and fields are those of tree-sitter-java. */
export function readJava(reading: FileReading): ClassFile {
  const root = reading.file.root.children();
  const packageName = textOf(
    root
      .find(({ kind }) => kind === 'package_declaration')
      ?.children()
      .at(-1),
  );
  const imports: [string, string][] = [];
  const wildcards: string[] = [];
  for (const node of root) {
    if (node.kind !== 'import_declaration') continue;
    const [name, asterisk] = node.children();
    if (name === undefined) continue;
    if (asterisk !== undefined) wildcards.push(name.text);
    else imports.push([name.text.slice(name.text.lastIndexOf('.') + 1), name.text]);
  }
  const classes: ClassFact[] = [];
  for (const node of root) readClass(node, '', packageName, reading, classes, 0);
  return {
    path: reading.file.path,
    package: packageName,
    imports,
    wildcards,
    classes,
    constants: [],
    functions: [],
    calls: readCalls(reading),
  };
}

function readClass(
  node: SyntaxNode,
  outer: string,
  packageName: string,
  reading: FileReading,
  into: ClassFact[],
  depth: number,
): void {
  const kind = classKinds.get(node.kind);
  const name = node.field('name')?.text;
  if (kind === undefined || name === undefined || depth > maxClassDepth) return;
  const members = membersOf(node);
  const full = outer === '' ? name : `${outer}.${name}`;
  const methods = members.filter(
    ({ kind: memberKind }) =>
      memberKind === 'method_declaration' || memberKind === 'annotation_type_element_declaration',
  );
  const constructors = members.filter((member) => member.kind === 'constructor_declaration');
  const onlyConstructor = constructors.length === 1 ? constructors[0] : undefined;
  const fields = members.filter(
    (member) => member.kind === 'field_declaration' || member.kind === 'constant_declaration',
  );
  into.push({
    name: full,
    package: packageName,
    kind,
    ...modifiersOf(node, reading),
    bases: basesOf(node),
    baseArgs: [],
    typeParameters:
      node
        .field('type_parameters')
        ?.children()
        .map((parameter) => textOf(parameter.children()[0])) ?? [],
    parameters: parametersOf(onlyConstructor ?? node, reading),
    methods: methods.map((method) => readMethod(method, kind, reading)),
    constants: fields.flatMap((field) => constantsOf(field, reading)),
    fields: fields.flatMap((field): [string, string][] => {
      const fieldName = field.field('declarator')?.field('name')?.text;
      return fieldName === undefined ? [] : [[fieldName, textOf(field.field('type'))]];
    }),
    hasConstraints: false,
    place: placeOf(node.range, reading),
  });
  for (const member of members) readClass(member, full, packageName, reading, into, depth + 1);
}

function membersOf(node: SyntaxNode): SyntaxNode[] {
  const body = node.field('body')?.children() ?? [];
  return body.flatMap((member) => (member.kind === 'enum_body_declarations' ? member.children() : [member]));
}

function basesOf(node: SyntaxNode): string[] {
  const superclass = node.field('superclass')?.children() ?? [];
  const extended = node.children().find(({ kind }) => kind === 'extends_interfaces');
  const lists = [node.field('interfaces'), extended].flatMap((list) => list?.children() ?? []);
  return [...superclass, ...lists.flatMap((list) => list.children())].map((type) => typeName(type.text));
}

function constantsOf(field: SyntaxNode, reading: FileReading): [string, Expression][] {
  return field.children().flatMap((child): [string, Expression][] => {
    const name = child.kind === 'variable_declarator' ? child.field('name') : null;
    const value = name === null ? null : child.field('value');
    return name === null || value === null ? [] : [[name.text, readExpression(value, reading, 0)]];
  });
}

function modifiersOf(node: SyntaxNode, reading: FileReading): Pick<ClassFact, 'annotations' | 'modifiers'> {
  const list = node.children().find(({ kind }) => kind === 'modifiers');
  if (list === undefined) return { annotations: [], modifiers: [] };
  const annotations = list.children().filter(({ kind }) => kind.endsWith('annotation'));
  // Keywords are no named nodes: they stand before, between and after the annotations.
  let words = '';
  let at = list.range.start;
  for (const { range } of annotations) {
    words += ` ${reading.file.text.slice(at, range.start)}`;
    at = range.end;
  }
  words += ` ${reading.file.text.slice(at, list.range.end)}`;
  return {
    annotations: annotations.map((annotation) => readAnnotation(annotation, reading, 0)),
    modifiers: words.match(/\b[a-z]+\b/g) ?? [],
  };
}

function readAnnotation(node: SyntaxNode, reading: FileReading, depth: number): Annotation {
  const name = textOf(node.field('name'));
  const list = isDescription(name) ? null : node.field('arguments');
  const args = (list?.children() ?? []).map((arg): Argument => {
    const key = arg.kind === 'element_value_pair' ? arg.field('key') : null;
    const value = key === null ? arg : arg.field('value');
    return {
      name: key?.text ?? null,
      value: value === null ? other(arg) : readExpression(value, reading, depth + 1),
    };
  });
  return {
    name,
    args,
    seen: seenAt(node, reading),
    place: placeOf(node.range, reading),
  };
}

function readMethod(node: SyntaxNode, owner: ClassFact['kind'], reading: FileReading): FunctionFact {
  const body = node.field('body');
  const statements =
    body !== null && reading.isOfInterest(body.text)
      ? body.children().flatMap((statement) => readStatement(statement, reading, 0))
      : null;
  const { annotations, modifiers } = modifiersOf(node, reading);
  return {
    name: textOf(node.field('name')),
    receiver: null,
    annotations,
    // All that an interface declares is public.
    modifiers: owner === 'interface' ? [...modifiers, 'public'] : modifiers,
    parameters: parametersOf(node, reading),
    returns: textOf(node.field('type')),
    place: placeOf(node.range, reading),
    hasBody: body !== null,
    text: functionText(node.field('name'), node, reading),
    statements,
  };
}

function parametersOf(node: SyntaxNode, reading: FileReading): Parameter[] {
  return (node.field('parameters')?.children() ?? []).flatMap((parameter): Parameter[] => {
    const name = parameter.field('name') ?? parameter.children().at(-1)?.field('name') ?? null;
    if (name === null) return [];
    const type = parameter.field('type') ?? parameter.children().find(({ kind }) => kind.includes('type'));
    return [
      {
        name: name.text,
        type: textOf(type),
        annotations: modifiersOf(parameter, reading).annotations,
        seen: seenAt(parameter, reading),
      },
    ];
  });
}

/** Statements in the order of the text; those inside conditions and loops count as well. */
function readStatement(node: SyntaxNode, reading: FileReading, depth: number): Expression[] {
  if (depth > maxExpressionDepth) return [];
  switch (node.kind) {
    case 'expression_statement':
    case 'return_statement': {
      const value = node.children()[0];
      return value === undefined ? [] : [readExpression(value, reading, depth + 1)];
    }
    case 'local_variable_declaration':
      return constantsOf(node, reading).map(([name, value]) => ({ kind: 'assign', name, value }));
    case 'block':
    case 'if_statement':
    case 'else':
    case 'for_statement':
    case 'enhanced_for_statement':
    case 'try_statement':
    case 'try_with_resources_statement':
    case 'catch_clause':
    case 'finally_clause':
      return node.children().flatMap((child) => readStatement(child, reading, depth + 1));
    default:
      return [];
  }
}

function readExpression(node: SyntaxNode, reading: FileReading, depth: number): Expression {
  if (depth > maxExpressionDepth) return other(node);
  const read = (child: SyntaxNode): Expression => readExpression(child, reading, depth + 1);
  switch (node.kind) {
    case 'string_literal':
      return { kind: 'text', text: unquoted(node.text) };
    case 'identifier':
    case 'type_identifier':
    case 'field_access':
    case 'scoped_identifier':
    case 'this':
      return node.range.end - node.range.start < 200 && /^[\w.$\s]+$/.test(node.text)
        ? { kind: 'name', name: node.text.replace(/\s/g, '') }
        : other(node);
    case 'class_literal':
      return { kind: 'name', name: node.text.replace(/\.class$/, '') };
    case 'element_value_array_initializer':
    case 'array_initializer':
      return { kind: 'list', items: node.children().map(read) };
    case 'array_creation_expression': {
      const value = node.field('value');
      return value === null ? other(node) : read(value);
    }
    case 'parenthesized_expression':
    case 'cast_expression': {
      const value = node.children().at(-1);
      return value === undefined ? other(node) : read(value);
    }
    case 'binary_expression': {
      const [left, right] = [node.field('left'), node.field('right')];
      return node.field('operator')?.text === '+' && left !== null && right !== null
        ? { kind: 'join', parts: [read(left), read(right)] }
        : other(node);
    }
    case 'assignment_expression': {
      const value = node.field('right');
      return value === null
        ? other(node)
        : { kind: 'assign', name: textOf(node.field('left')).replace(/^this\./, ''), value: read(value) };
    }
    case 'annotation':
    case 'marker_annotation':
      return { kind: 'annotation', annotation: readAnnotation(node, reading, depth + 1) };
    case 'method_reference': {
      const parts = node.children();
      return {
        kind: 'reference',
        owner: textOf(parts[0]),
        name: textOf(parts.at(-1)),
      };
    }
    case 'lambda_expression':
      return readLambda(node, reading, depth);
    case 'method_invocation':
    case 'object_creation_expression':
      return readChain(node, reading, depth);
    default:
      return other(node);
  }
}

function readLambda(node: SyntaxNode, reading: FileReading, depth: number): Expression {
  const list = node.field('parameters');
  const parameters =
    list === null
      ? []
      : list.kind === 'formal_parameters'
        ? parametersOf(node, reading)
        : (list.kind === 'identifier' ? [list] : list.children()).map((name) => ({
            name: name.text,
            type: '',
            annotations: [],
            seen: seenAt(name, reading),
          }));
  const body = node.field('body');
  return lambdaOf(node, reading, depth, {
    parameters,
    statements: () =>
      body === null
        ? []
        : body.kind === 'block'
          ? readStatement(body, reading, depth + 1)
          : [readExpression(body, reading, depth + 1)],
  });
}

function readChain(node: SyntaxNode, reading: FileReading, depth: number): Expression {
  const links: Link[] = [];
  let current: SyntaxNode | null = node;
  while (current !== null && links.length < maxLinks) {
    const isNew: boolean = current.kind === 'object_creation_expression';
    if (!isNew && current.kind !== 'method_invocation') break;
    const args = (current.field('arguments')?.children() ?? []).map((arg) => ({
      name: null,
      value: readExpression(arg, reading, depth + 1),
    }));
    const named: SyntaxNode | null = current.field(isNew ? 'type' : 'name');
    const name = isNew ? typeName(textOf(named)) : textOf(named);
    const range = { start: (isNew ? current : (named ?? current)).range.start, end: current.range.end };
    links.push(linkOf(range, reading, { name, args, types: [], isNew }));
    current = isNew ? null : current.field('object');
  }
  links.reverse();
  return {
    kind: 'chain',
    root: current === null ? null : readExpression(current, reading, depth + 1),
    links,
  };
}

function readCalls(reading: FileReading): CallFact[] {
  const thrown = new Set(
    reading.file.root.findAll(['throw_statement']).flatMap((node) => node.children()[0]?.range.start ?? []),
  );
  return reading.file.root
    .findAll(['method_invocation', 'object_creation_expression'])
    .flatMap((node): CallFact[] => {
      const isNew = node.kind === 'object_creation_expression';
      const name = isNew ? typeName(textOf(node.field('type'))) : textOf(node.field('name'));
      if (!isTellingCall(name) && !thrown.has(node.range.start)) return [];
      const object = isNew ? null : node.field('object');
      const args = (node.field('arguments')?.children() ?? []).slice(0, 3);
      return [
        {
          name,
          receiver: receiverName(object),
          args: args.map((arg) => readExpression(arg, reading, maxExpressionDepth - 2)),
          types: [],
          isNew,
          offset: node.range.start,
          seen: seenAt(node, reading),
        },
      ];
    })
    .sort(byOffset);
}

/** A text without its quotes; of the escapes those that routes have. */
function unquoted(text: string): string {
  if (text.startsWith('"""')) return text.slice(3, -3).trim();
  return text.slice(1, -1).replace(/\\(["\\])/g, '$1');
}

function textOf(node: SyntaxNode | null | undefined): string {
  return node === null || node === undefined ? '' : node.text.slice(0, 200);
}
