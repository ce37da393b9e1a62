import type { SyntaxFile, SyntaxNode } from '../../code/syntax.ts';
import type { Seen } from '../endpoint.ts';
import { statusOfName } from '../http-status.ts';
import { normalisedText, type Place, placeOf, seenAt } from '../seen.ts';

export type SeenStatus = Seen & { readonly status: number };

/** What the body of a method or a block does with a request, without what it calls. */
export interface BodyFacts {
  readonly place: Place;
  readonly text: string;
  readonly statusCodes: readonly SeenStatus[];
  /** Whether it answers by itself in any way. */
  readonly answers: boolean;
  /** Whether it can end the request before the handler: an answer, an error. */
  readonly refuses: boolean;
  readonly validation: readonly Seen[];
  readonly pagination: readonly Seen[];
  readonly idempotency: readonly Seen[];
  /** Calls without a receiver, each name once at its first place. */
  readonly calls: readonly Seen[];
}

/** Names of one body that are kept. */
const maxCalls = 200;

/** Ways to answer of Action Controller and of Sinatra, and the status they have where none is given. */
const answers: ReadonlyMap<string, number | null> = new Map([
  ['render', 200],
  ['render_to_string', null],
  ['json', 200],
  ['erb', 200],
  ['haml', 200],
  ['slim', 200],
  ['head', null],
  ['halt', null],
  ['error', null],
  ['status', null],
  ['redirect', 302],
  ['redirect_to', 302],
  ['redirect_back', 302],
  ['redirect_back_or_to', 302],
  ['not_found', 404],
  ['send_data', 200],
  ['send_file', 200],
  ['respond_with', 200],
]);
const refusing = new Set('halt error raise head render redirect redirect_to not_found throw'.split(' '));
/** Their first argument may be the status. */
const statusFirst = new Set('head halt error status'.split(' '));

const pageCalls = new Set(
  'page paginate pagy pagy_array pagy_countless pagy_keyset per limit paginated'.split(' '),
);
const limitOptions = new Set('limit items per_page max_items'.split(' '));

export function readBody(node: SyntaxNode, file: SyntaxFile): BodyFacts {
  const at = (part: SyntaxNode): Seen => seenAt(part, { file });
  const statusCodes: SeenStatus[] = [];
  const facts = { validation: [] as Seen[], pagination: [] as Seen[], idempotency: [] as Seen[] };
  const calls = new Map<string, Seen>();
  let [doesAnswer, refuses] = [false, false];
  // The name in `record.authorize` is no call of its own.
  const names = new Set<number>();
  const pages = new Set<number>();
  for (const part of node.findAll(['call', 'identifier', 'super', 'element_reference', 'array'])) {
    if (part.kind === 'array') {
      const status = rackStatus(part, node);
      if (status !== null) statusCodes.push({ ...at(part), text: String(status), status });
      doesAnswer ||= status !== null;
      continue;
    }
    if (part.kind === 'element_reference') {
      if (/idempotency[-_]key/i.test(shortTextOf(part))) facts.idempotency.push(at(part));
      continue;
    }
    if (part.kind !== 'call' && names.has(part.range.start)) continue;
    const method = part.kind === 'call' ? part.field('method') : part;
    const name = method?.text ?? '';
    const receiver = part.kind === 'call' ? part.field('receiver') : null;
    if (part.kind === 'call' && method !== null) names.add(method.range.start);
    // `.page(n).per(25)` is one limit.
    const inner = name === 'per' ? receiver?.field('method') : null;
    if (inner?.text === 'page') pages.add(inner.range.start);
    if (receiver === null) {
      if (!calls.has(name) && calls.size < maxCalls) calls.set(name, at(part));
      refuses ||= refusing.has(name);
      if (!answers.has(name)) {
        if (pageCalls.has(name) && part.kind === 'call') facts.pagination.push(pageAt(part, at(part)));
        if (isParam(part)) facts.validation.push(at(part));
        continue;
      }
      if (part.kind === 'identifier' && name !== 'not_found') continue;
      doesAnswer = true;
      for (const status of statusesOfCall(part, name)) statusCodes.push({ ...at(part), status });
      continue;
    }
    if (isValidation(part, name, receiver)) facts.validation.push({ ...at(part), text: lineOf(part, file) });
    else if (isPage(part, name) && !pages.has(method?.range.start ?? -1))
      facts.pagination.push(pageAt(part, at(part)));
  }
  const last = node.kind.endsWith('block') ? lastStatement(node) : undefined;
  const ended = last?.kind === 'integer' ? statusOfName(last.text) : null;
  if (last !== undefined && ended !== null) statusCodes.push({ ...at(last), status: ended });
  return {
    place: placeOf(node.range, { file }),
    text: normalisedText(node),
    statusCodes: distinct(statusCodes),
    answers: doesAnswer,
    refuses,
    ...facts,
    calls: [...calls].map(([text, seen]) => ({ ...seen, text })),
  };
}

/** Its first sixty letters: `params.require(:order).permit(:note, …`. */
function lineOf(node: SyntaxNode, file: SyntaxFile): string {
  const { start, end } = node.range;
  const text = file.text.slice(start, Math.min(end, start + 200)).replace(/\s+/g, ' ');
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function shortTextOf(node: SyntaxNode): string {
  return node.range.end - node.range.start > 200 ? '' : node.text;
}

/** `[201, headers, body]` and `[404, 'gone']` as the last statement, or returned. */
function rackStatus(node: SyntaxNode, body: SyntaxNode): number | null {
  const [first, second] = node.children();
  if (first?.kind !== 'integer' || second === undefined) return null;
  return lastStatement(body)?.range.start === node.range.start ? statusOfName(first.text) : null;
}

function lastStatement(body: SyntaxNode): SyntaxNode | undefined {
  return body.children().at(-1)?.children().at(-1);
}

function statusesOfCall(call: SyntaxNode, name: string): number[] {
  const args = call.field('arguments')?.children() ?? [];
  const pair = args.find((arg) => arg.kind === 'pair' && arg.field('key')?.text === 'status');
  const given = pair?.field('value') ?? null;
  if (given !== null) return statusesOf(given);
  const first = args[0];
  if (statusFirst.has(name) && first !== undefined) {
    const found = statusesOf(first);
    // `error 'text'` is 500.
    return found.length === 0 && name === 'error' ? [500] : found;
  }
  // `redirect '/x', 303`
  const second = name === 'redirect' && args[1] !== undefined ? statusesOf(args[1]) : [];
  if (second.length > 0) return second;
  const usual = answers.get(name) ?? null;
  return usual === null ? [] : [usual];
}

function statusesOf(node: SyntaxNode): number[] {
  if (node.kind === 'conditional')
    return ['consequence', 'alternative'].flatMap((side) => {
      const part = node.field(side);
      return part === null || part.kind === 'conditional' ? [] : statusesOf(part);
    });
  if (node.kind === 'array') {
    const first = node.children()[0];
    return first?.kind === 'integer' ? statusesOf(first) : [];
  }
  if (node.kind !== 'integer' && node.kind !== 'simple_symbol') return [];
  const status = statusOfName(node.kind === 'integer' ? node.text : node.text.slice(1));
  return status === null ? [] : [status];
}

/** Strong parameters, and contracts that are given the parameters. */
function isValidation(call: SyntaxNode, name: string, receiver: SyntaxNode): boolean {
  if (name === 'permit' || name === 'expect') return startsWithParams(receiver);
  if (name !== 'call' && name !== 'validate' && name !== 'validate!') return false;
  const args = call.field('arguments')?.children() ?? [];
  return (
    /(schema|contract|validator|form)\b/i.test(shortTextOf(receiver)) &&
    args.some((arg) => startsWithParams(arg))
  );
}

function startsWithParams(node: SyntaxNode): boolean {
  return /^(?:params|request\.params)\b/.test(shortTextOf(node));
}

/** sinatra-param: `param :name, String, required: true`. */
function isParam(call: SyntaxNode): boolean {
  const [first, second] = call.field('arguments')?.children() ?? [];
  return (
    call.kind === 'call' &&
    call.field('method')?.text === 'param' &&
    first?.kind === 'simple_symbol' &&
    second?.kind === 'constant'
  );
}

function isPage(call: SyntaxNode, name: string): boolean {
  return pageCalls.has(name) && call.field('arguments') !== null;
}

function pageAt(call: SyntaxNode, seen: Seen): Seen {
  const args = call.field('arguments')?.children() ?? [];
  const name = call.field('method')?.text ?? '';
  const pair = args.find((arg) => arg.kind === 'pair' && limitOptions.has(arg.field('key')?.text ?? ''));
  const given = pair?.field('value') ?? (name === 'per' || name === 'limit' ? args[0] : undefined);
  const text = given?.kind === 'integer' ? `${name}(${given.text})` : `${name}`;
  return given?.kind === 'integer' ? { ...seen, text, limit: Number(given.text) } : { ...seen, text };
}

export function distinct(codes: readonly SeenStatus[]): SeenStatus[] {
  const seen = new Set<number>();
  return codes.filter(({ status }) => !seen.has(status) && seen.add(status));
}
