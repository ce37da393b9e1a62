import type { SyntaxNode } from '../../code/syntax.ts';
import type { ClassFact, ClassFile, Expression, FunctionFact, Parameter } from '../classes/class-model.ts';
import { type FileReading, functionText, maxClassDepth, typeName } from '../classes/read-file.ts';
import { placeOf, seenAt } from '../seen.ts';
import {
  argumentsOf,
  attributesOf,
  callsOf,
  readExpression,
  statementsOf,
  textOf,
} from './read-expression.ts';

const classKinds: ReadonlyMap<string, ClassFact['kind']> = new Map([
  ['class_declaration', 'class'],
  ['record_declaration', 'class'],
  ['struct_declaration', 'class'],
  ['interface_declaration', 'interface'],
]);

interface Found {
  readonly classes: ClassFact[];
  readonly functions: FunctionFact[];
}

/** What a C# file declares. Kinds and fields are those of tree-sitter-c-sharp. */
export function readCSharp(reading: FileReading): ClassFile {
  const root = reading.file.root.children();
  const imports: [string, string][] = [];
  const wildcards: string[] = [];
  const found: Found = { classes: [], functions: [] };
  readMembers(root, '', reading, { found, imports, wildcards });
  const program = root.filter(({ kind }) => kind === 'global_statement');
  const [first] = program;
  if (first !== undefined) {
    const range = { start: first.range.start, end: program.at(-1)?.range.end ?? first.range.end };
    found.functions.push({
      name: '',
      receiver: null,
      annotations: [],
      modifiers: [],
      parameters: [],
      returns: '',
      place: placeOf(range, reading),
      hasBody: true,
      text: null,
      statements: program
        .flatMap((statement) => statement.children())
        .flatMap((each) => statementsOf(each, reading, 0)),
    });
  }
  found.functions.push(...localFunctions(reading));
  const namespace = root.find(({ kind }) => kind.endsWith('namespace_declaration'));
  return {
    path: reading.file.path,
    package: textOf(namespace?.field('name')),
    imports,
    wildcards,
    classes: found.classes,
    constants: [],
    functions: found.functions,
    calls: callsOf(reading),
  };
}

interface Into {
  readonly found: Found;
  readonly imports: [string, string][];
  readonly wildcards: string[];
}

function readMembers(
  members: readonly SyntaxNode[],
  outerNamespace: string,
  reading: FileReading,
  into: Into,
  depth = 0,
): void {
  let namespace = outerNamespace;
  for (const node of members) {
    if (node.kind === 'using_directive') {
      const [first, second] = node.children();
      if (first !== undefined && second !== undefined) into.imports.push([textOf(first), textOf(second)]);
      else into.wildcards.push(textOf(first));
    } else if (node.kind === 'file_scoped_namespace_declaration') {
      namespace = textOf(node.field('name'));
      readMembers(node.children().slice(1), namespace, reading, into, depth + 1);
    } else if (node.kind === 'namespace_declaration' && depth < maxClassDepth) {
      const name = textOf(node.field('name'));
      const inner = namespace === '' ? name : `${namespace}.${name}`;
      readMembers(node.field('body')?.children() ?? [], inner, reading, into, depth + 1);
    } else readClass(node, '', namespace, reading, into.found.classes, 0);
  }
}

function readClass(
  node: SyntaxNode,
  outer: string,
  namespace: string,
  reading: FileReading,
  into: ClassFact[],
  depth: number,
): void {
  const kind = classKinds.get(node.kind);
  const name = node.field('name')?.text;
  if (kind === undefined || name === undefined || depth > maxClassDepth) return;
  const members = node.field('body')?.children() ?? [];
  const full = outer === '' ? name : `${outer}.${name}`;
  const constructors = members.filter((member) => member.kind === 'constructor_declaration');
  const [builder] = constructors;
  const list = node.children().find((child) => child.kind === 'parameter_list');
  const bases =
    node
      .children()
      .find((child) => child.kind === 'base_list')
      ?.children() ?? [];
  const initializer = builder?.children().find((child) => child.kind === 'constructor_initializer');
  const baseArgs = bases.find((base) => base.kind === 'argument_list') ?? initializer?.children()[0];
  const parameters = list === undefined ? builder?.field('parameters') : list;
  into.push({
    name: full,
    package: namespace,
    kind,
    annotations: attributesOf(node, reading),
    modifiers: modifiersOf(node),
    bases: bases
      .filter((base) => base.kind !== 'argument_list')
      .map((base) =>
        typeName(textOf(base.kind === 'primary_constructor_base_type' ? base.children()[0] : base)),
      ),
    baseArgs: baseArgs === undefined ? [] : argumentsOf(baseArgs, reading, 0),
    typeParameters:
      node
        .children()
        .find((child) => child.kind === 'type_parameter_list')
        ?.children()
        .map((parameter) => textOf(parameter)) ?? [],
    parameters: parametersOf(parameters ?? null, reading),
    methods: members
      .filter((member) => member.kind === 'method_declaration')
      .map((method) => readMethod(method, kind, reading)),
    constants: members.flatMap((member) => constantsOf(member, reading)),
    fields: [
      ...parametersOf(parameters ?? null, reading).map(({ name: field, type }): [string, string] => [
        field,
        type,
      ]),
      ...members.flatMap((member) => fieldsOf(member)),
    ],
    hasConstraints: [...members, ...(list?.children() ?? [])].some((member) =>
      attributesOf(member, reading).some(({ name: attribute }) => isConstraint(attribute)),
    ),
    place: placeOf(node.range, reading),
  });
  for (const member of members) readClass(member, full, namespace, reading, into, depth + 1);
}

function modifiersOf(node: SyntaxNode): string[] {
  return node
    .children()
    .filter(({ kind }) => kind === 'modifier')
    .map((modifier) => modifier.text);
}

function constantsOf(member: SyntaxNode, reading: FileReading): [string, Expression][] {
  if (member.kind === 'property_declaration') {
    const last = member.children().at(-1);
    const value = last?.kind === 'arrow_expression_clause' ? last.children()[0] : last;
    const name = textOf(member.field('name'));
    return value === undefined || !/string|expression$/.test(value.kind) || name === ''
      ? []
      : [[name, readExpression(value, reading, 0)]];
  }
  return declaratorsOf(member).flatMap((declarator): [string, Expression][] => {
    const [name, value] = declarator.children();
    return name === undefined || value === undefined ? [] : [[name.text, readExpression(value, reading, 0)]];
  });
}

function declaratorsOf(member: SyntaxNode): readonly SyntaxNode[] {
  const declaration =
    member.kind === 'field_declaration'
      ? member.children().find(({ kind }) => kind === 'variable_declaration')
      : undefined;
  return declaration?.children().filter(({ kind }) => kind === 'variable_declarator') ?? [];
}

function fieldsOf(member: SyntaxNode): [string, string][] {
  const type =
    member
      .children()
      .find(({ kind }) => kind === 'variable_declaration')
      ?.field('type') ?? member.field('type');
  return declaratorsOf(member).map((declarator): [string, string] => [
    textOf(declarator.children()[0]),
    textOf(type),
  ]);
}

function readMethod(node: SyntaxNode, owner: ClassFact['kind'], reading: FileReading): FunctionFact {
  const body = node.field('body');
  const modifiers = modifiersOf(node);
  const parameters = node.field('parameters');
  const [first] = parameters?.children() ?? [];
  const isExtension = first !== undefined && modifiersOf(first).includes('this');
  return {
    name: textOf(node.field('name')),
    receiver: isExtension ? textOf(first.field('type')) : null,
    annotations: attributesOf(node, reading),
    modifiers: owner === 'interface' ? [...modifiers, 'public'] : modifiers,
    parameters: parametersOf(parameters, reading),
    returns: textOf(node.field('returns') ?? node.field('type')),
    place: placeOf(node.range, reading),
    hasBody: body !== null,
    text: functionText(node.field('name'), node, reading),
    statements: body !== null && reading.isOfInterest(body.text) ? statementsOf(body, reading, 0) : null,
  };
}

/** Functions inside functions: a program's own handlers are often written so. */
function localFunctions(reading: FileReading): FunctionFact[] {
  return reading.file.root
    .findAll(['local_function_statement'])
    .slice(0, 1_000)
    .map((node) => ({ ...readMethod(node, 'class', reading), statements: null }));
}

function parametersOf(list: SyntaxNode | null, reading: FileReading): Parameter[] {
  return (list?.children() ?? [])
    .filter(({ kind }) => kind === 'parameter')
    .map((parameter) => ({
      name: textOf(parameter.field('name')),
      type: textOf(parameter.field('type')),
      annotations: attributesOf(parameter, reading),
      seen: seenAt(parameter, reading),
    }));
}

/** Rules of System.ComponentModel.DataAnnotations. */
export function isConstraint(name: string): boolean {
  return /^(?:Required|StringLength|Range|MaxLength|MinLength|Length|EmailAddress|RegularExpression|Phone|Url|Compare|CreditCard|AllowedValues|DeniedValues|Base64String|CustomValidation)$/.test(
    name.slice(name.lastIndexOf('.') + 1),
  );
}
