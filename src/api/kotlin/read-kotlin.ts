import type { SyntaxNode } from '../../code/syntax.ts';
import type {
  Annotation,
  ClassFact,
  ClassFile,
  Expression,
  FunctionFact,
  Parameter,
} from '../classes/class-model.ts';
import {
  type FileReading,
  functionText,
  isDescription,
  maxClassDepth,
  maxExpressionDepth,
  typeName,
} from '../classes/read-file.ts';
import { placeOf, seenAt } from '../seen.ts';
import { argumentsOf, callsOf, nameAndValue, readExpression, textOf } from './read-expression.ts';

/** What a Kotlin file declares. Its grammar (tree-sitter-kotlin) has kinds and no fields: parts are told by kind and order. */
export function readKotlin(reading: FileReading): ClassFile {
  const root = reading.file.root.children();
  const packageName = textOf(root.find(({ kind }) => kind === 'package_header')?.children()[0]);
  const imports: [string, string][] = [];
  const wildcards: string[] = [];
  for (const header of root.filter(({ kind }) => kind === 'import_list').flatMap((list) => list.children())) {
    const [name, more] = header.children();
    if (name === undefined) continue;
    if (more?.kind === 'wildcard_import') wildcards.push(name.text);
    else {
      const alias = more?.kind === 'import_alias' ? textOf(more.children()[0]) : null;
      imports.push([alias ?? name.text.slice(name.text.lastIndexOf('.') + 1), name.text]);
    }
  }
  const classes: ClassFact[] = [];
  for (const node of root) readClass(node, '', packageName, reading, classes, 0);
  return {
    path: reading.file.path,
    package: packageName,
    imports,
    wildcards,
    classes,
    constants: constantsOf(root, reading),
    functions: functionsOf(root, false, reading),
    calls: callsOf(reading),
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
  if (node.kind !== 'class_declaration' && node.kind !== 'object_declaration') return;
  const parts = node.children();
  const nameNode = parts.find(({ kind }) => kind === 'type_identifier');
  if (nameNode === undefined || depth > maxClassDepth) return;
  const { annotations, modifiers } = modifiersOf(parts, reading);
  const body =
    parts.find(({ kind }) => kind === 'class_body' || kind === 'enum_class_body')?.children() ?? [];
  // What a companion declares is reached through the class's own name.
  const companions = body
    .filter(({ kind }) => kind === 'companion_object')
    .flatMap((companion) => companion.children())
    .flatMap((inner) => (inner.kind === 'class_body' ? inner.children() : []));
  const name = outer === '' ? nameNode.text : `${outer}.${nameNode.text}`;
  const isInterface = /\binterface\s*$/.test(
    reading.file.text.slice(Math.max(node.range.start, nameNode.range.start - 40), nameNode.range.start),
  );
  const builder = parts.find(({ kind }) => kind === 'primary_constructor')?.children() ?? [];
  const parameters = builder
    .filter(({ kind }) => kind === 'class_parameter')
    .map((parameter) =>
      parameterOf(parameter, modifiersOf(parameter.children(), reading).annotations, reading),
    );
  const supers = parts
    .filter(({ kind }) => kind === 'delegation_specifier')
    .flatMap((specifier) => specifier.children()[0] ?? []);
  const call = supers.find(({ kind }) => kind === 'constructor_invocation');
  into.push({
    name,
    package: packageName,
    kind: modifiers.includes('annotation') ? 'annotation' : isInterface ? 'interface' : 'class',
    annotations,
    modifiers,
    bases: supers.map((type) =>
      typeName(textOf(type.kind === 'constructor_invocation' ? type.children()[0] : type)),
    ),
    baseArgs: call === undefined ? [] : argumentsOf(call, reading, 0),
    typeParameters:
      parts
        .find(({ kind }) => kind === 'type_parameters')
        ?.children()
        .map((each) => typeName(textOf(each)))
        .map((each) => each.replace(/^(?:reified|in|out)(?=[A-Z])/, '')) ?? [],
    parameters,
    methods: functionsOf([...body, ...companions], isInterface, reading),
    constants: constantsOf([...body, ...companions], reading),
    fields: [
      ...parameters.map(({ name: field, type }): [string, string] => [field, type]),
      ...body.flatMap((member) => fieldOf(member)),
    ],
    hasConstraints: false,
    place: placeOf(node.range, reading),
  });
  for (const member of [...body, ...companions])
    readClass(member, name, packageName, reading, into, depth + 1);
}

function fieldOf(member: SyntaxNode): [string, string][] {
  const variable = member.children().find(({ kind }) => kind === 'variable_declaration');
  const [name, type] = variable?.children() ?? [];
  return member.kind === 'property_declaration' && name !== undefined && type !== undefined
    ? [[name.text, textOf(type)]]
    : [];
}

function constantsOf(members: readonly SyntaxNode[], reading: FileReading): [string, Expression][] {
  return members.flatMap((member): [string, Expression][] => {
    const parts = member.kind === 'property_declaration' ? nameAndValue(member) : null;
    return parts === null ? [] : [[parts.name, readExpression(parts.value, reading, 0)]];
  });
}

function functionsOf(
  members: readonly SyntaxNode[],
  inInterface: boolean,
  reading: FileReading,
): FunctionFact[] {
  return members
    .filter(({ kind }) => kind === 'function_declaration')
    .map((node): FunctionFact => {
      const parts = node.children();
      const at = parts.findIndex(({ kind }) => kind === 'simple_identifier');
      const before = parts.slice(0, at).filter(({ kind }) => kind.endsWith('_type'));
      const after = parts.slice(at + 1);
      const body = after.find(({ kind }) => kind === 'function_body');
      const { annotations, modifiers } = modifiersOf(parts, reading);
      const isPrivate = modifiers.some(
        (word) => word === 'private' || word === 'internal' || word === 'protected',
      );
      return {
        name: textOf(parts[at]),
        receiver: before[0] === undefined ? null : typeName(before[0].text),
        annotations,
        // Kotlin's default is public.
        modifiers: [
          ...modifiers,
          ...(isPrivate ? [] : ['public']),
          ...(inInterface && body === undefined ? ['abstract'] : []),
        ],
        parameters: parametersOf(
          after.find(({ kind }) => kind === 'function_value_parameters'),
          reading,
        ),
        returns: textOf(after.find(({ kind }) => kind.endsWith('_type'))),
        place: placeOf(node.range, reading),
        hasBody: body !== undefined,
        text: functionText(parts[at], node, reading),
        statements:
          body !== undefined && reading.isOfInterest(body.text)
            ? body.children().flatMap((child) => statementsOf(child, reading, 0))
            : null,
      };
    });
}

function statementsOf(node: SyntaxNode, reading: FileReading, depth: number): Expression[] {
  if (node.kind === 'statements' && depth <= maxExpressionDepth)
    return node.children().flatMap((child) => statementsOf(child, reading, depth + 1));
  return [readExpression(node, reading, depth)];
}

function modifiersOf(
  parts: readonly SyntaxNode[],
  reading: FileReading,
): Pick<ClassFact, 'annotations' | 'modifiers'> {
  const list = parts.find(({ kind }) => kind === 'modifiers')?.children() ?? [];
  return {
    annotations: list.flatMap((node) => annotationsOf(node, reading)),
    modifiers: list.filter(({ kind }) => kind !== 'annotation').map((word) => word.text),
  };
}

/** `@A`, `@A(1)`, `@field:A` and `@[A B]`. */
function annotationsOf(node: SyntaxNode, reading: FileReading): Annotation[] {
  if (node.kind !== 'annotation') return [];
  return node.children().flatMap((part): Annotation[] => {
    const isCall = part.kind === 'constructor_invocation';
    const type = isCall ? part.children()[0] : part;
    if (type?.kind !== 'user_type') return [];
    return [
      {
        name: typeName(type.text),
        args: isCall && !isDescription(typeName(type.text)) ? argumentsOf(part, reading, 0) : [],
        seen: seenAt(node, reading),
        place: placeOf(node.range, reading),
      },
    ];
  });
}

/** Modifiers stand before their parameter as nodes of their own, default values behind it. */
function parametersOf(list: SyntaxNode | undefined, reading: FileReading): Parameter[] {
  const parameters: Parameter[] = [];
  let pending: Annotation[] = [];
  for (const node of list?.children() ?? []) {
    if (node.kind === 'parameter_modifiers')
      pending = node.children().flatMap((child) => annotationsOf(child, reading));
    if (node.kind !== 'parameter') continue;
    parameters.push(parameterOf(node, pending, reading));
    pending = [];
  }
  return parameters;
}

function parameterOf(node: SyntaxNode, annotations: readonly Annotation[], reading: FileReading): Parameter {
  const parts = node.children();
  return {
    name: textOf(parts.find(({ kind }) => kind === 'simple_identifier')),
    type: textOf(parts.find(({ kind }) => kind.endsWith('_type'))),
    annotations,
    seen: seenAt(node, reading),
  };
}
