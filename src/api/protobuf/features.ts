import type protobuf from 'protobufjs';

export type Edition = 'proto2' | 'proto3' | '2023' | '2024';

/** What an edition means where no option says otherwise: https://protobuf.dev/editions/features/ */
const defaults: Readonly<Record<Edition, Readonly<Record<string, string>>>> = {
  proto2: {
    field_presence: 'EXPLICIT',
    enum_type: 'CLOSED',
    json_format: 'LEGACY_BEST_EFFORT',
    utf8_validation: 'NONE',
    message_encoding: 'LENGTH_PREFIXED',
  },
  proto3: {
    field_presence: 'IMPLICIT',
    enum_type: 'OPEN',
    json_format: 'ALLOW',
    utf8_validation: 'VERIFY',
    message_encoding: 'LENGTH_PREFIXED',
  },
  '2023': {
    field_presence: 'EXPLICIT',
    enum_type: 'OPEN',
    json_format: 'ALLOW',
    utf8_validation: 'VERIFY',
    message_encoding: 'LENGTH_PREFIXED',
  },
  '2024': {
    field_presence: 'EXPLICIT',
    enum_type: 'OPEN',
    json_format: 'ALLOW',
    utf8_validation: 'VERIFY',
    message_encoding: 'LENGTH_PREFIXED',
    '(pb.cpp).string_type': 'VIEW',
  },
};

/** The edition that a file is written in: proto2 where it says nothing. */
export function editionOf(text: string): Edition {
  const told = /^[ \t\ufeff]*(?:syntax|edition)[ \t]*=[ \t]*["'](\w+)["']/m.exec(text)?.[1] ?? 'proto2';
  return told === 'proto3' || told === '2023' || told === 'proto2' ? told : '2024';
}

/**
 * The value of a feature for something: its own option, else that of what it stands in (the parser hands the file's to
 * what stands at the top), else the edition's. '' where the edition says nothing.
 */
export function effective(name: string, node: protobuf.ReflectionObject, edition: Edition): string {
  for (let at: protobuf.ReflectionObject | null = node; at !== null; at = at.parent) {
    const told = valueAt(at.options?.features, name.split('.'));
    if (typeof told === 'string') return told;
  }
  return defaults[edition][name] ?? '';
}

/** The parser takes features apart at their dots, also at those in parentheses. */
function valueAt(value: unknown, keys: readonly string[]): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  return valueAt(Object.entries(value).find(([name]) => name === key)?.[1], rest);
}
