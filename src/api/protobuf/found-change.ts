import type { ContractChange, ContractLevel, ContractPlace } from '../contract-change.ts';
import { levelOf } from './checks.ts';
import type { ProtoFile } from './proto-file.ts';
import { fullName } from './type-names.ts';

/** Something on one side: a file, and the name in it whose line is meant (see `declaredIn`). */
export type At = readonly [file: ProtoFile, name: string];

interface Found {
  readonly id: string;
  /** `orders.v1.Order`, or a path for what a file as a whole says. */
  readonly operation: string;
  readonly subject: string;
  readonly message: string;
  readonly base: At | null;
  readonly head: At | null;
  readonly aliases?: readonly string[];
  /** Where this case differs from the id's own. */
  readonly level?: ContractLevel;
  readonly deprecated?: boolean;
}

export function foundChange(found: Found): ContractChange {
  const { id, operation, subject, message, aliases = [] } = found;
  return {
    id,
    level: found.level ?? levelOf(id),
    format: 'protobuf',
    operation,
    subject,
    message,
    base: placeOf(found.base),
    head: placeOf(found.head),
    ...(aliases.length > 0 ? { aliases } : {}),
    ...(found.deprecated === true ? { deprecated: true } : {}),
  };
}

/** What an option set has no line where it was not set: then that of the file's beginning. */
function placeOf(at: At | null): ContractPlace | null {
  if (at === null) return null;
  const [file, name] = at;
  return { path: file.path, line: file.places.get(name) ?? file.places.get('package') ?? 1 };
}

/** The whole name of something in a file. */
export function nameIn(file: ProtoFile, name: string): string {
  return fullName(file.package, name);
}
