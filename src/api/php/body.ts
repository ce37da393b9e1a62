import type { SyntaxFile, SyntaxNode } from '../../code/syntax.ts';
import type { Seen } from '../endpoint.ts';
import { statusOfErrorClass, statusOfName } from '../http-status.ts';
import { type Checks, noChecks } from '../routes.ts';
import { normalisedText, type Place, placeOf, seenAt } from '../seen.ts';
import { lastPart } from './names.ts';

export type SeenStatus = Seen & { readonly status: number };

/** What the body of a method or a closure does with a request, without what it calls. */
export interface PhpBody {
  readonly place: Place;
  readonly text: string;
  readonly statusCodes: readonly SeenStatus[];
  readonly checks: Checks;
  readonly pagination: readonly Seen[];
  readonly idempotency: readonly Seen[];
  /** Methods of its own class that it calls, and `parent::` ones. */
  readonly calls: readonly string[];
}

const maxCalls = 200;

const callKinds = [
  'member_call_expression',
  'nullsafe_member_call_expression',
  'scoped_call_expression',
  'function_call_expression',
  'object_creation_expression',
];

const pageCalls = new Set(
  'paginate simplePaginate cursorPaginate limit take setMaxResults forPage'.split(' '),
);

/** `from` is where its text begins: attributes before a method's name say where it is reached, not what it does. */
export function readBody(node: SyntaxNode, file: SyntaxFile, from = node.range.start): PhpBody {
  const source = file.text.slice(node.range.start, node.range.end);
  const reader = new BodyReader(file, source);
  // Crossing into the tree costs most of reading a file: nine in ten methods hold no word that tells anything.
  if (telling.test(source)) for (const part of node.findAll(callKinds)) reader.read(part);
  return {
    place: placeOf(node.range, { file }),
    text: normalisedText({ text: file.text.slice(from, node.range.end) }),
    statusCodes: distinct(reader.statusCodes),
    checks: reader.checks(),
    pagination: reader.pagination,
    idempotency: reader.idempotency,
    calls: ownCallsIn(source),
  };
}

/** The body of a method that answers no request, whatever it calls. */
export function silentBody(node: SyntaxNode, file: SyntaxFile): PhpBody {
  const nothing = { statusCodes: [], checks: noChecks, pagination: [], idempotency: [], calls: [] };
  return { place: placeOf(node.range, { file }), text: '', ...nothing };
}

function ownCallsIn(source: string): string[] {
  const names = new Set<string>();
  for (const match of source.matchAll(/(?:\$this->|\b(?:self|static|parent)::)(\w{1,100})\s?\(/g)) {
    if (names.size >= maxCalls) break;
    names.add(match[1] ?? '');
  }
  return [...names];
}

interface Call {
  readonly node: SyntaxNode;
  readonly name: string;
  /** Short text of what it is called on, '' for none. */
  readonly on: string;
  readonly args: readonly SyntaxNode[];
}

class BodyReader {
  readonly statusCodes: SeenStatus[] = [];
  readonly pagination: Seen[] = [];
  readonly idempotency: Seen[] = [];
  readonly #authorization: Seen[] = [];
  readonly #validation: Seen[] = [];
  readonly #rateLimit: Seen[] = [];
  readonly #file: SyntaxFile;

  /** Whether the word stands in it: `get` alone is everywhere. */
  readonly #mentionsKey: boolean;

  constructor(file: SyntaxFile, source: string) {
    this.#file = file;
    this.#mentionsKey = /idempotency[-_]key/i.test(source);
  }

  checks(): Checks {
    return {
      ...noChecks,
      authorization: this.#authorization,
      validation: this.#validation,
      rateLimit: this.#rateLimit,
    };
  }

  read(node: SyntaxNode): void {
    if (!this.#mayTell(node)) return;
    const call = callOf(node);
    for (const status of statusesOf(call)) this.statusCodes.push({ ...this.#at(call), status });
    if (isAuthorization(call)) this.#authorization.push(this.#at(call));
    else if (isValidation(call)) this.#validation.push(this.#at(call));
    else if (isRateLimit(call)) this.#rateLimit.push(this.#limited(call));
    else if (pageCalls.has(call.name) && call.on !== '') this.pagination.push(this.#page(call));
    const [first] = call.args;
    if (first?.kind === 'string' && /^.idempotency[-_]key.$/i.test(short(first)))
      this.idempotency.push(this.#at(call));
  }

  #mayTell(node: SyntaxNode): boolean {
    if (node.kind === 'object_creation_expression') {
      const { start } = node.range;
      return /^new\s+[\w\\]*(?:Response|Exception|Error)\b/.test(this.#file.text.slice(start, start + 150));
    }
    const name = node.field('name') ?? node.field('function');
    if (name === null) return false;
    const text = short(name);
    return tellingNames.has(text) || (text === 'get' && this.#mentionsKey);
  }

  #at({ node, name, on }: Call): Seen {
    const { start } = (node.field('name') ?? node).range;
    const owner = node.kind === 'scoped_call_expression' ? `${on}::` : '';
    const from = node.kind.includes('member_call') ? start : node.range.start;
    const text = this.#file.text.slice(from, Math.min(node.range.end, from + 200)).replace(/\s+/g, ' ');
    const seen = seenAt(node.kind.includes('member_call') ? (node.field('name') ?? node) : node, {
      file: this.#file,
    });
    return { ...seen, text: text.length <= 60 ? text : `${owner}${name}(…)` };
  }

  /** By the limiter's name, which tells its limit: `$loginLimiter->create($ip)->consume()`. */
  #limited(call: Call): Seen {
    const { start, end } = call.node.range;
    const text = this.#file.text.slice(start, Math.min(end, start + 200));
    const name = /^\$(?:this->)?(\w+)/.exec(text)?.[1];
    return name === undefined ? this.#at(call) : { ...this.#at(call), text: `${name}->${call.name}` };
  }

  #page(call: Call): Seen {
    // `$paginator->paginate($query, $page, 10)` has the limit last.
    const first = call.name === 'paginate' && call.args.length > 2 ? call.args[2] : call.args[0];
    const seen = {
      ...this.#at(call),
      text: first === undefined ? call.name : `${call.name}(${short(first)})`,
    };
    // `paginate(perPage: 25)`
    const given = first?.kind === 'argument' ? first.children().at(-1) : first;
    return given?.kind === 'integer' ? { ...seen, limit: Number(given.text) } : seen;
  }
}

function callOf(node: SyntaxNode): Call {
  const [first] = node.children();
  const isNew = node.kind === 'object_creation_expression';
  const list = isNew
    ? node.children().find(({ kind }) => kind === 'arguments')
    : (node.field('arguments') ?? undefined);
  const args = (list?.children() ?? []).flatMap((each) =>
    each.field('name') === null ? each.children().slice(-1) : [each],
  );
  const on = node.field('object') ?? node.field('scope');
  const named = isNew ? first : (node.field('name') ?? node.field('function'));
  return {
    node,
    name: isNew ? 'new' : short(named ?? node),
    on: isNew ? lastPart(short(first ?? node)) : on === null ? '' : tail(on),
    args,
  };
}

function short(node: SyntaxNode): string {
  return node.range.end - node.range.start > 120 ? '' : node.text;
}

/** Text of what a method is called on; of a long chain its last call. */
function tail(node: SyntaxNode): string {
  const text = short(node);
  return text === '' ? `…->${node.field('name')?.text ?? ''}()` : text;
}

/** Calls with a status as an argument: its position, and what they answer without it. */
const answering: ReadonlyMap<string, readonly [position: number, usual: number | null]> = new Map([
  ['abort', [0, null]],
  ['abort_if', [1, null]],
  ['abort_unless', [1, null]],
  ['response', [1, 200]],
  ['json', [1, 200]],
  ['setStatusCode', [0, null]],
  ['noContent', [0, 204]],
  ['redirect', [1, 302]],
  ['redirectToRoute', [2, 302]],
  ['to_route', [2, 302]],
  ['back', [0, 302]],
  ['render', [9, 200]],
  ['renderForm', [9, 200]],
  ['view', [9, 200]],
  ['createNotFoundException', [9, 404]],
  ['createAccessDeniedException', [9, 403]],
  ['denyAccessUnlessGranted', [9, 403]],
]);

function statusesOf({ node, name, on, args }: Call): number[] {
  if (name === 'new') return statusesOfNew(on, args);
  // `response()->json(…)`: the last call says it.
  const isInner = name === 'response' || name === 'redirect';
  if (isInner && args.length === 0 && name === 'response') return [];
  const known = answering.get(name);
  if (known === undefined) return [];
  if (name === 'json' && on !== '$this' && !/response\(\)$|^Response$|^JsonResponse$|Response$/i.test(on))
    return [];
  if (name === 'render' && !/this|twig|templating/i.test(on)) return [];
  if (node.kind !== 'function_call_expression' && (name === 'view' || name === 'back')) return [];
  const [position, usual] = known;
  const given = namedArgument(args, 'status') ?? args[position];
  const found = given === undefined ? [] : statusesIn(given);
  return found.length > 0 ? found : usual === null || given !== undefined ? [] : [usual];
}

function statusesOfNew(name: string, args: readonly SyntaxNode[]): number[] {
  const byName = statusOfErrorClass(name.replace(/HttpException$/, 'Exception'));
  if (byName !== null && byName >= 400) return [byName];
  if (/HttpException$/.test(name)) return args[0] === undefined ? [] : statusesIn(args[0]);
  if (!/Response$/.test(name)) return [];
  const given = namedArgument(args, 'status') ?? args[1];
  if (given !== undefined) return statusesIn(given);
  return [name === 'RedirectResponse' ? 302 : 200];
}

function namedArgument(args: readonly SyntaxNode[], name: string): SyntaxNode | undefined {
  const found = args.find((each) => each.kind === 'argument' && each.field('name')?.text === name);
  return found?.children().at(-1);
}

/** A number, `Response::HTTP_CREATED`, either side of a condition. */
function statusesIn(node: SyntaxNode, depth = 0): number[] {
  if (node.kind === 'conditional_expression' && depth < 3)
    return ['body', 'alternative'].flatMap((side) => {
      const part = node.field(side);
      return part === null ? [] : statusesIn(part, depth + 1);
    });
  if (node.kind === 'parenthesized_expression' && depth < 3)
    return node.children().flatMap((each) => statusesIn(each, depth + 1));
  const isConstant = node.kind === 'class_constant_access_expression';
  if (node.kind !== 'integer' && !isConstant) return [];
  const name = isConstant ? (node.children()[1]?.text ?? '').replace(/^HTTP_/, '') : node.text;
  const status = statusOfName(name);
  return status === null ? [] : [status];
}

const gateCalls = new Set('authorize allows denies any none check inspect forUser'.split(' '));

function isAuthorization({ name, on }: Call): boolean {
  if (/^Gate$/.test(lastPart(on))) return gateCalls.has(name);
  if (name === 'denyAccessUnlessGranted' || name === 'isGranted') return true;
  if (on === '$this' && /^authorize(?:ForUser)?$/.test(name)) return true;
  return /^(?:can|cannot|cant|hasRole|hasPermissionTo|hasAnyRole)$/.test(name) && /user/i.test(on);
}

function isValidation({ name, on, args }: Call): boolean {
  if (name === 'make') return lastPart(on) === 'Validator';
  if (name === 'isValid' || name === 'isSubmitted') return name === 'isValid' && /form/i.test(on);
  if (!/^validate(?:WithBag)?$/.test(name)) return false;
  return /request|validator/i.test(on) || (on === '$this' && args.length > 0);
}

function isRateLimit({ name, on }: Call): boolean {
  if (lastPart(on) === 'RateLimiter') return name === 'attempt' || name === 'tooManyAttempts';
  return name === 'consume' && /limiter/i.test(on);
}

export function distinct(codes: readonly SeenStatus[]): SeenStatus[] {
  const seen = new Set<number>();
  return codes.filter(({ status }) => !seen.has(status) && seen.add(status));
}

const tellingNames = new Set([
  ...answering.keys(),
  ...pageCalls,
  ...gateCalls,
  ...'authorizeForUser isGranted can cannot cant hasRole hasPermissionTo hasAnyRole'.split(' '),
  ...'make isValid validate validateWithBag attempt tooManyAttempts consume header'.split(' '),
]);
const telling = new RegExp(
  `\\b(?:${[...tellingNames].join('|')})\\s?\\(|(?:Response|Exception|Error)\\b|dempotency`,
);
