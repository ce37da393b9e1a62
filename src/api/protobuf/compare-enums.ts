import type { ContractChange } from '../contract-change.ts';
import type { Sides } from './compare-fields.ts';
import { reservedLost, unreserved } from './compare-messages.ts';
import { foundChange, nameIn } from './found-change.ts';
import type { ProtoEnum } from './proto-file.ts';
import { holds } from './ranges.ts';

/** What changed inside an enum that is on both sides. */
export function compareEnum(old: ProtoEnum, next: ProtoEnum, sides: Sides): ContractChange[] {
  return [
    ...valueChanges(old, next, sides),
    ...reservedChanges(old, next, sides),
    ...wholeChanges(old, next, sides),
  ];
}

function valueChanges(old: ProtoEnum, next: ProtoEnum, { base, head }: Sides): ContractChange[] {
  const operation = nameIn(base.file, old.name);
  const now = Map.groupBy(next.values, ({ number }) => number);
  const byName = new Map(next.values.map((value) => [value.name, value]));
  const names = new Set(next.reserved.names);
  return [...Map.groupBy(old.values, ({ number }) => number)].flatMap(([number, values]) => {
    const [first] = values;
    if (first === undefined) return [];
    const same = now.get(number);
    if (same === undefined) {
      const elsewhere = byName.get(first.name);
      const [id = '', ...aliases] = [
        ...(holds(next.reserved.ranges, number) ? [] : ['ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED']),
        ...(values.every(({ name }) => names.has(name)) ? [] : ['ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED']),
        'ENUM_VALUE_NO_DELETE',
      ];
      return [
        foundChange({
          id,
          operation,
          subject: first.name,
          message:
            elsewhere === undefined
              ? `the value \`${first.name}\` (${number}) is removed${unreserved(id)}`
              : `\`${first.name}\` has number ${elsewhere.number}, was ${number}`,
          base: [base.file, `${old.name}.${first.name}`],
          head: elsewhere === undefined ? null : [head.file, `${next.name}.${elsewhere.name}`],
          aliases,
        }),
      ];
    }
    const kept = new Set(same.map(({ name }) => name));
    const lost = values.find(({ name }) => !kept.has(name));
    if (lost === undefined) return [];
    return [
      foundChange({
        id: 'ENUM_VALUE_SAME_NAME',
        operation,
        subject: lost.name,
        message: `number ${number} is ${same.map(({ name }) => `\`${name}\``).join(' and ')}, was \`${lost.name}\``,
        base: [base.file, `${old.name}.${lost.name}`],
        head: [head.file, `${next.name}.${same[0]?.name}`],
      }),
    ];
  });
}

function reservedChanges(old: ProtoEnum, next: ProtoEnum, { base, head }: Sides): ContractChange[] {
  const place = `${next.name} reserved`;
  return reservedLost(old, next).map((subject) =>
    foundChange({
      id: 'RESERVED_ENUM_NO_DELETE',
      operation: nameIn(base.file, old.name),
      subject,
      message: `\`${subject}\` is no longer reserved`,
      base: [base.file, `${old.name} reserved`],
      head: [head.file, head.file.places.has(place) ? place : next.name],
    }),
  );
}

function wholeChanges(old: ProtoEnum, next: ProtoEnum, { base, head }: Sides): ContractChange[] {
  // That a file changes its syntax is told of the file; an edition says again what its files meant.
  const isTold = base.file.edition !== head.file.edition && /^proto/.test(head.file.edition);
  const sameEdition = base.file.edition === head.file.edition;
  const rows: readonly (readonly [id: string, message: string, isChanged: boolean])[] = [
    [
      'ENUM_SAME_TYPE',
      `it is ${next.type.toLowerCase()} for values it does not know, was ${old.type.toLowerCase()}`,
      !isTold && old.type !== next.type,
    ],
    [
      'ENUM_SAME_JSON_FORMAT',
      'JSON is no longer promised for it',
      sameEdition && old.json === 'ALLOW' && next.json !== 'ALLOW',
    ],
  ];
  return rows.flatMap(([id, message, isChanged]) =>
    isChanged
      ? [
          foundChange({
            id,
            operation: nameIn(base.file, old.name),
            subject: '',
            message,
            base: [base.file, old.name],
            head: [head.file, next.name],
          }),
        ]
      : [],
  );
}
