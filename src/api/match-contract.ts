import type { ContractPlace } from './contract-change.ts';
import type { Endpoint } from './endpoint.ts';
import { pathShape } from './path-shape.ts';
import type { PromisedOperation } from './promised-operation.ts';

/** How a contract and the code that it describes go together. */
export interface ContractMatch {
  readonly operations: readonly PromisedOperation[];
  /** The promise that an endpoint keeps, by method and path; null where the contract has none. */
  promiseOf(endpoint: Pick<Endpoint, 'method' | 'path'>): PromisedOperation | null;
  /** Whether some endpoint keeps it. */
  isKept(operation: PromisedOperation): boolean;
  /** Whether the contract describes the endpoints around this one: nearly all that share its first segments. */
  describesAround(endpoint: Endpoint): boolean;
}

/** What the contract of the code says of one endpoint. */
export interface EndpointContract {
  /** null where it describes the endpoints around it, and not this one. */
  readonly operation: PromisedOperation | null;
}

/** null where no contract describes the endpoint or its surroundings: then nothing is known. */
export function contractOf(matches: readonly ContractMatch[], endpoint: Endpoint): EndpointContract | null {
  if (!endpoint.prefixSeen) return null;
  for (const match of matches) {
    const operation = match.promiseOf(endpoint);
    if (operation !== null) return { operation };
  }
  return matches.some((match) => match.describesAround(endpoint)) ? { operation: null } : null;
}

/** Whether the code answers an operation that a contract promises in this place; null where that is not known. */
export function isAnsweredAt(
  matches: readonly ContractMatch[],
  { path, line }: ContractPlace,
): boolean | null {
  for (const match of matches) {
    const operation = match.operations.find(({ place }) => place.path === path && place.line === line);
    if (operation !== undefined) return match.isKept(operation);
  }
  return null;
}

/** Fewer operations than this tell nothing about what a contract describes. */
const minOperations = 3;
/** Share of a contract's operations that the code has to answer, so that it is the contract of this code. */
const minKept = 0.7;
/** Share of the neighbours that the contract knows, so that one that it does not know stands out. */
const minKnown = 0.9;
const minNeighbours = 3;

/**
 * Matches the operations of one contract with the endpoints of the code; null where it is not the contract of this code.
 * Contracts leave out a prefix that all paths share (a server's path), or have one that a proxy takes away: the one that
 * most operations agree on counts.
 */
export function matchContract(
  endpoints: readonly Endpoint[],
  operations: readonly PromisedOperation[],
): ContractMatch | null {
  if (operations.length < minOperations) return null;
  const answered = new Map<string, Endpoint>();
  for (const endpoint of endpoints)
    if (endpoint.prefixSeen) answered.set(keyOf(endpoint.method, endpoint.path), endpoint);
  const shift = commonShift(answered, operations);
  if (shift === null) return null;
  const promises = new Map<string, PromisedOperation>();
  for (const operation of operations)
    promises.set(keyOf(operation.method, shifted(operation.path, shift)), operation);
  const kept = operations.filter((operation) => isAnswered(operation, answered, shift));
  if (kept.length < minOperations || kept.length / operations.length < minKept) return null;
  const promiseOf: ContractMatch['promiseOf'] = ({ method, path }) =>
    promises.get(keyOf(method, path)) ?? null;
  const around = Map.groupBy(
    [...answered.values()].filter(({ method }) => method !== 'ALL'),
    ({ path }) => areaOf(path),
  );
  return {
    operations,
    promiseOf,
    isKept: (operation) => isAnswered(operation, answered, shift),
    describesAround(endpoint) {
      const neighbours = (around.get(areaOf(endpoint.path)) ?? []).filter((each) => each !== endpoint);
      const known = neighbours.filter((each) => promiseOf(each) !== null);
      return neighbours.length >= minNeighbours && known.length / neighbours.length >= minKnown;
    },
  };
}

/** What has to be put before a contract's paths (`add`), or taken from their start (`cut`), to get the code's. */
interface Shift {
  readonly add: string;
  readonly cut: string;
}

function commonShift(
  answered: ReadonlyMap<string, Endpoint>,
  operations: readonly PromisedOperation[],
): Shift | null {
  const byEnd = Map.groupBy([...answered.values()], (endpoint) => endOf(endpoint.path));
  const votes = new Map<string, { readonly shift: Shift; count: number }>();
  for (const { method, path } of operations) {
    const promised = shapeOf(path);
    const own = new Set<string>();
    for (const endpoint of byEnd.get(endOf(path)) ?? []) {
      if (endpoint.method !== method && endpoint.method !== 'ALL') continue;
      const shift = shiftBetween(promised, shapeOf(endpoint.path));
      if (shift !== null) own.add(JSON.stringify(shift));
    }
    for (const key of own) {
      const vote = votes.get(key) ?? { shift: JSON.parse(key), count: 0 };
      votes.set(key, { shift: vote.shift, count: vote.count + 1 });
    }
  }
  const [best] = [...votes.values()].sort((a, b) => b.count - a.count || length(a.shift) - length(b.shift));
  return best?.shift ?? null;
}

function length({ add, cut }: Shift): number {
  return add.length + cut.length;
}

function shiftBetween(promised: string, answered: string): Shift | null {
  if (answered.endsWith(promised))
    return { add: answered.slice(0, answered.length - promised.length), cut: '' };
  if (promised.endsWith(answered))
    return { add: '', cut: promised.slice(0, promised.length - answered.length) };
  return null;
}

function shifted(path: string, { add, cut }: Shift): string {
  const shape = shapeOf(path);
  return add + (shape.startsWith(cut) ? shape.slice(cut.length) : shape);
}

function isAnswered(
  operation: PromisedOperation,
  answered: ReadonlyMap<string, Endpoint>,
  shift: Shift,
): boolean {
  const path = shifted(operation.path, shift);
  return answered.has(keyOf(operation.method, path)) || answered.has(keyOf('ALL', path));
}

function keyOf(method: string, path: string): string {
  return `${method} ${shapeOf(path)}`;
}

/** The path with parameters of any name as `:`, without a slash at its end. */
function shapeOf(path: string): string {
  return pathShape(path).replace(/\/+$/, '') || '/';
}

function endOf(path: string): string {
  return shapeOf(path).split('/').at(-1) ?? '';
}

/** `/api/v1/orders` of `/api/v1/orders/:id/lines`: up to the first segment that names a thing. */
function areaOf(path: string): string {
  const segments = shapeOf(path).split('/').slice(1);
  const first = segments.findIndex(
    (segment) => !/^(?:api|rest|public|internal|v\d+(?:\.\d+)?)$/i.test(segment),
  );
  return segments.slice(0, first + 1).join('/');
}
