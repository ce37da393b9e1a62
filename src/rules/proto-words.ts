import type { ContractChange } from '../api/contract-change.ts';
import type { Severity } from '../report/finding.ts';
import { elementWords } from './contract-element.ts';
import { contractObject } from './contract-words.ts';

/** Packages that say of themselves that they change: https://cloud.google.com/apis/design/versioning */
const unstable = /(?:^|\.)v\d+(?:p\d+)?(?:alpha|beta|test)\w*(?:\.|$)/;

interface ProtoMatch {
  readonly place: 'base' | 'head';
  readonly object: string;
  readonly data: ReturnType<typeof elementWords>;
  readonly severity?: Severity;
}

/** What a rule about protobuf found: where the change stands, or stood; advice in a package that is not stable yet. */
export function protoMatch(change: ContractChange, severity?: Severity): ProtoMatch {
  const told = unstable.test(change.operation) ? 'advice' : severity;
  return {
    place: change.head === null ? 'base' : 'head',
    object: contractObject(change),
    data: elementWords(change),
    ...(told === undefined ? {} : { severity: told }),
  };
}
