import type { SyntaxFile, SyntaxNode } from '../../code/syntax.ts';
import { checkKindOfName, isAccessKind } from '../check-names.ts';
import type { Seen } from '../endpoint.ts';
import type { HandlerFacts } from '../handler-facts.ts';
import { statusOfName } from '../http-status.ts';
import { normalisedText, placeOf, seenAt } from '../seen.ts';
import type { RustGuard, RustParameter } from './facts.ts';

/** Types that hand a handler a part of the request, and refuse what does not fit their type. */
const extractors: ReadonlyMap<string, string> = new Map([
  ['Json', 'body'],
  ['JsonConfig', 'body'],
  ['Form', 'body'],
  ['Multipart', 'body'],
  ['TypedMultipart', 'body'],
  ['TempFile', 'body'],
  ['Bytes', 'body'],
  ['MsgPack', 'body'],
  ['Query', 'query'],
  ['Path', 'path'],
]);
/** They take whatever is sent. */
const untyped = /^(?:Multipart|TempFile|Bytes|Path)$/;

export interface ParameterFacts {
  readonly authentication?: Seen;
  readonly authorization?: Seen;
  readonly validation?: Seen;
  readonly rateLimit?: Seen;
  readonly other?: Seen;
  readonly input?: string;
}

/** What one parameter of a handler says: an extractor that validates, or a guard. */
export function readParameter(
  { type }: RustParameter,
  seen: Seen,
  guards: ReadonlyMap<string, RustGuard>,
): ParameterFacts {
  const { name, argument } = typeParts(type);
  // `Option<User>` lets everybody in.
  if (name === 'Option' || name === 'Result' || /^(?:Maybe|Optional)/.test(name)) return {};
  const input = extractors.get(name);
  if (input !== undefined) {
    const takesAll = untyped.test(name) || /^(?:serde_json::)?Value$/.test(argument);
    return takesAll ? { input } : { input, validation: { ...seen, input } };
  }
  if (/^(?:Valid(?:ated)?)(?:Json|Query|Form)?$/.test(name)) {
    const inner = extractors.get(typeParts(argument).name) ?? (name.endsWith('Query') ? 'query' : 'body');
    return { input: inner, validation: { ...seen, input: inner } };
  }
  return guardOf(name, seen, guards.get(name));
}

const adminName = /admin|role|permission|scope|owner|superuser/i;

function guardOf(name: string, seen: Seen, guard: RustGuard | undefined): ParameterFacts {
  const kind = checkKindOfName(name);
  if (guard !== undefined) {
    if (guard.statuses.includes(429)) return { rateLimit: seen };
    if (adminName.test(name)) return { authorization: seen };
    if (guard.statuses.includes(401)) return { authentication: seen };
    if (guard.statuses.includes(403)) return { authorization: seen };
    if (kind === 'authorization') return { authorization: seen };
    if (kind === 'authentication') return { authentication: seen };
    return kind === 'harmless' ? {} : { other: seen };
  }
  if (/^(?:Admin|AdminUser|Superuser)$/.test(name)) return { authorization: seen };
  if (/^(?:Claims|Identity|BearerAuth|BasicAuth|AuthSession|CurrentUser|LoggedUser|LoggedInUser)$/.test(name))
    return { authentication: seen };
  if (/(?:State|Data|Extension|Service|Config|Client|Repository|Store|Pool|Context)$/.test(name)) return {};
  if (!isAccessKind(kind)) return {};
  return kind === 'authorization' || adminName.test(name)
    ? { authorization: seen }
    : { authentication: seen };
}

/** `web::Json<NewUser>` is `Json` of `NewUser`. */
export function typeParts(type: string): { name: string; argument: string } {
  const open = type.indexOf('<');
  const head = open === -1 ? type : type.slice(0, open);
  const argument = open === -1 ? '' : type.slice(open + 1, type.lastIndexOf('>'));
  const inner = argument.replace(/^\s*(?:'\w+\s*,\s*)?/, '');
  return { name: head.split('::').at(-1)?.trim() ?? '', argument: inner };
}

/** What the body of a handler, a middleware or a guard shows. */
export function readHandler(node: SyntaxNode, file: SyntaxFile, result: string): HandlerFacts {
  const validation: Seen[] = [];
  const authentication: Seen[] = [];
  const authorization: Seen[] = [];
  for (const call of node.findAll(['call_expression'])) {
    const callee = call.field('function');
    const name = (callee?.field('field') ?? callee?.field('name') ?? callee)?.text.slice(0, 80) ?? '';
    if (/^(?:validate|validate_with|validate_args|garde)$/.test(name))
      validation.push(seenAt(call, { file }));
    else if (
      /^(?:require|ensure|verify|check|authorize|authorise|is|has|must|assert)_(?!\w*ur[il]$)/.test(name) &&
      isAccessKind(checkKindOfName(name))
    )
      (checkKindOfName(name) === 'authorization' || adminName.test(name)
        ? authorization
        : authentication
      ).push(seenAt(call, { file }));
  }
  return {
    place: placeOf(node.range, { file }),
    text: normalisedText(node),
    checks: { authentication, authorization, validation, rateLimit: [], other: [] },
    statusCodes: statusCodesOf(node, file, result),
    inputs: [],
    ...limitsOf(node, file),
    methods: [],
  };
}

type Status = HandlerFacts['statusCodes'][number];

function statusCodesOf(node: SyntaxNode, file: SyntaxFile, result: string): Status[] {
  const found: Status[] = [];
  const compared = node
    .findAll(['binary_expression', 'match_pattern'])
    .filter(({ kind, field }) => kind === 'match_pattern' || field !== undefined)
    .filter((each) => each.kind === 'match_pattern' || /^[=!<>]=?$/.test(each.field('operator')?.text ?? ''))
    .map(({ range }) => range);
  for (const path of node.findAll(['scoped_identifier', 'identifier'])) {
    const { start, end } = path.range;
    if (end - start > 100 || compared.some((range) => range.start <= start && end <= range.end)) continue;
    const status = statusOfPath(path.text);
    if (status !== null && !found.some((each) => each.status === status))
      found.push({ ...seenAt(path, { file }), status });
  }
  if (!found.some(({ status }) => status < 400) && answers(node, result)) {
    const redirects = /\bRedirect::/.test(node.text.slice(0, 4_000));
    const status = /\bNoContent\b/.test(result) ? 204 : redirects ? 303 : 200;
    const name = node.field('name') ?? node;
    found.push({ ...seenAt(name, { file }), text: name === node ? 'answer' : name.text, status });
  }
  return found;
}

/** `StatusCode::NOT_FOUND`, `HttpResponse::Created`, `Status::Conflict`, `status::Created`, `ErrorNotFound`. */
function statusOfPath(path: string): number | null {
  const match = /(?:^|::)(StatusCode|HttpResponse|HttpResponseBuilder|Status|status)::(\w+)$/.exec(path);
  if (match === null) {
    const error = /(?:^|::)(?:Error([A-Z]\w+)$|\w*(?:Error|Rejection)::([A-Z]\w+))$/.exec(path);
    const status = statusOfName(error?.[1] ?? error?.[2] ?? '');
    return status !== null && status >= 400 ? status : null;
  }
  return statusOfName((match[2] ?? '').replace(/^Ok$/, 'OK'));
}

/** Whether it returns something: a middleware passes the request on. */
function answers(node: SyntaxNode, result: string): boolean {
  return !/\bNext\b/.test(node.field('parameters')?.text.slice(0, 1_000) ?? '') && result !== 'Router';
}

/** A method is a field with a call behind it. */
function isCalled({ range }: SyntaxNode, { text }: SyntaxFile): boolean {
  return text[range.end] === '(' || text.startsWith('::<', range.end);
}

const sizeName = /^(?:limit|page_?size|per_?page|take|max_results)$/;

function limitsOf(node: SyntaxNode, file: SyntaxFile): Pick<HandlerFacts, 'pagination' | 'idempotency'> {
  const highest: Seen[] = [];
  const read: Seen[] = [];
  for (const call of node.findAll(['call_expression'])) {
    const callee = call.field('function');
    const name = callee?.field('field')?.text ?? '';
    if (name !== 'min' && name !== 'clamp' && name !== 'limit') continue;
    const args = call.field('arguments')?.children() ?? [];
    const number = args.at(-1);
    const of =
      /\w*(?=(?:\.unwrap_or\(\w*\))?$)/.exec(callee?.field('value')?.text.slice(-60) ?? '')?.[0] ?? '';
    const limit =
      number?.kind === 'integer_literal' ? Number.parseInt(number.text.replaceAll('_', ''), 10) : null;
    if (name === 'limit' && limit === null) read.push(seenAt(call, { file }));
    else if (limit !== null && (name === 'limit' || sizeName.test(of)))
      highest.push({ ...seenAt(call, { file }), limit });
  }
  if (highest.length + read.length === 0)
    for (const field of node.findAll(['field_expression']))
      if (!isCalled(field, file) && sizeName.test(field.field('field')?.text ?? ''))
        read.push(seenAt(field, { file }));
  const idempotency = node
    .findAll(['string_literal'])
    .filter((text) => /^"(?:x-)?idempotency-key"$/i.test(text.text.slice(0, 40)))
    .map((text) => seenAt(text, { file }));
  return { pagination: highest.length > 0 ? highest : read.slice(0, 3), idempotency };
}
