import type { ContractChange } from '../contract-change.ts';
import { shownValue } from '../shown-value.ts';
import { foundChange } from './found-change.ts';
import type { Cardinality, ProtoField, ProtoFile } from './proto-file.ts';
import { type ResolvedType, type TypeFit, type TypeNames, typeFit } from './type-names.ts';

/** Two files that stand for each other, and how each looks up the names of types. */
export interface Sides {
  readonly base: { readonly file: ProtoFile; readonly types: TypeNames };
  readonly head: { readonly file: ProtoFile; readonly types: TypeNames };
}

interface Pair {
  readonly old: ProtoField;
  readonly next: ProtoField;
  readonly sides: Sides;
  readonly found: (
    id: string,
    message: string,
    more?: Pick<Parameters<typeof foundChange>[0], 'aliases' | 'level'>,
  ) => ContractChange;
}

/** What changed of a field (or extension) that has one number on both sides. `operation` is its message's whole name. */
export function compareField(
  old: ProtoField,
  next: ProtoField,
  operation: string,
  sides: Sides,
): ContractChange[] {
  const name = (field: ProtoField): string =>
    field.scope === '' ? field.name : `${field.scope}.${field.name}`;
  const found: Pair['found'] = (id, message, more = {}) =>
    foundChange({
      id,
      operation,
      subject: old.name,
      message,
      base: [sides.base.file, name(old)],
      head: [sides.head.file, name(next)],
      ...more,
    });
  const pair = { old, next, sides, found };
  const type = typeChange(pair);
  return [
    ...type,
    ...(type.length > 0 ? [] : [...cardinalityChange(pair), ...optionChanges(pair)]),
    ...nameChange(pair, type),
  ];
}

const typeIds: Readonly<Record<Exclude<TypeFit, 'same'>, readonly string[]>> = {
  none: ['FIELD_WIRE_COMPATIBLE_TYPE', 'FIELD_WIRE_JSON_COMPATIBLE_TYPE', 'FIELD_SAME_TYPE'],
  wire: ['FIELD_WIRE_JSON_COMPATIBLE_TYPE', 'FIELD_SAME_TYPE'],
  json: ['FIELD_SAME_TYPE'],
};

const says: Readonly<Record<Exclude<TypeFit, 'same'>, string>> = {
  none: 'neither encoding reads the other’s values',
  wire: 'JSON does not read the other’s values',
  json: 'generated code differs',
};

function typeChange(pair: Pair): ContractChange[] {
  const { old, next, found } = pair;
  const fit = fitOf(pair);
  if (fit === 'same') return [];
  const [id = '', ...aliases] = typeIds[fit];
  const isOther = old.name !== next.name && fit === 'none';
  const names = isOther ? namesIds(old, next) : [];
  const what = isOther
    ? `number ${old.number} was \`${old.name}\` (\`${written(old)}\`) and is \`${next.name}\` (\`${written(next)}\`)`
    : `\`${next.name}\` is \`${written(next)}\`, was \`${written(old)}\``;
  return [found(id, `${what}: ${says[fit]}`, { aliases: [...aliases, ...names] })];
}

function written({ type, mapKey }: ProtoField): string {
  return mapKey === null ? type : `map<${mapKey}, ${type}>`;
}

function fitOf({ old, next, sides }: Pair): TypeFit {
  // A map is a repeated message with a key and a value; the cardinality says so.
  if ((old.mapKey === null) !== (next.mapKey === null)) return isMapLike(old, next) ? 'same' : 'none';
  const renamed = [sides.base.file.package, sides.head.file.package] as const;
  const value = typeFit(resolved(old, sides.base), resolved(next, sides.head), renamed);
  if (old.isGroup !== next.isGroup && value === 'same') return 'none';
  if (old.mapKey === null || next.mapKey === null) return value;
  const scalar = (name: string): ResolvedType => ({ kind: 'scalar', name });
  return worse(value, typeFit(scalar(old.mapKey), scalar(next.mapKey), renamed));
}

function isMapLike(old: ProtoField, next: ProtoField): boolean {
  return [old, next].every(({ cardinality }) => cardinality === 'map' || cardinality === 'repeated');
}

function resolved(field: ProtoField, { file, types }: Sides['base']): ResolvedType {
  return types(field.type, file, field.scope);
}

function worse(a: TypeFit, b: TypeFit): TypeFit {
  const order: readonly TypeFit[] = ['none', 'wire', 'json', 'same'];
  return order.indexOf(a) < order.indexOf(b) ? a : b;
}

const sameCardinality = ['FIELD_SAME_CARDINALITY', 'FIELD_SAME_LABEL'];

function cardinalityChange({ old, next, sides, found }: Pair): ContractChange[] {
  const [before, after] = [old.cardinality, next.cardinality];
  if (before === after) return [];
  const message = `\`${next.name}\` is ${cardinalityWords[after]}, was ${cardinalityWords[before]}`;
  const many = (cardinality: Cardinality): boolean => cardinality === 'repeated' || cardinality === 'map';
  if (many(before) && many(after))
    return [found('FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY', message, { aliases: sameCardinality })];
  if (many(before) || many(after))
    return [
      found('FIELD_WIRE_COMPATIBLE_CARDINALITY', message, {
        aliases: ['FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY', ...sameCardinality],
      }),
    ];
  if (before === 'required' || after === 'required')
    return [found('MESSAGE_SAME_REQUIRED_FIELDS', message, { aliases: sameCardinality })];
  // That a file changes its syntax is told of the file.
  if (sides.base.file.edition !== sides.head.file.edition) return [];
  // What is in a oneof always knows whether it is set: that change is told of the oneof.
  if (old.oneof !== null || next.oneof !== null) return [];
  return [found('FIELD_SAME_CARDINALITY', message, { aliases: ['FIELD_SAME_LABEL'] })];
}

const cardinalityWords: Readonly<Record<Cardinality, string>> = {
  implicit: 'without presence',
  optional: '`optional`',
  required: '`required`',
  repeated: '`repeated`',
  map: 'a map',
};

function nameChange({ old, next, found }: Pair, type: readonly ContractChange[]): ContractChange[] {
  const ids = namesIds(old, next);
  const [id, ...aliases] = ids;
  if (id === undefined || type.some((change) => change.aliases?.includes(id))) return [];
  const message =
    id === 'FIELD_SAME_NAME'
      ? `number ${old.number} is \`${next.name}\`, was \`${old.name}\``
      : `\`${next.name}\` is \`${shownValue(next.jsonName)}\` in JSON, was \`${shownValue(old.jsonName)}\``;
  return [found(id, message, { aliases })];
}

function namesIds(old: ProtoField, next: ProtoField): string[] {
  return [
    ...(old.name === next.name ? [] : ['FIELD_SAME_NAME']),
    ...(old.jsonName === next.jsonName ? [] : ['FIELD_SAME_JSON_NAME']),
  ];
}

function optionChanges(pair: Pair): ContractChange[] {
  const { old, next, found, sides } = pair;
  const isText = [old, next].every(({ type }) => type === 'string');
  const sameEdition = sides.base.file.edition === sides.head.file.edition;
  // That the whole file checks, or no longer, is told of the file.
  const sameJavaFile =
    sides.base.file.options.java_string_check_utf8 === sides.head.file.options.java_string_check_utf8;
  const rows: readonly (readonly [
    id: string,
    what: string,
    before: string,
    after: string,
    aliases?: readonly string[],
  ])[] = [
    ['FIELD_SAME_DEFAULT', 'defaults to', defaultOf(old, sides.base), defaultOf(next, sides.head)],
    [
      'FIELD_SAME_JSTYPE',
      'has jstype',
      text(old.options.jstype, 'JS_NORMAL'),
      text(next.options.jstype, 'JS_NORMAL'),
    ],
    ...(isText && sameEdition
      ? ([
          ['FIELD_SAME_UTF8_VALIDATION', 'has UTF-8 validation', old.utf8, next.utf8],
          [
            'FIELD_SAME_CPP_STRING_TYPE',
            'has the C++ type',
            text(old.cppString, 'STRING'),
            text(next.cppString, 'STRING'),
            ['FIELD_SAME_CTYPE'],
          ],
        ] as const)
      : []),
    ...(isText && sameJavaFile
      ? ([
          ['FIELD_SAME_JAVA_UTF8_VALIDATION', 'has UTF-8 validation in Java', old.javaUtf8, next.javaUtf8],
        ] as const)
      : []),
  ];
  return rows.flatMap(([id, what, before, after, aliases = []]) =>
    before === after
      ? []
      : [
          found(id, `\`${next.name}\` ${what} \`${shownValue(after)}\`, was \`${shownValue(before)}\``, {
            aliases,
          }),
        ],
  );
}

function text(value: unknown, otherwise: string): string {
  return value === undefined || value === '' ? otherwise : String(value);
}

/** What a reader sees where nothing was sent. Fields of which no default can be said have the same: none. */
function defaultOf(field: ProtoField, side: Sides['base']): string {
  if (field.cardinality === 'repeated' || field.cardinality === 'map') return '';
  const told = field.options.default;
  const type = resolved(field, side);
  if (type.kind === 'enum') return text(told, type.enum?.values[0]?.name ?? '');
  if (type.kind !== 'scalar') return text(told, '');
  const isText = type.name === 'string' || type.name === 'bytes';
  return text(told, isText ? '' : type.name === 'bool' ? 'false' : '0');
}
