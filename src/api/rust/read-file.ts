import type { SyntaxFile, SyntaxNode } from '../../code/syntax.ts';
import { statusOfName } from '../http-status.ts';
import { placeOf } from '../seen.ts';
import type { FileScanner, ScannedFile } from '../web-framework.ts';
import { type BodyReader, patternName, readBlock, readExpression, segmentsOf, textOf } from './body.ts';
import type { RustAttribute, RustFile, RustFunction, RustParameter, RustUse } from './facts.ts';
import { readHandler, typeParts } from './handler.ts';

export const cargoManifest = /(^|\/)Cargo\.toml$/;

const words = [
  'axum',
  'actix_web',
  'rocket',
  'aide',
  'poem',
  'Router',
  'StatusCode',
  'HttpResponse',
  'FromRequest',
];
/** What may register a route or lead to where that is done. */
const registers =
  /[rR]outer|[rR]oute|\b(?:App|HttpServer|ServiceConfig|rocket|scope|resource|mount|nest|merge|service|configure|serve)\b/;
/** A handler with its path: `#[get("/x")]`, `#[utoipa::path(…)]`. */
const attributed = /#\[(?:\w+::)?(?:get|post|put|delete|patch|head|options|route|path)\(/;
/** Modules only hand their names on. */
const handsOn = /\bpub\s+use\b/;

/** Reads one file of Rust, or the `Cargo.toml` that names a crate. */
export const rustScanner: FileScanner<RustFile> = {
  id: 'rust',
  languages: ['rust'],
  otherPaths: cargoManifest,
  concerns: (path, text) =>
    path.endsWith('.rs')
      ? words.some((word) => text.includes(word)) ||
        registers.test(text) ||
        handsOn.test(text) ||
        attributed.test(text)
      : cargoManifest.test(path),
  scan: (file) => (file.path.endsWith('.rs') ? scanSource(file) : scanManifest(file.text)),
};

function scanManifest(text: string): RustFile | null {
  const section = /^\[package\]([^[]*)/m.exec(text)?.[1];
  const crate = section === undefined ? undefined : /^\s*name\s*=\s*"([^"\n]+)"/m.exec(section)?.[1];
  return crate === undefined
    ? null
    : { functions: [], uses: [], constants: [], guards: [], crate: crate.replaceAll('-', '_') };
}

interface Found {
  functions: RustFunction[];
  uses: RustUse[];
  constants: RustFile['constants'][number][];
  guards: RustFile['guards'][number][];
}

function scanSource(scanned: ScannedFile): RustFile | null {
  const file = scanned.tree();
  if (file === null) return null;
  const found: Found = { functions: [], uses: [], constants: [], guards: [] };
  readItems(file.root, [], found, readerOf(file), 0);
  return { ...found, crate: null };
}

function readerOf(file: SyntaxFile): BodyReader {
  const reader: BodyReader = {
    file,
    closureOf: (node) => {
      const body = node.field('body');
      const statements = body?.kind === 'block' ? readBlock(body, reader) : null;
      return {
        ...functionBase(node, [], [], file),
        body:
          statements ??
          (body === null ? [] : [{ kind: 'do', value: readExpression(body, reader), isReturn: true }]),
        handler: readHandler(node, file, ''),
      };
    },
  };
  return reader;
}

/** Modules inside modules that are followed. */
const maxModules = 20;

function readItems(
  node: SyntaxNode,
  inside: readonly string[],
  found: Found,
  reader: BodyReader,
  depth: number,
): void {
  if (depth > maxModules) return;
  let attributes: RustAttribute[] = [];
  for (const item of node.children()) {
    if (item.kind === 'attribute_item') {
      attributes.push(...item.children().flatMap((attribute) => readAttribute(attribute, reader.file)));
      continue;
    }
    if (!isTest(attributes)) readItem(item, inside, attributes, found, reader, depth);
    attributes = [];
  }
}

function isTest(attributes: readonly RustAttribute[]): boolean {
  return attributes.some(
    ({ name, parts }) =>
      name === 'test' || (name === 'cfg' && parts.length === 1 && parts[0]?.text === 'test'),
  );
}

function readItem(
  item: SyntaxNode,
  inside: readonly string[],
  attributes: readonly RustAttribute[],
  found: Found,
  reader: BodyReader,
  depth: number,
): void {
  const name = item.field('name')?.text ?? '';
  const body = item.field('body');
  switch (item.kind) {
    case 'function_item':
      found.functions.push(readFunction(item, inside, attributes, reader));
      break;
    case 'mod_item':
      if (body !== null) readItems(body, [...inside, name], found, reader, depth + 1);
      break;
    case 'impl_item': {
      const type = typeParts(item.field('type')?.text ?? '').name;
      const trait = typeParts(item.field('trait')?.text.slice(0, 100) ?? '').name;
      if (/^(?:Optional)?FromRequest(?:Parts)?$/.test(trait))
        found.guards.push({ type, statuses: statusesIn(item) });
      if (body !== null) readItems(body, [...inside, type], found, reader, depth + 1);
      break;
    }
    case 'const_item':
    case 'static_item': {
      const value = item.field('value');
      if (value !== null && value.kind !== 'struct_expression')
        found.constants.push({ inside, name, value: readExpression(value, reader) });
      break;
    }
    case 'use_declaration': {
      const argument = item.field('argument');
      if (argument !== null) readUse(argument, [], inside, found.uses, 0);
      break;
    }
  }
}

function statusesIn(node: SyntaxNode): number[] {
  const names = node
    .findAll(['scoped_identifier', 'identifier'])
    .filter(
      ({ kind, range, text }) =>
        range.end - range.start < 80 && (kind !== 'identifier' || /^Error[A-Z]/.test(text)),
    );
  const statuses = names.flatMap(
    ({ text }) => statusOfName(text.replace(/^(?:.*::)?(?:Error(?=[A-Z]))?/, '')) ?? [],
  );
  return [...new Set(statuses.filter((status) => status >= 400))];
}

function readUse(
  node: SyntaxNode,
  before: readonly string[],
  inside: readonly string[],
  uses: RustUse[],
  depth: number,
): void {
  if (depth > 20) return;
  const add = (alias: string, path: readonly string[]): void => {
    uses.push({ inside, alias, path });
  };
  switch (node.kind) {
    case 'use_list':
      for (const child of node.children()) readUse(child, before, inside, uses, depth + 1);
      break;
    case 'scoped_use_list': {
      const path = [...before, ...segmentsOf(node.field('path')?.text ?? '')];
      const list = node.field('list');
      if (list !== null) readUse(list, path, inside, uses, depth + 1);
      break;
    }
    case 'use_as_clause':
      add(node.field('alias')?.text ?? '', [...before, ...segmentsOf(node.field('path')?.text ?? '')]);
      break;
    case 'use_wildcard':
      add('*', [...before, ...segmentsOf(node.children()[0]?.text ?? '')]);
      break;
    case 'self':
      add(before.at(-1) ?? '', before);
      break;
    default: {
      const path = [...before, ...segmentsOf(node.text)];
      add(path.at(-1) ?? '', path);
    }
  }
}

function readAttribute(node: SyntaxNode, file: SyntaxFile): RustAttribute[] {
  const [path, tree] = node.children();
  if (path === undefined) return [];
  const parts: RustAttribute['parts'][number][] = [];
  let key: string | null = null;
  let previousEnd = tree?.range.start ?? 0;
  for (const child of tree?.children() ?? []) {
    const between = file.text.slice(previousEnd, child.range.start);
    previousEnd = child.range.end;
    const isText = child.kind === 'string_literal' || child.kind === 'raw_string_literal';
    const text = isText ? textOf(child) : child.text.slice(0, 100);
    const last = parts.at(-1);
    key = between.includes('=') && last !== undefined && !last.isText ? last.text : null;
    if (key !== null) parts.pop();
    parts.push({ key, text, isText });
  }
  return [{ name: path.text.split('::').at(-1) ?? '', parts, place: placeOf(node.range, { file }) }];
}

function functionBase(
  node: SyntaxNode,
  inside: readonly string[],
  attributes: readonly RustAttribute[],
  file: SyntaxFile,
): Omit<RustFunction, 'body' | 'handler'> {
  return {
    inside,
    name: node.field('name')?.text ?? '',
    parameters: readParameters(node.field('parameters'), file),
    result: node.field('return_type')?.text.slice(0, 300) ?? '',
    attributes,
    place: placeOf(node.range, { file }),
  };
}

function readFunction(
  node: SyntaxNode,
  inside: readonly string[],
  attributes: readonly RustAttribute[],
  reader: BodyReader,
): RustFunction {
  const base = functionBase(node, inside, attributes, reader.file);
  const body = node.field('body');
  const isAsync = /\basync\b/.test(
    reader.file.text.slice(node.range.start, node.field('parameters')?.range.start ?? node.range.start),
  );
  const isHandler =
    (isAsync && base.name !== 'main') ||
    attributes.some(({ name }) => /^(?:get|post|put|patch|delete|head|options|route|path)$/.test(name));
  const mayRegister = body !== null && registers.test(`${base.result} ${parameterText(node)} ${body.text}`);
  return {
    ...base,
    body: mayRegister ? readBlock(body, reader) : null,
    handler: isHandler ? readHandler(node, reader.file, base.result) : null,
  };
}

function parameterText(node: SyntaxNode): string {
  return node.field('parameters')?.text.slice(0, 2_000) ?? '';
}

function readParameters(node: SyntaxNode | null, file: SyntaxFile): RustParameter[] {
  return (node?.children() ?? []).flatMap((parameter): RustParameter[] => {
    if (parameter.kind === 'self_parameter') return [];
    const pattern = parameter.kind === 'parameter' ? parameter.field('pattern') : parameter;
    const type = parameter.kind === 'parameter' ? (parameter.field('type')?.text ?? '') : '';
    if (pattern === null) return [];
    return [
      {
        name: patternName(pattern),
        type: type.slice(0, 300).replace(/^&(?:'\w+\s+)?(?:mut\s+)?/, ''),
        line: file.lines.lineAt(parameter.range.start),
      },
    ];
  });
}
