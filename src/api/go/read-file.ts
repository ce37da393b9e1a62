import type { SyntaxNode } from '../../code/syntax.ts';
import { placeOf } from '../seen.ts';
import type { FileScanner, ScannedFile } from '../web-framework.ts';
import { type BodyReader, readParameters, readResults, readSpec, readStatements, readType } from './body.ts';
import type { GoFile, GoFunction, GoParameter, GoStruct, GoType } from './facts.ts';
import { isContextType, readHandler } from './handler.ts';

/** A variable of the package may be a path. */
const setsPath = /= "\/|path\.Join\(/;
/** A function that only names something: `return "orders"`. */
const namesOnly = /^\{\s*return "[^"\n]*"\s*\}$/;

const libraryWords = [
  'gin-gonic/gin',
  'labstack/echo',
  'go-chi/chi',
  'gofiber/fiber',
  'gorilla/mux',
  '"net/http"',
];

/** What may register a route, mount a router, or lead to where that is done. */
const registers =
  /\b(?:New\w*|Default|Group|Route\w*|Mount|Handle\w*|Use|With\w*|Register\w*|Set[uU]p\w*|Init\w*|Serve\w*|Listen\w*|Subrouter|PathPrefix|Methods?|Match|Any|All|Add\w*|append)\(|\.(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT|TRACE|Get|Post|Put|Patch|Delete|Head|Options|Connect|Trace)\(|(?:Router|Routes|Group|Mux|Engine)\b/;

export const goModule = /(^|\/)go\.mod$/;

/** Reads one file of Go, or the `go.mod` that says what imports of the repository begin with. */
export const goScanner: FileScanner<GoFile> = {
  id: 'go',
  languages: ['go'],
  otherPaths: goModule,
  concerns: (path, text) =>
    path.endsWith('.go')
      ? !isLeftOut.test(text.slice(0, 2_000)) &&
        (libraryWords.some((word) => text.includes(word)) ||
          path.endsWith('wire_gen.go') ||
          mayHoldPaths(text))
      : goModule.test(path),
  scan: (file) => (file.path.endsWith('.go') ? scanSource(file) : scanModule(file.text)),
};

/** Files that no program is built of: for generators, and to be run alone. */
const isLeftOut = /^\/\/ ?(?:go:build|\+build) (?:.* )?(?:wireinject|ignore)\b/m;

/** Constants of paths and lists of what registers routes stand in files that name no framework. */
function mayHoldPaths(text: string): boolean {
  return text.length < 20_000 && /\bconst\b/.test(text) && text.includes('"/');
}

const noSource: GoFile = {
  package: '',
  imports: {},
  dotImports: [],
  types: [],
  functions: [],
  values: [],
  module: null,
};

function scanModule(text: string): GoFile | null {
  const module = /^module[ \t]+"?([^\s"]+)/m.exec(text)?.[1];
  return module === undefined ? null : { ...noSource, module };
}

function scanSource(scanned: ScannedFile): GoFile | null {
  const file = scanned.tree();
  if (file === null) return null;
  const types: GoStruct[] = [];
  const functions: GoFunction[] = [];
  const values: GoFile['values'][number][] = [];
  const imports: Record<string, string> = {};
  const dotImports: string[] = [];
  let name = '';
  const reader: BodyReader = { file, functionOf: (node) => readFunction(node, reader) };
  for (const node of file.root.children())
    switch (node.kind) {
      case 'package_clause':
        name = node.children()[0]?.text ?? '';
        break;
      case 'import_declaration':
        readImports(node, imports, dotImports);
        break;
      case 'type_declaration':
        types.push(...node.children().flatMap(readStruct));
        break;
      case 'const_declaration':
      case 'var_declaration':
        for (const spec of node.findAll(['const_spec', 'var_spec'])) values.push(readSpec(spec, reader, 0));
        break;
      case 'function_declaration':
      case 'method_declaration':
        functions.push(readFunction(node, reader));
        break;
    }
  return { package: name, imports, dotImports, types, functions, values, module: null };
}

function readImports(node: SyntaxNode, imports: Record<string, string>, dots: string[]): void {
  for (const spec of node.findAll(['import_spec'])) {
    const path = spec.field('path')?.text.slice(1, -1) ?? '';
    const alias = spec.field('name');
    if (alias?.kind === 'dot') dots.push(path);
    else if (alias !== null && alias.kind !== 'blank_identifier') imports[alias.text] = path;
    else if (alias === null) for (const name of packageNames(path)) imports[name] = path;
  }
}

/** The names that a package may have: `github.com/labstack/echo/v4` is `echo`, `shop/router/v1` is `v1`. */
function packageNames(path: string): string[] {
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  const isVersion = /^v\d+$/.test(last) && parts.length > 1;
  const named = (isVersion ? (parts.at(-2) ?? last) : last).replace(/\.v\d+$/, '').replace(/^go-|-go$/g, '');
  return isVersion ? [named, last] : [named];
}

function readStruct(node: SyntaxNode): GoStruct[] {
  const name = node.field('name')?.text;
  const type = node.field('type');
  if (name === undefined || type === null) return [];
  const own = { name, isInterface: type.kind === 'interface_type' };
  if (type.kind !== 'struct_type')
    return [{ ...own, fields: [], of: own.isInterface ? null : readType(type) }];
  const list = type.children().flatMap((part) => part.children());
  return [{ ...own, fields: list.flatMap(readField), of: null }];
}

function readField(node: SyntaxNode): GoStruct['fields'][number][] {
  if (node.kind !== 'field_declaration') return [];
  const type = readType(node.field('type'));
  const names = node.children().filter((child) => child.kind === 'field_identifier');
  if (names.length === 0) return [{ name: type.name, type, isEmbedded: true }];
  return names.map((name) => ({ name: name.text, type, isEmbedded: false }));
}

function readFunction(node: SyntaxNode, reader: BodyReader): GoFunction {
  const parameters = readParameters(node.field('parameters'));
  const results = readResults(node.field('result'));
  const body = node.field('body');
  const isHandler = answers(parameters);
  return {
    name: node.field('name')?.text ?? '',
    receiver: readParameters(node.field('receiver'))[0] ?? null,
    parameters,
    results,
    body: body !== null && !isHandler && mayRegister(body.text) ? readStatements(body, reader) : null,
    handler: isHandler || results.some(isHandlerType) ? readHandler(node, reader.file, parameters) : null,
    place: placeOf(node.range, reader),
  };
}

function mayRegister(text: string): boolean {
  return registers.test(text) || setsPath.test(text) || (text.length < 100 && namesOnly.test(text));
}

/** Whether a function takes a request. */
function answers(parameters: readonly GoParameter[]): boolean {
  return parameters.some(
    ({ type }) =>
      isContextType(type.package, type.name) ||
      type.name === 'ResponseWriter' ||
      (type.package === 'http' && type.name === 'Request'),
  );
}

function isHandlerType(type: GoType): boolean {
  return /(?:Handler|HandlerFunc|MiddlewareFunc|Middleware)$/.test(type.name) || type.name === 'func';
}
