import { child, children, isObject, items, members, type Node, textOf } from './document.ts';
import { type Body, bodyOf, type Parameter, parametersOf, type Response, responsesOf } from './messages.ts';
import type { Description } from './references.ts';
import { readSecurity, type Security } from './security.ts';

/** Where an operation stands, before it is read. */
export interface OperationPlace {
  /** Method and path with parameters as `{}`: what callers call. */
  readonly key: string;
  /** `GET /orders/{id}` */
  readonly title: string;
  readonly path: string;
  readonly pathKey: string;
  /** What calls and what is called: an API calls webhooks and callbacks itself, and their payload is its answer. */
  readonly origin: 'path' | 'webhook' | 'callback';
  /** The path item that it is one of. */
  readonly item: Node;
  readonly node: Node;
}

export interface Operation extends OperationPlace {
  /** Its words: `deprecated`, `x-sunset`. */
  readonly words: ReadonlyMap<string, Node>;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly body: Body | null;
  /** What is behind references that lead nowhere or outside: it may be anything. */
  readonly unknown: { readonly parameters: boolean; readonly body: boolean };
  readonly responses: ReadonlyMap<string, Response>;
  /** The requirement that holds, and the operation's own. */
  readonly security: Security;
  readonly tags: ReadonlyMap<string, Node>;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];
/** Operations of one document: more are no description of an API. */
const maxOperations = 20_000;

export interface Operations {
  readonly byKey: ReadonlyMap<string, OperationPlace>;
  /** Paths behind references that were not followed, whose operations are not known. */
  readonly unknownPaths: ReadonlySet<string>;
}

interface Reading {
  readonly side: Description;
  readonly byKey: Map<string, OperationPlace>;
  readonly unknownPaths: Set<string>;
}

/** Where the operations of a document stand, by key, callbacks and webhooks among them. */
export function operationsOf(side: Description): Operations {
  const reading: Reading = { side, byKey: new Map(), unknownPaths: new Set() };
  const { root, version } = side.document;
  for (const [path, item] of children(child(root, 'paths'))) readItem(reading, item, path, 'path', '');
  if (!version.startsWith('2'))
    for (const key of ['webhooks', 'x-webhooks'])
      for (const [name, item] of members(child(root, key)))
        readItem(reading, item, name, 'webhook', 'webhook ');
  return reading;
}

function readItem(
  reading: Reading,
  given: Node,
  path: string,
  origin: Operation['origin'],
  prefix: string,
): void {
  const item = reading.side.resolve(given);
  const pathKey = `${prefix}${path.replace(/\{[^{}]*\}/g, '{}')}`;
  if (item === null) {
    reading.unknownPaths.add(pathKey);
    return;
  }
  const usual = methods.map((method) => [method, child(item, method)] as const);
  const additional = members(child(item, 'additionalOperations'));
  for (const [method, node] of [...usual, ...additional]) {
    if (node === null || !isObject(node.value) || reading.byKey.size >= maxOperations) continue;
    const name = method.toUpperCase();
    const key = `${name} ${pathKey}`;
    const title = origin === 'path' ? `${name} ${path}` : `${prefix}${path}`;
    reading.byKey.set(key, { item, node, path, key, title, pathKey, origin });
    // A callback of a callback calls nobody that is known here.
    if (origin === 'path') readCallbacks(reading, node, key);
  }
}

function readCallbacks(reading: Reading, operation: Node, key: string): void {
  for (const [name, given] of children(child(operation, 'callbacks'))) {
    const callback = reading.side.resolve(given);
    // By the operation's key: the names of path parameters are nobody's business.
    if (callback === null) reading.unknownPaths.add(`${key} callback ${name}`);
    for (const [expression, item] of children(callback))
      readItem(reading, item, expression, 'callback', `${key} callback ${name} `);
  }
}

/** Reads what an operation takes and answers. */
export function readOperation(side: Description, place: OperationPlace): Operation {
  const { item, node, path } = place;
  const given = parametersOf(side, item, node, path);
  const bodyNode = child(node, 'requestBody');
  return {
    ...place,
    words: wordsOf(node),
    parameters: given.parameters,
    body: bodyOf(side, node, given.bodyParameters),
    unknown: {
      parameters: given.isPartial,
      body: bodyNode !== null && side.resolve(bodyNode) === null,
    },
    responses: responsesOf(side, node),
    security: readSecurity(side.document, node),
    tags: new Map(
      items(child(node, 'tags')).flatMap((tag) => (typeof tag.value === 'string' ? [[tag.value, tag]] : [])),
    ),
  };
}

/** The words of an object that speak of its life, for `lifecycleEdits`. */
export function wordsOf(node: Node): Map<string, Node> {
  const words = new Map<string, Node>();
  for (const key of ['deprecated', 'x-sunset', 'x-stability-level', 'operationId']) {
    const value = child(node, key);
    if (value !== null) words.set(key, value);
  }
  return words;
}

/** Addresses that a document says it answers at, without those of one machine and with placeholders. */
export function serversOf({ document }: Description): Map<string, Node> {
  const { root, version } = document;
  if (version.startsWith('2')) return new Map();
  return new Map(
    items(child(root, 'servers')).flatMap((server): [string, Node][] => {
      const url = textOf(server, 'url');
      const isPublic =
        url !== null && /^https?:\/\//i.test(url) && !/[{}]|\/\/(?:localhost|127\.|0\.0\.0\.0)/.test(url);
      return isPublic ? [[url.replace(/\/$/, ''), server]] : [];
    }),
  );
}
