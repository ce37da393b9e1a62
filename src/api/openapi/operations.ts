import { child, children, isObject, items, type Node, type OpenApiDocument, own } from './document.ts';
import { resolve } from './references.ts';

export interface Parameter {
  /** `query limit`; path parameters by their position, since their names are only known to the document. */
  readonly key: string;
  readonly name: string;
  readonly location: string;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly node: Node;
}

export interface Body {
  readonly node: Node;
  readonly required: boolean;
  /** Schemas by media type. */
  readonly content: ReadonlyMap<string, Node | null>;
}

export interface Response {
  readonly node: Node;
  /** null where it is not known (an outside reference). */
  readonly content: ReadonlyMap<string, Node | null> | null;
}

export interface Operation {
  /** Method and path with parameters as `{}`: what callers call. */
  readonly key: string;
  /** `GET /orders/{id}` */
  readonly title: string;
  readonly pathKey: string;
  readonly deprecated: boolean;
  readonly node: Node;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly body: Body | null;
  /** What is behind references that lead nowhere or outside: it may be anything. */
  readonly unknown: { readonly parameters: boolean; readonly body: boolean };
  readonly responses: ReadonlyMap<string, Response>;
  /** The requirement that holds: the operation's own or the document's. */
  readonly security: { readonly required: boolean; readonly own: Node | null };
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

export interface Operations {
  readonly byKey: ReadonlyMap<string, Operation>;
  /** Paths behind outside references, whose operations are not known. */
  readonly unknownPaths: ReadonlySet<string>;
}

/** The operations of a document by key. */
export function operationsOf(document: OpenApiDocument): Operations {
  const unknownPaths = new Set<string>();
  const operations = new Map<string, Operation>();
  const global = child(document.root, 'security');
  for (const [path, given] of children(child(document.root, 'paths'))) {
    const item = resolve(document, given);
    const pathKey = path.replace(/\{[^}]*\}/g, '{}');
    if (item === null) {
      unknownPaths.add(pathKey);
      continue;
    }
    for (const method of methods) {
      const node = child(item, method);
      if (node === null || !isObject(node.value)) continue;
      const key = `${method.toUpperCase()} ${pathKey}`;
      operations.set(key, readOperation(document, item, node, path, method, global, key, pathKey));
    }
  }
  return { byKey: operations, unknownPaths };
}

function readOperation(
  document: OpenApiDocument,
  item: Node,
  node: Node,
  path: string,
  method: string,
  global: Node | null,
  key: string,
  pathKey: string,
): Operation {
  const names = [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
  const written = [...items(child(item, 'parameters')), ...items(child(node, 'parameters'))];
  const given = written.flatMap((each) => resolve(document, each) ?? []);
  const givenBody = child(node, 'requestBody');
  const parameters = new Map<string, Parameter>();
  for (const each of given) {
    const parameter = readParameter(each, names);
    if (parameter !== null) parameters.set(parameter.key, parameter);
  }
  const ownSecurity = child(node, 'security');
  return {
    key,
    title: `${method.toUpperCase()} ${path}`,
    pathKey,
    deprecated: own(node.value, 'deprecated') === true,
    node,
    parameters,
    body: document.version === '2.0' ? bodyOfV2(document, node, given) : bodyOf(document, node),
    unknown: {
      parameters: given.length < written.length,
      body: givenBody !== null && resolve(document, givenBody) === null,
    },
    responses: responsesOf(document, node),
    security: { required: isRequired(ownSecurity ?? global), own: ownSecurity },
  };
}

function readParameter(node: Node, pathNames: readonly string[]): Parameter | null {
  const name = own(node.value, 'name');
  const location = own(node.value, 'in');
  if (typeof name !== 'string' || typeof location !== 'string' || location === 'body') return null;
  const position = location === 'path' ? pathNames.indexOf(name) : -1;
  // Header names are the same in any case.
  const written = location === 'header' ? name.toLowerCase() : name;
  return {
    key: position === -1 ? `${location} ${written}` : `path ${position}`,
    name,
    location,
    required: own(node.value, 'required') === true,
    deprecated: own(node.value, 'deprecated') === true,
    node,
  };
}

function bodyOf(document: OpenApiDocument, node: Node): Body | null {
  const body = resolve(document, child(node, 'requestBody'));
  if (body === null) return null;
  return { node: body, required: own(body.value, 'required') === true, content: contentOf(body) };
}

function bodyOfV2(document: OpenApiDocument, node: Node, parameters: readonly Node[]): Body | null {
  const body = parameters.find((each) => own(each.value, 'in') === 'body');
  if (body === undefined) return null;
  const content = new Map([[mediaTypeOf(document, node, 'consumes'), child(body, 'schema')]]);
  return { node: body, required: own(body.value, 'required') === true, content };
}

function contentOf(node: Node): Map<string, Node | null> {
  return new Map(
    children(child(node, 'content')).map(([type, media]) => [plainMediaType(type), child(media, 'schema')]),
  );
}

/** Without parameters and in lower case: `application/json; charset=utf-8` is `application/json`. */
function plainMediaType(type: string): string {
  return (type.split(';')[0] ?? type).trim().toLowerCase();
}

function mediaTypeOf(document: OpenApiDocument, node: Node, key: 'consumes' | 'produces'): string {
  const first = items(child(node, key) ?? child(document.root, key))[0]?.value;
  return typeof first === 'string' ? plainMediaType(first) : 'application/json';
}

function responsesOf(document: OpenApiDocument, node: Node): Map<string, Response> {
  const responses = new Map<string, Response>();
  for (const [status, given] of children(child(node, 'responses'))) {
    const response = resolve(document, given);
    if (response === null) {
      responses.set(status.toUpperCase(), { node: given, content: null });
      continue;
    }
    const schema = document.version === '2.0' ? child(response, 'schema') : null;
    const content =
      document.version === '2.0'
        ? new Map(schema === null ? [] : [[mediaTypeOf(document, node, 'produces'), schema]])
        : contentOf(response);
    responses.set(status.toUpperCase(), { node: response, content });
  }
  return responses;
}

/** A list of alternatives, of which an empty one means that no credentials are needed. */
export function isRequired(security: Node | null): boolean {
  const alternatives = items(security);
  return (
    alternatives.length > 0 &&
    alternatives.every(({ value }) => isObject(value) && Object.keys(value).length > 0)
  );
}
