import { CORE_SCHEMA, constructFromEvents, type Event, mergeTag, parseEvents, YAMLException } from 'js-yaml';

/** Keys from the document's root to a node. */
export type Pointer = readonly string[];

/** A file of a description: the document itself or one that it refers to. */
export interface DescriptionFile {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  /** What YAML was read from, for places; null for JSON, which is read again where places are asked for. */
  readonly events: readonly Event[] | null;
}

/** A value of a file with its place. The place is put together where it is asked for: most never are. */
export class Node {
  readonly value: unknown;
  readonly file: DescriptionFile;
  readonly parent: Node | null;
  readonly key: string;

  constructor(value: unknown, file: DescriptionFile, parent: Node | null, key: string) {
    this.value = value;
    this.file = file;
    this.parent = parent;
    this.key = key;
  }

  get at(): Pointer {
    const keys: string[] = [];
    for (let node: Node = this; node.parent !== null; node = node.parent) keys.push(node.key);
    return keys.reverse();
  }
}

export interface OpenApiDocument extends DescriptionFile {
  /** `2.0`, `3.0.3`, `3.1.0`. */
  readonly version: string;
}

/** Why a document is not analysed: a clause for people that follows "not analysed, because". */
export interface DocumentProblem {
  readonly problem: string;
}

/** Longest document that is read, in UTF-16 units. The largest public descriptions have about 10 MB. */
export const maxDocumentLength = 16_000_000;
/** Nesting beyond this is no description of an API. */
export const maxDocumentDepth = 200;
/** Aliases stand for copies: a few thousand are a style, more are a bomb. */
const maxAliases = 5_000;

const schema = CORE_SCHEMA.withTags(mergeTag);

/** Whether a text looks like an OpenAPI or Swagger document, without parsing it. */
export function looksLikeOpenApi(text: string): boolean {
  return /(?:^|[{,\s])["']?(?:openapi|swagger)["']?\s*:\s*["']?\d/.test(text);
}

/** Reads an OpenAPI 2.0, 3.0, 3.1 or 3.2 document, YAML or JSON. Never throws. */
export function parseOpenApi(path: string, text: string): OpenApiDocument | DocumentProblem {
  if (text.length <= maxDocumentLength && !looksLikeOpenApi(text))
    return problem('it is not an OpenAPI document (no `openapi` or `swagger` version)');
  const file = parseFile(path, text);
  if ('problem' in file) return file;
  const { value } = file.root;
  if (!isObject(value)) return problem('it is not an OpenAPI document (its root is not an object)');
  const given = own(value, 'openapi') ?? own(value, 'swagger');
  if (typeof given !== 'string' && typeof given !== 'number')
    return problem('it is not an OpenAPI document (no `openapi` or `swagger` version)');
  const version = String(given);
  // YAML reads an unquoted `2.0` as the number 2.
  if (!/^(2(\.0)?|3\.[0-2](\.\d+)?)\b/.test(version))
    return problem(`OpenAPI ${version.slice(0, 20)} is not known here`);
  return Object.assign(file, { version: version === '2' ? '2.0' : version });
}

/** Reads a file that a document refers to: any YAML or JSON. Never throws. */
export function parseFile(path: string, text: string): DescriptionFile | DocumentProblem {
  if (text.length > maxDocumentLength)
    return problem(`it is longer than ${maxDocumentLength / 1_000_000} MB`);
  const parsed = parseText(text);
  if ('problem' in parsed) return parsed;
  const file: { -readonly [Key in keyof DescriptionFile]?: DescriptionFile[Key] } = {
    path,
    text,
    events: parsed.events,
  };
  file.root = new Node(parsed.value, file as DescriptionFile, null, '');
  return file as DescriptionFile;
}

interface Parsed {
  readonly value: unknown;
  readonly events: readonly Event[] | null;
}

function parseText(text: string): Parsed | DocumentProblem {
  const jsonError = /^\s*\{/.test(text) ? parseJson(text) : null;
  if (jsonError !== null && 'value' in jsonError) return jsonError;
  try {
    const events = parseEvents(text, { maxDepth: maxDocumentDepth });
    const documents = constructFromEvents(events, {
      source: text,
      schema,
      maxAliases,
      maxTotalMergeKeys: 10_000,
    });
    if (documents.length !== 1) return problem(`it holds ${documents.length} YAML documents`);
    return { value: documents[0], events };
  } catch (error) {
    return jsonError ?? problem(`it does not parse: ${reasonOf(error)}`);
  }
}

function parseJson(text: string): Parsed | DocumentProblem {
  try {
    return { value: JSON.parse(text) as unknown, events: null };
  } catch (error) {
    return problem(`it does not parse: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  const message =
    error instanceof YAMLException
      ? `${error.reason}${error.mark === null || error.mark === undefined ? '' : ` in line ${error.mark.line + 1}`}`
      : error instanceof Error
        ? error.message
        : 'unknown error';
  return message.replace(/\s+/g, ' ').slice(0, 160);
}

function problem(reason: string): DocumentProblem {
  return { problem: reason };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property: never one of the prototype, whatever the key. */
export function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

/** A child node, null where there is none. */
export function child(node: Node | null, key: string): Node | null {
  if (node === null) return null;
  const value = own(node.value, key);
  return value === undefined ? null : new Node(value, node.file, node, key);
}

/** All children of an object node in order, without specification extensions. */
export function children(node: Node | null): [string, Node][] {
  return members(node).filter(([key]) => !key.startsWith('x-'));
}

/** All children of an object node in order, whatever they are called: where keys are names of the project's own. */
export function members(node: Node | null): [string, Node][] {
  if (node === null || !isObject(node.value)) return [];
  const { value, file } = node;
  return Object.keys(value).map((key) => [key, new Node(value[key], file, node, key)]);
}

/** The items of an array node. */
export function items(node: Node | null): Node[] {
  if (node === null || !Array.isArray(node.value)) return [];
  return node.value.map((value: unknown, index) => new Node(value, node.file, node, String(index)));
}

/** A child that is a text; null for anything else. */
export function textOf(node: Node | null, key: string): string | null {
  const value = own(node?.value, key);
  return typeof value === 'string' ? value : null;
}

/** Whether a child is `true`. */
export function isTrue(node: Node | null, key: string): boolean {
  return own(node?.value, key) === true;
}
