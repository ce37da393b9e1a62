import protobuf from 'protobufjs';
import type { ContractFile } from '../contract-format.ts';
import { type Edition, editionOf, effective } from './features.ts';
import { declaredIn } from './proto-places.ts';

export type Options = Readonly<Record<string, unknown>>;
export type Cardinality = 'implicit' | 'optional' | 'required' | 'repeated' | 'map';

/** A field of a message, or of an extension. */
export interface ProtoField {
  readonly name: string;
  readonly number: number;
  /** As it is written: `int32`, `Line`, `.orders.v1.Line`; of a map, that of its values. */
  readonly type: string;
  readonly mapKey: string | null;
  readonly cardinality: Cardinality;
  readonly isGroup: boolean;
  /** The oneof that it is a part of, null for none (one of `optional` in proto3 is none). */
  readonly oneof: string | null;
  readonly jsonName: string;
  readonly options: Options;
  /** What the edition and the features around it make of it. */
  readonly utf8: string;
  readonly javaUtf8: string;
  readonly cppString: string;
  /** Where its type is looked up: `Order.Line`, '' for the file. */
  readonly scope: string;
  /** Of an extension: the message that it extends, as it is written. */
  readonly extends: string | null;
}

/** Numbers from and to, both inclusive. */
export type Range = readonly [from: number, to: number];

export interface ProtoMessage {
  readonly name: string;
  readonly fields: readonly ProtoField[];
  readonly oneofs: readonly string[];
  readonly reserved: { readonly ranges: readonly Range[]; readonly names: readonly string[] };
  readonly extensions: readonly Range[];
  readonly options: Options;
  readonly json: string;
}

export interface ProtoEnum {
  readonly name: string;
  /** Several names have one number where aliases are allowed. */
  readonly values: readonly { readonly name: string; readonly number: number }[];
  readonly reserved: { readonly ranges: readonly Range[]; readonly names: readonly string[] };
  readonly json: string;
  /** `OPEN` or `CLOSED`. */
  readonly type: string;
}

export interface ProtoRpc {
  readonly name: string;
  readonly request: string;
  readonly response: string;
  readonly clientStreams: boolean;
  readonly serverStreams: boolean;
  readonly options: Options;
  /** Values of `google.api.http`. */
  readonly http: readonly unknown[];
}

export interface ProtoService {
  readonly name: string;
  readonly rpcs: readonly ProtoRpc[];
}

/** One file; what it declares by its name inside the package: `Order.Line`. */
export interface ProtoFile {
  readonly path: string;
  readonly package: string;
  readonly edition: Edition;
  readonly imports: readonly string[];
  readonly options: Options;
  readonly messages: ReadonlyMap<string, ProtoMessage>;
  readonly enums: ReadonlyMap<string, ProtoEnum>;
  readonly services: ReadonlyMap<string, ProtoService>;
  readonly extensions: ReadonlyMap<string, ProtoField>;
  /** Lines, see `declaredIn`. */
  readonly places: ReadonlyMap<string, number>;
}

/** Why a file is not compared: a clause for people. */
export interface ProtoProblem {
  readonly path: string;
  readonly problem: string;
}

/** Longest file that is read, in UTF-16 units. The largest public ones have 1 MB. */
const maximumLength = 4_000_000;

/** A file is asked about what it imports before it is compared. */
const parsed = new WeakMap<ContractFile, ProtoFile | ProtoProblem>();

/** Whether a text is a protobuf file that declares something, without parsing it. */
export function looksLikeProto(text: string): boolean {
  return /^[ \t\ufeff]*(?:(?:syntax|edition)[ \t]*=|package[ \t]+[\w.]+[ \t]*;|import[ \t]+(?:\w+[ \t]+)?["']|(?:message|enum|service|extend)[ \t]+[\w.]+\s*\{)/m.test(
    text,
  );
}

/** Reads one file. Never throws. */
export function parseProto(file: ContractFile): ProtoFile | ProtoProblem {
  const known = parsed.get(file) ?? parseText(file);
  parsed.set(file, known);
  return known;
}

function parseText({ path, text }: ContractFile): ProtoFile | ProtoProblem {
  if (text.length > maximumLength)
    return { path, problem: `it is longer than ${maximumLength / 1_000_000} MB` };
  try {
    const { places, crowded } = declaredIn(text);
    if (crowded !== null) return { path, problem: crowded };
    return modelOf(path, text, protobuf.parse(text, new protobuf.Root(), { keepCase: true }), places);
  } catch (error) {
    return { path, problem: problemOf(error) };
  }
}

/** The parser throws plain errors: `illegal token 'x' (line 3)`. */
function problemOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is too deeply nested';
  if (!(error instanceof Error)) throw error;
  if (/max depth exceeded/.test(error.message)) return 'it is too deeply nested';
  const [, what = error.message, line] = /^(.*) \(line (\d+)\)$/s.exec(error.message) ?? [];
  const shown = what.slice(0, 200);
  return line === undefined ? `it is no protobuf: ${shown}` : `line ${line} is no protobuf: ${shown}`;
}

function modelOf(
  path: string,
  text: string,
  { root, package: name, imports = [], weakImports = [] }: protobuf.IParserResult,
  places: ReadonlyMap<string, number>,
): ProtoFile {
  const top = name === undefined ? root : (root.lookup(name) ?? root);
  const edition = editionOf(text);
  const messages = new Map<string, ProtoMessage>();
  const enums = new Map<string, ProtoEnum>();
  const services = new Map<string, ProtoService>();
  const extensions = new Map<string, ProtoField>();
  const options = top.options ?? {};
  const fileJava = options.java_string_check_utf8 === true ? 'VERIFY' : 'DEFAULT';
  const field = (each: protobuf.Field, scope: string): ProtoField => fieldOf(each, edition, scope, fileJava);
  const open: { node: protobuf.ReflectionObject; scope: string }[] = [{ node: top, scope: '' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, scope } = next;
    const own = node === top ? '' : scope === '' ? node.name : `${scope}.${node.name}`;
    if (node instanceof protobuf.Type) messages.set(own, messageOf(node, own, edition, field));
    else if (node instanceof protobuf.Enum) enums.set(own, enumOf(node, own, edition));
    else if (node instanceof protobuf.Service) services.set(own, serviceOf(node, own));
    if (node instanceof protobuf.Namespace)
      for (const child of node.nestedArray) {
        const fields =
          child instanceof protobuf.OneOf
            ? child.fieldsArray
            : child instanceof protobuf.Field
              ? [child]
              : [];
        for (const each of fields)
          extensions.set(own === '' ? each.name : `${own}.${each.name}`, field(each, own));
        if (fields.length === 0) open.push({ node: child, scope: own });
      }
  }
  return {
    path,
    package: name ?? '',
    edition,
    imports: [...imports, ...weakImports],
    options,
    messages,
    enums,
    services,
    extensions,
    places,
  };
}

function messageOf(
  type: protobuf.Type,
  name: string,
  edition: Edition,
  field: (each: protobuf.Field, scope: string) => ProtoField,
): ProtoMessage {
  return {
    name,
    // The parser puts what extends a message into it, too, under a name that begins with a dot.
    fields: type.fieldsArray.filter((each) => !each.name.startsWith('.')).map((each) => field(each, name)),
    oneofs: type.oneofsArray.filter((oneof) => !isOptional(oneof)).map((oneof) => oneof.name),
    reserved: reservedOf(type.reserved),
    extensions: rangesOf(type.extensions),
    options: type.options ?? {},
    json: effective('json_format', type, edition),
  };
}

function fieldOf(field: protobuf.Field, edition: Edition, scope: string, fileJava: string): ProtoField {
  const oneof = field.partOf === null || isOptional(field.partOf) ? null : field.partOf.name;
  const options = field.options ?? {};
  const javaUtf8 = effective('(pb.java).utf8_validation', field, edition);
  const ctype = options.ctype;
  return {
    name: field.name,
    number: field.id,
    type: field.type,
    mapKey: field instanceof protobuf.MapField ? field.keyType : null,
    cardinality: cardinalityOf(field, edition),
    isGroup: isGroup(field) || effective('message_encoding', field, edition) === 'DELIMITED',
    oneof,
    jsonName: typeof options.json_name === 'string' ? options.json_name : lowerCamelCase(field.name),
    options,
    utf8: effective('utf8_validation', field, edition),
    javaUtf8: javaUtf8 === '' ? fileJava : javaUtf8,
    cppString: typeof ctype === 'string' ? ctype : effective('(pb.cpp).string_type', field, edition),
    scope,
    extends: field.extend ?? null,
  };
}

function cardinalityOf(field: protobuf.Field, edition: Edition): Cardinality {
  if (field instanceof protobuf.MapField) return 'map';
  if (field.rule === 'repeated') return 'repeated';
  if (field.rule === 'required') return 'required';
  if (field.partOf !== null) return 'optional';
  const presence = effective('field_presence', field, edition);
  if (presence === 'LEGACY_REQUIRED') return 'required';
  return presence === 'IMPLICIT' ? 'implicit' : 'optional';
}

/** The parser makes a oneof of a proto3 `optional`, as protoc does. */
function isOptional(oneof: protobuf.OneOf): boolean {
  const [only, ...others] = oneof.fieldsArray;
  return others.length === 0 && only?.options?.proto3_optional === true;
}

/** The type of a group stands beside its field. */
function isGroup({ parent, type }: protobuf.Field): boolean {
  const beside = parent instanceof protobuf.Namespace ? parent.get(type) : null;
  return beside instanceof protobuf.Type && 'group' in beside && beside.group === true;
}

function enumOf(node: protobuf.Enum, name: string, edition: Edition): ProtoEnum {
  return {
    name,
    values: Object.entries(node.values).map(([value, number]) => ({ name: value, number })),
    reserved: reservedOf(node.reserved),
    json: effective('json_format', node, edition),
    type: effective('enum_type', node, edition),
  };
}

function serviceOf(node: protobuf.Service, name: string): ProtoService {
  return {
    name,
    rpcs: node.methodsArray.map((method) => ({
      name: method.name,
      request: method.requestType,
      response: method.responseType,
      clientStreams: method.requestStream === true,
      serverStreams: method.responseStream === true,
      options: method.options ?? {},
      http: httpOf(method.parsedOptions),
    })),
  };
}

/** https://github.com/googleapis/googleapis/blob/master/google/api/http.proto */
function httpOf(parsedOptions: unknown): unknown[] {
  if (!Array.isArray(parsedOptions)) return [];
  return parsedOptions.flatMap(
    (option: Readonly<Record<string, unknown>>) => option['(google.api.http)'] ?? [],
  );
}

/** https://protobuf.dev/programming-guides/json/: `order_id` is `orderId`. */
function lowerCamelCase(name: string): string {
  return name.replace(/_+(.?)/g, (_, letter: string) => letter.toUpperCase());
}

function reservedOf(reserved: readonly unknown[] | undefined): ProtoMessage['reserved'] {
  return {
    ranges: rangesOf(reserved),
    names: (reserved ?? []).filter((each) => typeof each === 'string'),
  };
}

function rangesOf(ranges: readonly unknown[] | undefined): Range[] {
  return (ranges ?? []).flatMap((range): Range[] => {
    if (!Array.isArray(range)) return [];
    const [from, to]: unknown[] = range;
    return typeof from === 'number' && typeof to === 'number' ? [[from, to]] : [];
  });
}
