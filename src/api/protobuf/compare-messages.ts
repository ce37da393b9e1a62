import type { ContractChange } from '../contract-change.ts';
import { compareField, type Sides } from './compare-fields.ts';
import { foundChange, nameIn } from './found-change.ts';
import type { ProtoField, ProtoMessage } from './proto-file.ts';
import { holds, lostRanges } from './ranges.ts';

/** What changed inside a message that is on both sides. */
export function compareMessage(old: ProtoMessage, next: ProtoMessage, sides: Sides): ContractChange[] {
  return [
    ...fieldChanges(old, next, sides),
    ...oneofChanges(old, next, sides),
    ...rangeChanges(old, next, sides),
    ...optionChanges(old, next, sides),
  ];
}

function fieldChanges(old: ProtoMessage, next: ProtoMessage, sides: Sides): ContractChange[] {
  const operation = nameIn(sides.base.file, old.name);
  const now = new Map(next.fields.map((field) => [field.number, field]));
  const before = new Set(old.fields.map(({ number }) => number));
  return [
    ...old.fields.flatMap((field) => {
      const same = now.get(field.number);
      return same === undefined
        ? [removedField(field, next, sides)]
        : compareField(field, same, operation, sides);
    }),
    ...next.fields
      .filter(({ number, cardinality }) => !before.has(number) && cardinality === 'required')
      .map((field) =>
        foundChange({
          id: 'MESSAGE_SAME_REQUIRED_FIELDS',
          operation,
          subject: field.name,
          message: `new required field \`${field.name}\` (${field.number})`,
          base: null,
          head: [sides.head.file, `${next.name}.${field.name}`],
        }),
      ),
  ];
}

function removedField(field: ProtoField, next: ProtoMessage, { base, head }: Sides): ContractChange {
  const elsewhere = next.fields.find(({ name }) => name === field.name);
  const [id = '', ...aliases] = [
    ...(field.cardinality === 'required' ? ['MESSAGE_SAME_REQUIRED_FIELDS'] : []),
    ...(holds(next.reserved.ranges, field.number) ? [] : ['FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED']),
    ...(next.reserved.names.includes(field.name) ? [] : ['FIELD_NO_DELETE_UNLESS_NAME_RESERVED']),
    'FIELD_NO_DELETE',
  ];
  return foundChange({
    id,
    operation: nameIn(base.file, field.scope),
    subject: field.name,
    message:
      elsewhere === undefined
        ? `the field \`${field.name}\` (${field.number}) is removed${unreserved(id)}`
        : `\`${field.name}\` has number ${elsewhere.number}, was ${field.number}`,
    base: [base.file, `${field.scope}.${field.name}`],
    head: elsewhere === undefined ? null : [head.file, `${next.name}.${elsewhere.name}`],
    aliases,
    deprecated: field.options.deprecated === true,
  });
}

/** What a removal leaves open, by its id. */
export function unreserved(id: string): string {
  if (id.endsWith('NUMBER_RESERVED')) return ', and its number is not reserved';
  return id.endsWith('NAME_RESERVED') ? ', and its name is not reserved' : '';
}

/**
 * Fields that went into a oneof or out of it: who sets one clears the others now, or no longer. A oneof that has another
 * name and the same fields encodes as before.
 */
function oneofChanges(old: ProtoMessage, next: ProtoMessage, sides: Sides): ContractChange[] {
  const now = new Map(next.fields.map((field) => [field.number, field]));
  const renamed = renamedOneofs(old, next, now);
  const moved = old.fields.flatMap((field) => {
    const same = now.get(field.number);
    if (same === undefined || same.oneof === field.oneof) return [];
    if (field.oneof !== null && renamed.get(field.oneof) === same.oneof) return [];
    return [{ field, same }];
  });
  const gone = old.oneofs.filter((name) => !next.oneofs.includes(name));
  const toldOf = new Set(moved.map(({ field }) => field.oneof));
  const operation = nameIn(sides.base.file, old.name);
  return [
    ...moved.map(({ field, same }) => {
      const alone =
        same.oneof !== null && next.fields.filter(({ oneof }) => oneof === same.oneof).length === 1;
      return foundChange({
        id: 'FIELD_SAME_ONEOF',
        operation,
        subject: field.name,
        message: `\`${field.name}\` is ${inOneof(same)}, was ${inOneof(field)}`,
        base: [sides.base.file, `${old.name}.${field.name}`],
        head: [sides.head.file, `${next.name}.${same.name}`],
        aliases: field.oneof !== null && gone.includes(field.oneof) ? ['ONEOF_NO_DELETE'] : [],
        // A oneof of one clears nothing: https://protobuf.dev/programming-guides/proto3/#updating
        ...(field.oneof === null && alone ? { level: 'risky' as const } : {}),
      });
    }),
    ...gone
      .filter((name) => !toldOf.has(name))
      .map((name) => {
        const to = renamed.get(name);
        return foundChange({
          id: 'ONEOF_NO_DELETE',
          operation,
          subject: name,
          message:
            to == null ? `the oneof \`${name}\` is removed` : `the oneof \`${name}\` is named \`${to}\``,
          base: [sides.base.file, `${old.name}.${name}`],
          head: to == null ? null : [sides.head.file, `${next.name}.${to}`],
        });
      }),
  ];
}

function inOneof({ oneof }: ProtoField): string {
  return oneof === null ? 'in no oneof' : `in the oneof \`${oneof}\``;
}

/** Oneofs whose fields are all in one that is new. */
function renamedOneofs(
  old: ProtoMessage,
  next: ProtoMessage,
  now: ReadonlyMap<number, ProtoField>,
): Map<string, string> {
  const renamed = new Map<string, string>();
  for (const name of old.oneofs.filter((each) => !next.oneofs.includes(each))) {
    const kept = old.fields
      .filter(({ oneof }) => oneof === name)
      .flatMap(({ number }) => now.get(number) ?? []);
    const [first] = kept;
    if (first?.oneof == null || old.oneofs.includes(first.oneof)) continue;
    if (kept.every(({ oneof }) => oneof === first.oneof)) renamed.set(name, first.oneof);
  }
  return renamed;
}

function rangeChanges(old: ProtoMessage, next: ProtoMessage, { base, head }: Sides): ContractChange[] {
  const operation = nameIn(base.file, old.name);
  const at = (what: string) => ({
    base: [base.file, `${old.name} ${what}`] as const,
    head: [
      head.file,
      head.file.places.has(`${next.name} ${what}`) ? `${next.name} ${what}` : next.name,
    ] as const,
  });
  const extensions = lostRanges(old.extensions, next.extensions);
  return [
    ...reservedLost(old, next).map((subject) =>
      foundChange({
        id: 'RESERVED_MESSAGE_NO_DELETE',
        operation,
        subject,
        message: `\`${subject}\` is no longer reserved`,
        ...at('reserved'),
      }),
    ),
    ...extensions.map(([from, to]) =>
      foundChange({
        id: 'EXTENSION_MESSAGE_NO_DELETE',
        operation,
        subject: rangeText([from, to]),
        message: `the numbers \`${rangeText([from, to])}\` are no longer for extensions`,
        ...at('extensions'),
      }),
    ),
  ];
}

/** What is no longer reserved, as it is written. */
export function reservedLost(
  old: Pick<ProtoMessage, 'reserved'>,
  next: Pick<ProtoMessage, 'reserved'>,
): string[] {
  const names = new Set(next.reserved.names);
  return [
    ...lostRanges(old.reserved.ranges, next.reserved.ranges).map(rangeText),
    ...old.reserved.names.filter((name) => !names.has(name)),
  ];
}

function rangeText([from, to]: readonly [number, number]): string {
  return from === to ? String(from) : `${from} to ${to >= 536_870_911 ? 'max' : to}`;
}

function optionChanges(old: ProtoMessage, next: ProtoMessage, sides: Sides): ContractChange[] {
  const sameEdition = sides.base.file.edition === sides.head.file.edition;
  const rows: readonly (readonly [id: string, message: string, isChanged: boolean])[] = [
    [
      'MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR',
      'it has no `descriptor()` in generated code any more',
      old.options.no_standard_descriptor_accessor !== true &&
        next.options.no_standard_descriptor_accessor === true,
    ],
    [
      'MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT',
      'its encoding changes to or from the one of message sets',
      (old.options.message_set_wire_format === true) !== (next.options.message_set_wire_format === true),
    ],
    [
      'MESSAGE_SAME_JSON_FORMAT',
      'JSON is no longer promised for it',
      sameEdition && old.json === 'ALLOW' && next.json !== 'ALLOW',
    ],
  ];
  return rows.flatMap(([id, message, isChanged]) =>
    isChanged
      ? [
          foundChange({
            id,
            operation: nameIn(sides.base.file, old.name),
            subject: '',
            message,
            base: [sides.base.file, old.name],
            head: [sides.head.file, next.name],
          }),
        ]
      : [],
  );
}
