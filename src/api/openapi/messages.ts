import { child, children, isObject, isTrue, items, members, Node, own, textOf } from './document.ts';
import type { Description } from './references.ts';

export interface Parameter {
  /** `query limit`; path parameters by their position, since their names are only known to the document. */
  readonly key: string;
  readonly name: string;
  readonly location: string;
  readonly required: boolean;
  /** Declared for all operations of the path. */
  readonly ofPath: boolean;
  readonly node: Node;
  readonly schema: Node | null;
}

/** Schemas by media type, without parameters and in lower case, with the type as it is written. */
export type Content = ReadonlyMap<string, Media>;

interface Media {
  readonly written: string;
  readonly schema: Node | null;
  readonly node: Node;
  /** In Swagger 2.0 a response without a schema has the document's media types, whether it has a body or not. */
  readonly isImplied?: true;
}

export interface Body {
  readonly node: Node;
  readonly required: boolean;
  readonly content: Content;
}

export interface Response {
  readonly node: Node;
  /** null where it is not known (an outside reference). */
  readonly content: Content | null;
  readonly headers: ReadonlyMap<string, Header>;
}

export interface Header {
  readonly name: string;
  readonly required: boolean;
  readonly node: Node;
  readonly schema: Node | null;
}

interface Parameters {
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** In Swagger 2.0 a body is a parameter, and so are the fields of a form. */
  readonly bodyParameters: readonly Node[];
  readonly isPartial: boolean;
}

/** The parameters of an operation, its own over those of its path. */
export function parametersOf(side: Description, item: Node, operation: Node, path: string): Parameters {
  const names = [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => plainName(match[1] ?? ''));
  const parameters = new Map<string, Parameter>();
  const bodyParameters: Node[] = [];
  let isPartial = false;
  for (const owner of [item, operation])
    for (const given of items(child(owner, 'parameters'))) {
      const node = side.resolve(given);
      const location = textOf(node, 'in');
      if (node === null) isPartial = true;
      else if (location === 'body' || location === 'formData') bodyParameters.push(node);
      else {
        const parameter = readParameter(side, node, names, owner === item);
        if (parameter !== null) parameters.set(parameter.key, parameter);
      }
    }
  return { parameters, bodyParameters, isPartial };
}

/** Routers write how much a parameter takes beside its name: `{+path}`, `{*path}`, `{id:[0-9]+}`. */
function plainName(written: string): string {
  return (written.split(':')[0] ?? written).replace(/^[+*#./;?&]|\*$/g, '');
}

/** What a document may not describe as parameters: media types and security do. */
const ignoredHeaders: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

function readParameter(
  side: Description,
  node: Node,
  pathNames: readonly string[],
  ofPath: boolean,
): Parameter | null {
  const [name, location] = [textOf(node, 'name'), textOf(node, 'in')];
  if (name === null || location === null) return null;
  const position = location === 'path' ? pathNames.indexOf(name) : -1;
  // Header names are the same in any case.
  const written = location === 'header' ? name.toLowerCase() : name;
  if (location === 'header' && ignoredHeaders.has(written)) return null;
  return {
    key: position === -1 ? `${location} ${written}` : `path ${position}`,
    name,
    location,
    required: isTrue(node, 'required'),
    ofPath,
    node,
    schema: schemaOf(side, node),
  };
}

/** Of a parameter or a header: in Swagger 2.0 it is the schema itself. */
function schemaOf(side: Description, node: Node): Node | null {
  const written = child(node, 'schema');
  if (written !== null || isV2(side)) return written ?? node;
  return child(members(child(node, 'content'))[0]?.[1] ?? null, 'schema');
}

function isV2(side: Description): boolean {
  return side.document.version.startsWith('2');
}

export function bodyOf(side: Description, operation: Node, parameters: readonly Node[]): Body | null {
  if (isV2(side)) return bodyOfV2(side, operation, parameters);
  const body = side.resolve(child(operation, 'requestBody'));
  return body === null
    ? null
    : { node: body, required: isTrue(body, 'required'), content: contentOf(side, body) };
}

function bodyOfV2(side: Description, operation: Node, parameters: readonly Node[]): Body | null {
  const body = parameters.find((each) => own(each.value, 'in') === 'body');
  if (body !== undefined)
    return {
      node: body,
      required: isTrue(body, 'required'),
      content: contentOfV2(side, operation, 'consumes', 'application/json', child(body, 'schema'), body),
    };
  const [first] = parameters;
  if (first === undefined) return null;
  const schema = formSchema(first, parameters);
  return {
    node: first,
    required: parameters.some((each) => isTrue(each, 'required')),
    content: contentOfV2(side, operation, 'consumes', 'application/x-www-form-urlencoded', schema, first),
  };
}

/** The fields of a form as the schema that OpenAPI 3 has for them. Its nodes have the place of the first field. */
function formSchema(place: Node, fields: readonly Node[]): Node {
  const named = fields.flatMap((field) => {
    const name = textOf(field, 'name');
    return name === null ? [] : [[name, field] as const];
  });
  const value = {
    type: 'object',
    properties: Object.fromEntries(
      named.map(([name, field]) => [name, { ...(field.value as object), required: undefined }]),
    ),
    required: named.filter(([, field]) => isTrue(field, 'required')).map(([name]) => name),
  };
  return new Node(value, place.file, place, 'schema');
}

function contentOf(side: Description, node: Node): Content {
  return new Map(
    children(child(node, 'content')).map(([type, given]) => {
      const media = side.resolve(given) ?? given;
      // `itemSchema` (OpenAPI 3.2) describes each item of a stream.
      const schema = child(media, 'schema') ?? child(media, 'itemSchema');
      return [plainMediaType(type), { written: type, schema, node: media }];
    }),
  );
}

/** Without parameters and in lower case: `application/json; charset=utf-8` is `application/json`. */
function plainMediaType(type: string): string {
  return (type.split(';')[0] ?? type).trim().toLowerCase();
}

function contentOfV2(
  side: Description,
  operation: Node,
  key: 'consumes' | 'produces',
  otherwise: string,
  schema: Node | null,
  node: Node,
): Content {
  const listed = items(child(operation, key) ?? child(side.document.root, key)).flatMap(({ value }) =>
    typeof value === 'string' ? [value] : [],
  );
  const types = listed.length === 0 ? [otherwise] : listed;
  const implied = schema === null ? { isImplied: true as const } : {};
  return new Map(types.map((type) => [plainMediaType(type), { written: type, schema, node, ...implied }]));
}

/** Responses by status in upper case: `200`, `4XX`, `DEFAULT`. */
export function responsesOf(side: Description, operation: Node): Map<string, Response> {
  const responses = new Map<string, Response>();
  for (const [status, given] of children(child(operation, 'responses'))) {
    const node = side.resolve(given);
    const response: Response =
      node === null
        ? { node: given, content: null, headers: new Map() }
        : { node, content: responseContent(side, operation, node), headers: headersOf(side, node) };
    responses.set(status.toUpperCase(), response);
  }
  return responses;
}

function responseContent(side: Description, operation: Node, response: Node): Content {
  if (!isV2(side)) return contentOf(side, response);
  return contentOfV2(side, operation, 'produces', 'application/json', child(response, 'schema'), response);
}

function headersOf(side: Description, response: Node): Map<string, Header> {
  return new Map(
    members(child(response, 'headers')).flatMap(([name, given]): [string, Header][] => {
      const node = side.resolve(given);
      if (node === null || !isObject(node.value) || name.toLowerCase() === 'content-type') return [];
      const header = { name, required: isTrue(node, 'required'), node, schema: schemaOf(side, node) };
      return [[name.toLowerCase(), header]];
    }),
  );
}
