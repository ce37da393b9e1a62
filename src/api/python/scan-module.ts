import { languageOf, type SyntaxFile, type SyntaxNode } from '../../code/syntax.ts';
import type { FileScanner, ScannedFile } from '../web-framework.ts';
import { readBodies } from './bodies.ts';
import { type CallExpression, type Expression, expressionOf, lastName } from './expression.ts';
import type { Binding, PythonClass, PythonFunction, PythonModule, PythonParameter } from './module.ts';

/** Words of files that register routes, or hold what those are configured with. */
const registering =
  /fastapi|starlette|flask|Flask|APIRouter|Blueprint|urlpatterns|ROOT_URLCONF|REST_FRAMEWORK|MIDDLEWARE|BaseSettings|View\b|ViewSet|\bDefaultRouter|(?:^|\n)\w*(?:PREFIX|BASE_PATH|BASE_URL|API_V\d)\w* *[:=]/;
/** Words of files that answer requests or check who sends them. */
const answering =
  /rest_framework|HttpRe|Mixin\b|django\.(?:urls|http|views|shortcuts|contrib\.auth\.(?:mixins|decorators))|abort\(|_or_404|Resource\)|\w_required\b/;
/** Files that describe data: they answer nobody, whatever they import. */
const describing =
  /(^|\/)(models|serializers|serialisers|forms|tables|filters|filtersets|admin|choices|signals|apps|tasks|schema|types|search|querysets|managers|fields|widgets)(\/[^/]+)?\.py$/;

/** Python files that may concern a web framework; all frameworks of the language share what it reads. */
export const pythonScanner: FileScanner<PythonModule> = {
  id: 'python',
  languages: ['python'],
  concerns: (path, text) =>
    languageOf(path) === 'python' &&
    !migrations.test(path) &&
    (isExporting(path, text) || registering.test(text) || (!describing.test(path) && answering.test(text))),
  scan: scanModule,
};

const migrations = /(^|\/)(migrations|alembic)\/(versions\/)?[^/]+\.py$/;

/** A package that hands on what its modules hold. */
function isExporting(path: string, text: string): boolean {
  return path.endsWith('__init__.py') && text.length < 20_000 && text.includes('import');
}

/** What a function's body has where its names matter beyond it: routers, routes, functions, imports. */
const building =
  /\n\s+(?:async )?def |import |include_router|register|add_url_rule|add_(?:api_)?route|add_resource|add_namespace|mount\(|Router\(|Blueprint\(|FastAPI\(|Flask\(|Api\(|\.route\(/;

/** Statements of one file that are read; what has more is generated. */
const maxStatements = 20_000;
/** Blocks inside blocks. */
const maxNesting = 40;
/** Longest value that is kept: routes and settings are lists of some kilobytes, tables of data are longer. */
const maxValueLength = 60_000;

interface Scope {
  parent: number | null;
  kind: 'module' | 'class' | 'function';
  owner: number;
  names: Record<string, Binding[]>;
  stars: string[];
}

type FunctionDraft = Omit<PythonFunction, 'body'>;

interface Reading {
  readonly file: SyntaxFile;
  readonly scopes: Scope[];
  readonly functions: FunctionDraft[];
  readonly classes: PythonClass[];
  readonly calls: { scope: number; call: CallExpression }[];
  statements: number;
}

function scanModule(source: ScannedFile): PythonModule | null {
  const file = source.tree();
  if (file === null) return null;
  const reading: Reading = { file, scopes: [], functions: [], classes: [], calls: [], statements: 0 };
  const scope = newScope(reading, null, 'module', 0);
  readBlock(file.root, scope, reading, 0);
  const bodies = readBodies(file, reading.functions);
  const functions = reading.functions.flatMap((draft, index): PythonFunction[] => {
    const body = bodies[index];
    return body === undefined ? [] : [{ ...draft, body }];
  });
  const { scopes, classes, calls } = reading;
  return { path: source.path, scopes, functions, classes, calls };
}

function newScope(reading: Reading, parent: number | null, kind: Scope['kind'], owner: number): number {
  reading.scopes.push({ parent, kind, owner, names: Object.create(null), stars: [] });
  return reading.scopes.length - 1;
}

function bind(reading: Reading, scope: number, name: string, binding: Binding): void {
  const names = reading.scopes[scope]?.names;
  const known = names?.[name];
  if (known !== undefined) known.push(binding);
  else if (names !== undefined) names[name] = [binding];
}

function readBlock(block: SyntaxNode, scope: number, reading: Reading, depth: number): void {
  if (depth > maxNesting) return;
  for (const statement of block.children()) {
    if (++reading.statements > maxStatements) return;
    readStatement(statement, scope, reading, depth);
  }
}

function readStatement(node: SyntaxNode, scope: number, reading: Reading, depth: number): void {
  switch (node.kind) {
    case 'import_statement':
      readImport(node, scope, reading);
      return;
    case 'import_from_statement':
      readImportFrom(node, scope, reading);
      return;
    case 'expression_statement':
      for (const part of node.children()) readExpressionStatement(part, scope, reading);
      return;
    case 'decorated_definition': {
      const definition = node.field('definition');
      if (definition !== null) readDefinition(definition, node, scope, reading, depth);
      return;
    }
    case 'function_definition':
    case 'class_definition':
      readDefinition(node, node, scope, reading, depth);
      return;
    case 'for_statement':
      readLoop(node, scope, reading);
      readInside(node, scope, reading, depth);
      return;
    case 'if_statement':
    case 'try_statement':
    case 'with_statement':
    case 'while_statement':
    case 'match_statement':
      readInside(node, scope, reading, depth);
      return;
    default:
  }
}

const clauses = new Set([
  'elif_clause',
  'else_clause',
  'except_clause',
  'finally_clause',
  'case_clause',
  'except_group_clause',
]);

function readInside(node: SyntaxNode, scope: number, reading: Reading, depth: number): void {
  if (depth > maxNesting) return;
  for (const child of node.children())
    if (child.kind === 'block') readBlock(child, scope, reading, depth + 1);
    else if (clauses.has(child.kind)) readInside(child, scope, reading, depth + 1);
}

function readImport(node: SyntaxNode, scope: number, reading: Reading): void {
  for (const part of node.children()) {
    const [name, alias] = part.kind === 'aliased_import' ? part.children() : [part, undefined];
    if (name === undefined) continue;
    // `import a.b` binds `a`, `import a.b as c` binds all of it.
    const bound = alias?.text ?? name.text.split('.')[0] ?? '';
    const module = alias === undefined ? bound : name.text;
    bind(reading, scope, bound, { kind: 'import', module, name: null });
  }
}

function readImportFrom(node: SyntaxNode, scope: number, reading: Reading): void {
  const [from, ...names] = node.children();
  if (from === undefined) return;
  const module = from.text.replace(/\s/g, '');
  for (const part of names) {
    if (part.kind === 'wildcard_import') reading.scopes[scope]?.stars.push(module);
    const [name, alias] = part.kind === 'aliased_import' ? part.children() : [part, part];
    if (name !== undefined && alias !== undefined && part.kind !== 'wildcard_import')
      bind(reading, scope, alias.text, { kind: 'import', module, name: name.text });
  }
}

function readExpressionStatement(node: SyntaxNode, scope: number, reading: Reading): void {
  const inner = node.kind === 'await' ? node.children()[0] : node;
  if (inner === undefined) return;
  if (inner.kind === 'assignment' || inner.kind === 'augmented_assignment')
    readAssignment(inner, scope, reading);
  else if (inner.kind === 'call') {
    const call = expressionOf(inner, reading.file);
    if (call.kind !== 'call') return;
    reading.calls.push({ scope, call });
    readAddition(call, scope, reading);
  }
}

/** `urlpatterns.append(x)`, `urlpatterns.extend(x)`. */
function readAddition(call: CallExpression, scope: number, reading: Reading): void {
  const { callee } = call;
  const [value] = call.args;
  if (callee.kind !== 'attribute' || callee.of.kind !== 'name' || value === undefined) return;
  const { name } = callee;
  const list: Expression = { kind: 'list', items: [value], start: value.start, end: value.end };
  if (name === 'append') bind(reading, scope, callee.of.name, { kind: 'value', value: list, added: true });
  if (name === 'extend') bind(reading, scope, callee.of.name, { kind: 'value', value, added: true });
}

function readAssignment(node: SyntaxNode, scope: number, reading: Reading): void {
  const targets: SyntaxNode[] = [];
  let current: SyntaxNode | null = node;
  // `a = b = value`.
  for (let step = 0; step < 5 && current !== null; step++) {
    if (current.kind !== 'assignment' && current.kind !== 'augmented_assignment') break;
    const left: SyntaxNode | null = current.field('left');
    if (left !== null) targets.push(left);
    current = current.field('right');
  }
  if (current === null || current.range.end - current.range.start > maxValueLength) return;
  const value = expressionOf(current, reading.file);
  const binding: Binding = { kind: 'value', value, added: node.kind === 'augmented_assignment' };
  for (const target of targets) bindTarget(target, binding, scope, reading);
}

function bindTarget(target: SyntaxNode, binding: Binding, scope: number, reading: Reading): void {
  if (target.kind === 'identifier') bind(reading, scope, target.text, binding);
  if (target.kind !== 'attribute') return;
  // `self.router = APIRouter()` is an attribute of the class.
  const [of, name] = target.children();
  const owner = reading.scopes[scope]?.kind === 'function' ? reading.scopes[scope]?.parent : null;
  if (of?.text !== 'self' || name === undefined || owner === undefined || owner === null) return;
  // The value is looked up where it stands, not in the class: its scope goes with it.
  if (reading.scopes[owner]?.kind === 'class' && binding.kind === 'value')
    bind(reading, owner, name.text, { ...binding, scope });
}

function readLoop(node: SyntaxNode, scope: number, reading: Reading): void {
  const [left, right] = [node.field('left'), node.field('right')];
  if (left === null || right === null) return;
  const of = expressionOf(right, reading.file);
  const names = left.kind === 'identifier' ? [left] : left.children();
  for (const [place, name] of names.entries())
    if (name.kind === 'identifier')
      bind(reading, scope, name.text, { kind: 'item', of, place: left.kind === 'identifier' ? null : place });
}

function readDefinition(
  node: SyntaxNode,
  whole: SyntaxNode,
  scope: number,
  reading: Reading,
  depth: number,
): void {
  const name = node.field('name')?.text ?? '';
  const decorators = whole
    .children()
    .filter((child) => child.kind === 'decorator')
    .flatMap((child) => child.children().slice(0, 1))
    .map((child) => expressionOf(child, reading.file));
  const found = { name, decorators, range: whole.range };
  if (node.kind === 'class_definition') readClass(node, found, scope, reading, depth);
  else if (node.kind === 'function_definition') readFunction(node, found, scope, reading, depth);
}

/** Bases of classes that describe data: what stands in them says nothing of routes, and there are many. */
const dataBases =
  /(?:Serializer|Form|FormSet|Table|FilterSet|Model|ModelAdmin|Choices|ChoiceSet|Enum|ObjectType|Type|Field|Schema|TestCase|Command|AppConfig|TypedDict|NamedTuple|Index|Column)$/;

type Found = Pick<PythonFunction, 'name' | 'decorators' | 'range'>;

function readClass(node: SyntaxNode, found: Found, scope: number, reading: Reading, depth: number): void {
  const index = reading.classes.length;
  const own = newScope(reading, scope, 'class', index);
  const body = node.field('body');
  const bases = (node.field('superclasses')?.children() ?? [])
    .filter((child) => child.kind !== 'keyword_argument')
    .map((child) => expressionOf(child, reading.file));
  const attributes = (body?.children() ?? [])
    .filter((child) => child.kind === 'expression_statement')
    .map((child) => child.range);
  reading.classes.push({ ...found, bases, scope: own, attributes });
  bind(reading, scope, found.name, { kind: 'class', index });
  if (body !== null && !bases.some((base) => dataBases.test(lastName(base))))
    readBlock(body, own, reading, depth + 1);
}

function readFunction(node: SyntaxNode, found: Found, scope: number, reading: Reading, depth: number): void {
  const index = reading.functions.length;
  const definition = node.range;
  const parent = reading.scopes[scope];
  const isBuilding = building.test(reading.file.text.slice(definition.start + 4, definition.end));
  const own = isBuilding ? newScope(reading, scope, 'function', index) : scope;
  const parameters = parametersOf(node.field('parameters'), reading.file);
  const owner = parent?.kind === 'class' ? parent.owner : null;
  reading.functions.push({ ...found, definition, parameters, scope: own, around: scope, owner });
  bind(reading, scope, found.name, { kind: 'function', index });
  if (!isBuilding) return;
  for (const [place, { name }] of parameters.entries())
    bind(reading, own, name, { kind: 'parameter', function: index, place });
  const body = node.field('body');
  if (body !== null) readBlock(body, own, reading, depth + 1);
}

function parametersOf(list: SyntaxNode | null, file: SyntaxFile): PythonParameter[] {
  return (list?.children() ?? []).flatMap((node): PythonParameter[] => {
    const [first] = node.children();
    const name = node.kind === 'identifier' ? node : (node.field('name') ?? first);
    if (name === undefined || name.kind !== 'identifier') return [];
    const [annotation, value] = [node.field('type'), node.field('value')];
    return [
      {
        ...node.range,
        name: name.text,
        annotation: annotation === null ? null : expressionOf(annotation, file),
        value: value === null ? null : expressionOf(value, file),
      },
    ];
  });
}
