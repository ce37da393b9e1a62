import type { ProtoEnum, ProtoField, ProtoFile, ProtoMessage } from './proto-file.ts';

/** What the name of a type stands for. */
export interface ResolvedType {
  readonly kind: 'scalar' | 'message' | 'enum' | 'unknown';
  /** `int32`, `orders.v1.Order.Line`; of an unknown one, as it is written. */
  readonly name: string;
  readonly enum?: ProtoEnum;
  readonly message?: ProtoMessage;
}

export type TypeNames = (type: string, file: ProtoFile, scope: string) => ResolvedType;

/** https://protobuf.dev/programming-guides/proto3/#scalar */
const scalars: ReadonlySet<string> = new Set([
  'double',
  'float',
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'bool',
  'string',
  'bytes',
]);

/** Of the files that come with every compiler, all others are messages. */
const wellKnownEnums: ReadonlySet<string> = new Set(['google.protobuf.NullValue', 'google.protobuf.Syntax']);

/** Looks names of types up in the files of one side: from the innermost scope outwards, as protoc does. */
export function createTypeNames(files: Iterable<ProtoFile>): TypeNames {
  const known = new Map<string, ResolvedType>();
  for (const file of files) {
    for (const message of file.messages.values()) {
      const full = fullName(file.package, message.name);
      known.set(full, { kind: 'message', name: full, message });
    }
    for (const each of file.enums.values()) {
      const full = fullName(file.package, each.name);
      known.set(full, { kind: 'enum', name: full, enum: each });
    }
  }
  return (type, file, scope) => {
    if (scalars.has(type)) return { kind: 'scalar', name: type };
    if (type.startsWith('.')) return known.get(type.slice(1)) ?? unknownType(type.slice(1));
    const parts = fullName(file.package, scope).split('.');
    for (let length = parts.length; length >= 0; length--) {
      const found = known.get(fullName(parts.slice(0, length).join('.'), type));
      if (found !== undefined) return found;
    }
    return unknownType(type);
  };
}

function unknownType(name: string): ResolvedType {
  if (!name.startsWith('google.protobuf.')) return { kind: 'unknown', name };
  return { kind: wellKnownEnums.has(name) ? 'enum' : 'message', name };
}

/** The name of something in a package or scope: `orders.v1` and `Order` make `orders.v1.Order`. */
export function fullName(outer: string, name: string): string {
  if (outer === '') return name;
  return name === '' ? outer : `${outer}.${name}`;
}

/**
 * How far two types go together: `same`; `json` where both encodings read each other's values; `wire` where only the
 * binary one does; `none`. https://protobuf.dev/programming-guides/proto3/#updating
 */
export type TypeFit = 'same' | 'json' | 'wire' | 'none';

const jsonGroups: readonly (readonly string[])[] = [
  ['int32', 'uint32'],
  ['int64', 'uint64'],
  ['fixed32', 'sfixed32'],
  ['fixed64', 'sfixed64'],
];
const wireGroups: readonly (readonly string[])[] = [
  ['int32', 'uint32', 'int64', 'uint64', 'bool', 'enum'],
  ['sint32', 'sint64'],
];

/** `renamed`: the package of the changed files on both sides, where it differs. */
export function typeFit(old: ResolvedType, next: ResolvedType, renamed: readonly [string, string]): TypeFit {
  if (isSame(old, next, renamed)) return 'same';
  if (old.enum !== undefined && next.enum !== undefined) return enumFit(old.enum, next.enum);
  if (old.message !== undefined && next.message !== undefined) return messageFit(old.message, next.message);
  const [before, after] = [old, next].map(({ kind, name }) => (kind === 'enum' ? 'enum' : name));
  if (before === undefined || after === undefined) return 'none';
  const together = (groups: readonly (readonly string[])[]): boolean =>
    groups.some((group) => group.includes(before) && group.includes(after));
  if (before !== after && together(jsonGroups)) return 'json';
  if (before !== after && together(wireGroups)) return 'wire';
  // Every text is bytes; bytes are a text only where they happen to be UTF-8.
  return before === 'string' && after === 'bytes' ? 'wire' : 'none';
}

function isSame(old: ResolvedType, next: ResolvedType, [before, after]: readonly [string, string]): boolean {
  const isKnown = old.kind !== 'unknown' && next.kind !== 'unknown';
  if (isKnown && old.kind !== next.kind) return false;
  if (old.name === next.name) return true;
  if (old.kind === 'scalar' || next.kind === 'scalar') return false;
  if (before !== after && old.name === fullName(before, next.name.slice(after.length + 1))) return true;
  // What was not found has the name that it was written with, which may be a part of the whole.
  if (isKnown) return false;
  return old.name.endsWith(`.${next.name}`) || next.name.endsWith(`.${old.name}`);
}

/** An enum that took the other's place: its values have to be there. */
function enumFit(old: ProtoEnum, next: ProtoEnum): TypeFit {
  const known = new Set(next.values.map(({ name, number }) => `${name} ${number}`));
  const isPart = old.values.every(({ name, number }) => known.has(`${name} ${number}`));
  return shortName(old.name) === shortName(next.name) && isPart ? 'json' : 'none';
}

/** A message that went to another package: its fields have to be there, as they are written. */
function messageFit(old: ProtoMessage, next: ProtoMessage): TypeFit {
  const text = ({ name, number, type, mapKey, cardinality, isGroup }: ProtoField): string =>
    [name, number, shortName(type), mapKey, cardinality, isGroup].join(' ');
  const known = new Set(next.fields.map(text));
  const isPart = old.fields.every((field) => known.has(text(field)));
  return shortName(old.name) === shortName(next.name) && isPart ? 'json' : 'none';
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
