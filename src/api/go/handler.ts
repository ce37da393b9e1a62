import type { SyntaxFile, SyntaxNode } from '../../code/syntax.ts';
import { checkKindOfName, isAccessKind, wordsOf } from '../check-names.ts';
import type { Seen } from '../endpoint.ts';
import type { HandlerFacts } from '../handler-facts.ts';
import { statusOfName } from '../http-status.ts';
import { normalisedText, placeOf, seenAt } from '../seen.ts';
import type { GoParameter } from './facts.ts';
import { limitsOf } from './limits.ts';

/** What a call in a handler looks like. */
interface HandlerCall {
  readonly node: SyntaxNode;
  readonly callee: SyntaxNode;
  /** What stands before the last dot, as written; '' where there is none. */
  readonly receiver: string;
  readonly name: string;
  readonly args: readonly SyntaxNode[];
}

/** Names of the parameters by what they are. */
interface Names {
  /** `c *gin.Context`, `c echo.Context`, `c *fiber.Ctx`. */
  readonly context: string | null;
  readonly isFiber: boolean;
  /** `w http.ResponseWriter`. */
  readonly writer: string | null;
  readonly request: string | null;
}

/** Methods of a context that send a status code that is a number. */
const statusMethods = new Set(
  'JSON IndentedJSON SecureJSON PureJSON AsciiJSON JSONP JSONPretty String HTML HTMLBlob XML XMLPretty YAML TOML ProtoBuf Data DataFromReader Blob Stream Status AbortWithStatus AbortWithStatusJSON AbortWithStatusPureJSON AbortWithError Redirect WriteHeader SendStatus NoContent Render NewHTTPError NewError Error'.split(
    ' ',
  ),
);
/** Methods of a context that answer with 200 where nothing was said before. */
const plainAnswers = new Set(
  'File FileAttachment FileFromFS Attachment Inline Stream DataFromReader'.split(' '),
);
const plainFiberAnswers = new Set(
  'JSON JSONP XML Send SendString SendStream SendFile Render Download Write WriteString Format'.split(' '),
);
/** They are given the writer and do not answer with success. */
const noAnswers = new Set(
  'Error NotFound MaxBytesReader Redirect NewResponseController SetCookie Header'.split(' '),
);

/** Reads a function that answers requests or stands before one that does. */
export function readHandler(
  node: SyntaxNode,
  file: SyntaxFile,
  parameters: readonly GoParameter[],
): HandlerFacts {
  const names = namesOf([...parameters, ...innerParameters(node)]);
  const calls = node.findAll(['call_expression']).flatMap(handlerCall);
  const authentication: Seen[] = [];
  const authorization: Seen[] = [];
  const validation: Seen[] = [];
  for (const call of calls) {
    const kind = validationOf(call, names);
    if (kind !== null) validation.push({ ...seenAt(call.node, { file }), ...kind });
    else if (isIdentityCheck(call, names))
      (isAuthorization(call.name) ? authorization : authentication).push(seenAt(call.node, { file }));
  }
  return {
    place: placeOf(node.range, { file }),
    text: normalisedText(node),
    checks: { authentication, authorization, validation, rateLimit: [], other: [] },
    statusCodes: statusCodesOf(node, file, calls, names),
    inputs: inputsOf(calls, node, names),
    ...limitsOf(node, file),
    methods: methodsOf(node, calls),
  };
}

function handlerCall(node: SyntaxNode): HandlerCall[] {
  const callee = node.field('function');
  if (callee === null) return [];
  const args = node.field('arguments')?.children() ?? [];
  if (callee.kind === 'identifier') return [{ node, callee, receiver: '', name: callee.text, args }];
  if (callee.kind !== 'selector_expression') return [];
  const operand = callee.field('operand');
  const isShort = operand !== null && operand.range.end - operand.range.start < 200;
  const name = callee.field('field')?.text ?? '';
  return [{ node, callee, receiver: isShort ? operand.text : '…', name, args }];
}

/** Parameters of a function that this one returns: `return func(c echo.Context) error {`. */
function innerParameters(node: SyntaxNode): GoParameter[] {
  return node.findAll(['parameter_declaration']).flatMap((declaration): GoParameter[] => {
    const parts = declaration.children();
    const [name, type] = [parts[0], parts.at(-1)];
    if (name === undefined || type === undefined || parts.length < 2) return [];
    const named = type.text.replace(/^\*/, '').split('.');
    return [
      {
        name: name.text,
        type: {
          package: named.length > 1 ? (named[0] ?? null) : null,
          name: named.at(-1) ?? '',
          isList: false,
        },
        isVariadic: false,
        offset: name.range.start,
      },
    ];
  });
}

function namesOf(parameters: readonly GoParameter[]): Names {
  const find = (test: (parameter: GoParameter) => boolean): GoParameter | null =>
    parameters.find((parameter) => parameter.name !== '_' && test(parameter)) ?? null;
  const context = find(({ type }) => isContextType(type.package, type.name));
  return {
    context: context?.name ?? null,
    isFiber: context?.type.name === 'Ctx',
    writer: find(({ type }) => type.name === 'ResponseWriter')?.name ?? null,
    request: find(({ type }) => type.package === 'http' && type.name === 'Request')?.name ?? null,
  };
}

/** A context of a request: the standard library's own is none. */
export function isContextType(module: string | null, name: string): boolean {
  return name === 'Ctx' || (/Context$/.test(name) && !(module === 'context' && name === 'Context'));
}

function startsWithName(text: string, name: string | null): boolean {
  return name !== null && (text === name || text.startsWith(`${name}.`));
}

function isGiven(call: HandlerCall, ...names: readonly (string | null)[]): boolean {
  return call.args.some((arg) => arg.kind === 'identifier' && names.includes(arg.text));
}

type Status = HandlerFacts['statusCodes'][number];

function statusCodesOf(
  node: SyntaxNode,
  file: SyntaxFile,
  calls: readonly HandlerCall[],
  names: Names,
): Status[] {
  const found: (Status & { offset: number })[] = [];
  const add = (place: SyntaxNode, status: number): void => {
    found.push({ ...seenAt(place, { file }), status, offset: place.range.start });
  };
  const compared = comparedRanges(node);
  for (const selector of node.findAll(['selector_expression'])) {
    const { start, end } = selector.range;
    if (end - start > 80) continue;
    const status = statusOfConstant(selector.text);
    if (status === null || compared.some((range) => range.start <= start && end <= range.end)) continue;
    add(selector, status);
  }
  for (const call of calls) {
    const status = statusOfCall(call, names);
    if (status !== null) add(call.callee, status);
  }
  const plain = calls.find((call) => isPlainAnswer(call, names));
  const hasSuccess = found.some(({ status }) => status < 400);
  if (plain !== undefined && (names.isFiber || !hasSuccess)) add(plain.callee, 200);
  const seen = new Set<number>();
  return found
    .sort((a, b) => a.offset - b.offset)
    .filter(({ status }) => !seen.has(status) && seen.add(status))
    .map(({ offset: _, ...status }) => status);
}

/** `http.StatusCreated`, `fiber.ErrNotFound`. */
function statusOfConstant(text: string): number | null {
  const match = /^\w+\.(?:Status(\w+)|Err(\w+))$/.exec(text);
  if (match === null) return null;
  if (match[2] !== undefined && !/^(?:echo|fiber)\./.test(text)) return null;
  return statusOfName(match[1] ?? match[2] ?? '');
}

/** Where codes are compared with, not sent. */
function comparedRanges(node: SyntaxNode): { start: number; end: number }[] {
  return node
    .findAll(['binary_expression'])
    .filter((binary) => /^[=!<>]/.test(binary.field('operator')?.text ?? ''))
    .map(({ range }) => range);
}

function statusOfCall(call: HandlerCall, names: Names): number | null {
  const root = /^\w*/.exec(call.receiver)?.[0] ?? '';
  const isOwn = root !== '' && (root === names.context || root === names.writer);
  const isErrorMaker = call.name === 'NewHTTPError' || call.name === 'NewError';
  const given = isGiven(call, names.context, names.writer);
  if (isOwn || isErrorMaker ? statusMethods.has(call.name) : given && !noStatus.has(call.name))
    for (const arg of call.args) {
      if (arg.kind !== 'int_literal') continue;
      const status = statusOfName(arg.text);
      if (status !== null && status >= 200) return status;
    }
  if (!isOwn && !given) return null;
  // `http.NotFound(w, r)`, `h.badRequest(w, err)`, `ctx.NotFound()`.
  const byName = statusOfName(
    call.name.replace(/^(?:respond|write|render|send|api)|(?:Response|Error|Handler)$/gi, ''),
  );
  return byName !== null && byName >= 400 ? byName : null;
}

const noStatus = new Set(['MaxBytesReader', 'SetCookie', 'LimitReader']);

function isPlainAnswer(call: HandlerCall, names: Names): boolean {
  if (names.context !== null && call.receiver === names.context)
    return (names.isFiber ? plainFiberAnswers : plainAnswers).has(call.name);
  if (names.writer === null) return false;
  if (call.receiver === names.writer) return call.name === 'Write';
  const isError = /error|fail|reject|unauthori[sz]ed|forbidden|bad|invalid/i.test(call.name);
  return (
    isGiven(call, names.writer) && !noAnswers.has(call.name) && !isError && !/^ServeHTTP$/.test(call.name)
  );
}

/** Functions that refuse: `generateToken(c)` does not. */
const demands = /^(?:require|ensure|verify|assert|auth|check|protect|guard|can|is|has|must|enforce)/i;

function isIdentityCheck(call: HandlerCall, names: Names): boolean {
  if (!demands.test(call.name) || !isAccessKind(checkKindOfName(call.name))) return false;
  return (
    isGiven(call, names.context, names.request, names.writer) ||
    startsWithName(call.receiver, names.context) ||
    startsWithName(call.receiver, names.request)
  );
}

const authorizationWords = new Set(
  'role roles permission permissions permit policy policies acl rbac scope scopes admin admins owner enforce enforcer superuser can'.split(
    ' ',
  ),
);

/** Whether a check by this name asks what somebody may do, and not who they are. */
export function isAuthorization(name: string): boolean {
  return wordsOf(name).some((word) => authorizationWords.has(word)) || /^authori[sz]e(?!d?$)/i.test(name);
}

/** Parts of the request that gin's binding functions check by the `binding` tags of a type. */
const bound: ReadonlyMap<string, string> = new Map([
  ['', 'body'],
  ['JSON', 'body'],
  ['XML', 'body'],
  ['YAML', 'body'],
  ['TOML', 'body'],
  ['BodyWith', 'body'],
  ['With', 'body'],
  ['Query', 'query'],
  ['Uri', 'path'],
  ['URI', 'path'],
  ['Header', 'header'],
]);

function bindingOf({ name }: HandlerCall): string | null {
  const match = /^(?:ShouldBind|MustBind|Bind)(\w*)$/.exec(name);
  return match === null ? null : (bound.get(match[1] ?? '') ?? null);
}

/** What a call validates, null where it is no validation. Echo's `Bind` and Fiber's parsers only read. */
function validationOf(call: HandlerCall, names: Names): { input?: string } | null {
  const binding = bindingOf(call);
  if (binding !== null && call.receiver === names.context && names.context !== null)
    return call.name === 'Bind' && call.args.length === 1 && isEchoName(call) ? null : { input: binding };
  if (call.receiver === 'render' && /^Bind/.test(call.name)) return { input: 'body' };
  if (/^(?:Struct|StructCtx|Var|ValidateStruct)$/.test(call.name) && /valid/i.test(call.receiver)) return {};
  if (!/^(?:valid|check|is|assert|must)/i.test(call.name)) return null;
  if (/^(?:is|New)|Errors?$/.test(call.name) || call.args.length + call.receiver.length === 0) return null;
  return checkKindOfName(call.name) === 'validation' ? {} : null;
}

/** Gin also has a `Bind`; it is told from Echo's by what is done with its error. */
function isEchoName(call: HandlerCall): boolean {
  return call.callee.field('field')?.text === 'Bind';
}

function inputsOf(calls: readonly HandlerCall[], node: SyntaxNode, names: Names): string[] {
  const inputs = new Set<string>();
  for (const call of calls) {
    const binding = bindingOf(call);
    const ofContext = names.context !== null && startsWithName(call.receiver, names.context);
    if (ofContext && binding !== null) inputs.add(binding);
    else if (
      ofContext &&
      /^(?:BodyParser|Body|BodyRaw|GetRawData|MultipartForm|FormFile|FormValue|PostForm)$/.test(call.name)
    )
      inputs.add('body');
    else if (ofContext && /^(?:Query\w*|DefaultQuery|GetQuery|Queries)$/.test(call.name)) inputs.add('query');
    else if (names.request !== null && call.receiver === `${names.request}.URL` && call.name === 'Query')
      inputs.add('query');
  }
  const bodies = [names.request, `${names.context}.Request`, `${names.context}.Request()`].map(
    (each) => `${each}.Body`,
  );
  if (node.findAll(['selector_expression']).some((each) => bodies.includes(each.text))) inputs.add('body');
  return [...inputs].sort();
}

const methodNames = /^(?:http\.Method([A-Z][a-z]+)|"([A-Z]+)")$/;

/** The methods that a handler of net/http answers, by what it compares `r.Method` with. */
function methodsOf(node: SyntaxNode, calls: readonly HandlerCall[]): string[] {
  const methods: string[] = [];
  const add = (text: string): void => {
    const match = methodNames.exec(text);
    const method = (match?.[1] ?? match?.[2])?.toUpperCase();
    if (method !== undefined && !methods.includes(method)) methods.push(method);
  };
  let refuses = false;
  for (const each of node.findAll(['expression_switch_statement'])) {
    if (!/\.Method$/.test(each.field('value')?.text ?? '')) continue;
    refuses = true;
    for (const part of each.children())
      if (part.kind === 'expression_case')
        for (const value of part.children()[0]?.children() ?? []) add(value.text);
      else if (part.kind === 'default_case') refuses = refuses && isRefusal(part.text);
  }
  if (methods.length === 0)
    for (const binary of node.findAll(['binary_expression'])) {
      const [left, right] = [binary.field('left'), binary.field('right')];
      if (left === null || right === null || !/^\w+\.Method$/.test(left.text.slice(0, 60))) continue;
      add(right.text.slice(0, 40));
    }
  refuses ||= calls.some(({ args }) =>
    args.some((arg) => /MethodNotAllowed$|^405$/.test(arg.text.slice(-40))),
  );
  return refuses ? methods.filter((method) => method !== 'OPTIONS') : [];
}

function isRefusal(text: string): boolean {
  return /MethodNotAllowed|\b405\b|NotFound|BadRequest|NotImplemented/.test(text);
}
