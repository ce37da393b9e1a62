import { accessByName } from '../classes/access.ts';
import { callText } from '../classes/call-text.ts';
import type { ClassIndex, Scope } from '../classes/class-index.ts';
import {
  type Expression,
  type FunctionFact,
  type Lambda,
  type Link,
  simpleName,
} from '../classes/class-model.ts';
import { templatePath } from '../classes/templates.ts';
import type { Seen } from '../endpoint.ts';
import { joinPath } from '../join-path.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import { type KtorPlugins, limitName } from './ktor-handler.ts';

import {
  type Around,
  type Bound,
  below,
  type Called,
  functionOf,
  isOnRoute,
  type KtorRoute,
  maxDepth,
  maxRoutes,
  methodOf,
  type Reading,
  resourcePath,
  textOf,
} from './ktor-scope.ts';

const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options']);
/** Blocks that choose by something else than the path. */
const selectors = new Set(
  'accept contentType header param optionalParam host port localPort routing'.split(' '),
);
/** Functions of Kotlin that run a block as it is, and of libraries that only describe what is in it. */
const plain = new Set(
  'apply run with let also forEach onEach repeat createChild use group tag tags describe documentation swagger openApi'.split(
    ' ',
  ),
);
const harmlessPlugins =
  /^(?:ContentNegotiation|CORS|Compression|CachingHeaders|ConditionalHeaders|CallLogging|CallId|DefaultHeaders|StatusPages|DoubleReceive|AutoHeadResponse|PartialContent|WebSockets|SSE|Resources|Locations|NotarizedRoute|NotarizedResource|MicrometerMetrics|Koin\w*|IgnoreTrailingSlash|HSTS|ForwardedHeaders|XForwardedHeaders)$/;

export interface KtorReader {
  /** The routes of a function and of those it calls; `isRoot`: it belongs to an application. */
  read(fact: FunctionFact, scope: Scope, isRoot: boolean): KtorRoute[];
  /** Functions that were read as part of others. */
  readonly included: ReadonlySet<FunctionFact>;
}

/** https://ktor.io/docs/server-routing.html */
export function ktorReader(index: ClassIndex, plugins: KtorPlugins): KtorReader {
  const included = new Set<FunctionFact>();
  const into: KtorRoute[] = [];
  const reading: Reading = { index, plugins, included, into };
  return {
    included,
    read: (fact, scope, isRoot) => {
      into.length = 0;
      readAll(
        fact.statements ?? [],
        {
          prefix: '',
          prefixSeen: isRoot,
          method: null,
          checks: noChecks,
          scope,
          inRoutes: !isRoot,
          bound: new Map(),
          stack: [fact],
          resource: null,
          depth: 0,
        },
        reading,
      );
      return [...into];
    },
  };
}

function readAll(statements: readonly Expression[], around: Around, reading: Reading): void {
  if (around.depth > maxDepth || reading.into.length >= maxRoutes) return;
  // A plugin holds for all routes of its block, wherever it is installed.
  const installed = around.inRoutes ? statements.flatMap((statement) => installedIn(statement)) : [];
  let here: Around =
    installed.length === 0 ? around : { ...around, checks: joinChecks(around.checks, ...installed) };
  for (const statement of statements) {
    if (statement.kind === 'assign') here = bindText(statement.name, statement.value, here, reading);
    read(statement, here, reading);
  }
}

function bindText(name: string, value: Expression, around: Around, { index }: Reading): Around {
  const text = textOf(value, around, index);
  return text === null
    ? around
    : { ...around, bound: new Map(around.bound).set(name, { kind: 'text', text }) };
}

function installedIn(statement: Expression): Checks[] {
  if (statement.kind !== 'chain') return [];
  return statement.links
    .filter(({ name }) => name === 'install')
    .flatMap((link) => {
      const plugin = link.args[0]?.value;
      const name = plugin?.kind === 'name' ? simpleName(plugin.name) : '';
      if (name === '' || harmlessPlugins.test(name)) return [];
      const seen = seenCall(link);
      return [accessByName(name, seen) ?? { ...noChecks, other: [seen] }];
    });
}

function seenCall(link: Link): Seen {
  return { ...link.seen, text: callText(link) };
}

function read(expression: Expression, around: Around, reading: Reading): void {
  const deeper = { ...around, depth: around.depth + 1 };
  if (deeper.depth > maxDepth) return;
  switch (expression.kind) {
    case 'assign':
      read(expression.value, deeper, reading);
      return;
    case 'list':
      for (const item of expression.items) read(item, deeper, reading);
      return;
    case 'chain':
      readChain(expression.links, expression.root, deeper, reading);
      return;
    default:
  }
}

function readChain(links: readonly Link[], root: Expression | null, around: Around, reading: Reading): void {
  let here: Around | null = around;
  for (const [at, link] of links.entries()) {
    const receiver = at === 0 ? root : null;
    here = readLink(link, receiver, here, reading) ?? here;
  }
}

/** Reads one call; what it returns is where the next call of the chain stands. */
function readLink(link: Link, receiver: Expression | null, around: Around, reading: Reading): Around | null {
  const { name, args } = link;
  const block = args.findLast(({ value }) => value.kind === 'lambda')?.value;
  const lambda = block?.kind === 'lambda' ? block : null;
  const inside = (more: Partial<Around>): Around => {
    const here = { ...around, ...more, depth: around.depth + 1 };
    if (lambda !== null) readAll(lambda.statements ?? [], here, reading);
    return here;
  };
  const bound = around.bound.get(name);
  if (bound?.kind === 'block') return runBlock(bound, around, reading);
  for (const { value } of args) {
    const handed = value.kind === 'name' ? around.bound.get(value.name) : undefined;
    // `routeWithAuth.apply(build)`.
    if (handed?.kind === 'block' && plain.has(name)) return runBlock(handed, around, reading);
  }
  if (name === 'routing') return inside({ inRoutes: true });
  if (around.inRoutes && isOnRoute(receiver, around)) {
    if (verbs.has(name) || name === 'handle' || name === 'sse') {
      readHandler(link, lambda, around, reading);
      return null;
    }
    const known = readBlock(link, inside, around, reading);
    if (known !== null) return known;
  }
  if (name === 'install' || name === 'intercept' || name.startsWith('on')) return null;
  const called =
    around.inRoutes || lambda === null || !plain.has(name)
      ? functionOf(link, receiver, around, reading.index)
      : null;
  if (called !== null) return readCalled(called, link, lambda, around, reading);
  if (lambda === null) return null;
  // Whatever else has a block: what it demands of requests is told by its name, if at all.
  if (!around.inRoutes || plain.has(name)) return inside({});
  const seen = seenCall(link);
  const checks = accessByName(name, seen) ?? { ...noChecks, other: receiver === null ? [seen] : [] };
  return inside({ checks: joinChecks(around.checks, checks) });
}

/** Calls of Ktor itself that have routes inside. */
function readBlock(
  link: Link,
  inside: (more: Partial<Around>) => Around,
  around: Around,
  reading: Reading,
): Around | null {
  const { name, args, types } = link;
  const first = args.find(({ name: key }) => key === null || key === 'path')?.value ?? null;
  switch (name) {
    case 'route': {
      const path = first === null || first.kind === 'lambda' ? '' : textOf(first, around, reading.index);
      const method = args.map(({ value }) => methodOf(value)).find((each) => each !== null) ?? around.method;
      return inside({ ...below(around, path), method });
    }
    case 'method':
      return inside({ method: first === null ? null : methodOf(first) });
    case 'resource':
    case 'location': {
      const entry = types[0] === undefined ? null : reading.index.find(types[0], around.scope);
      const path = entry === null ? null : resourcePath(entry, reading.index);
      return inside({ ...below(around, path), resource: entry });
    }
    case 'authenticate': {
      const optional = args.some(
        ({ name: key, value }) =>
          (key === 'optional' && value.kind === 'other' && value.text === 'true') ||
          (value.kind === 'name' && /\bAuthenticationStrategy\.Optional$/.test(value.name)),
      );
      return inside({
        checks: optional
          ? around.checks
          : joinChecks(around.checks, { ...noChecks, authentication: [seenCall(link)] }),
      });
    }
    case 'rateLimit': {
      const limit = reading.plugins.limits.get(limitName(first, reading.index, around.scope));
      const seen = limit === undefined ? seenCall(link) : { ...seenCall(link), limit };
      return inside({ checks: joinChecks(around.checks, { ...noChecks, rateLimit: [seen] }) });
    }
    default:
      return selectors.has(name) ? inside({}) : null;
  }
}

function readHandler(link: Link, lambda: Lambda | null, around: Around, { index, into }: Reading): void {
  const { name, args, types } = link;
  const values = args
    .filter(({ name: key }) => key === null || key === 'path' || key === 'body')
    .map(({ value }) => value);
  const reference = values.find((value) => value.kind === 'reference');
  const handler = lambda ?? reference ?? null;
  if (handler === null || into.length >= maxRoutes) return;
  const first = values[0];
  const named =
    first === undefined || first === handler || first.kind === 'lambda' ? '' : textOf(first, around, index);
  const typed = types[0] === undefined ? null : index.find(types[0], around.scope);
  const resource = named === '' && typed !== null ? resourcePath(typed, index) : null;
  const path = resource ?? named;
  if (path === null) return;
  into.push({
    method: name === 'handle' ? (around.method ?? 'ALL') : name === 'sse' ? 'GET' : name.toUpperCase(),
    path: templatePath(joinPath(around.prefix, path)),
    prefixSeen: around.prefixSeen,
    checks: around.checks,
    link,
    handler,
    scope: around.scope,
    resource: resource === null ? around.resource : typed,
  });
}

/** Reads a function in place of its call: its texts and blocks stand for its parameters. */
function readCalled(
  called: Called,
  link: Link,
  lambda: Lambda | null,
  around: Around,
  reading: Reading,
): Around | null {
  reading.included.add(called.fact);
  const bound = new Map<string, Bound>();
  for (const [at, parameter] of called.fact.parameters.entries()) {
    const given =
      link.args.find(({ name }) => name === parameter.name)?.value ??
      (link.args[at]?.name === null ? link.args[at]?.value : undefined) ??
      (parameter.type.includes('->') ? (lambda ?? undefined) : undefined);
    if (given === undefined) continue;
    if (given.kind === 'lambda') {
      if (parameter.type.includes('->'))
        bound.set(parameter.name, { kind: 'block', block: given, around, used: false });
      continue;
    }
    const passed = given.kind === 'name' ? around.bound.get(given.name) : undefined;
    const text = textOf(given, around, reading.index);
    if (passed !== undefined) bound.set(parameter.name, passed);
    else if (text !== null) bound.set(parameter.name, { kind: 'text', text });
  }
  // The last parameter takes the block that stands behind the call, whatever its position.
  const last = called.fact.parameters.at(-1);
  if (lambda !== null && last?.type.includes('->') === true)
    bound.set(last.name, { kind: 'block', block: lambda, around, used: false });
  const named = lambda === null ? null : accessByName(link.name, seenCall(link));
  const here: Around = {
    ...around,
    scope: called.scope,
    bound,
    checks: named === null ? around.checks : joinChecks(around.checks, named),
    stack: [...around.stack, called.fact],
    depth: around.depth + 1,
  };
  readAll(called.fact.statements ?? [], here, reading);
  for (const each of bound.values()) if (each.kind === 'block' && !each.used) runBlock(each, here, reading);
  return null;
}

/** A block runs where it is called, and its names are those of where it is written. */
function runBlock(bound: Extract<Bound, { kind: 'block' }>, around: Around, reading: Reading): null {
  bound.used = true;
  const { scope, bound: names, stack } = bound.around;
  readAll(
    bound.block.statements ?? [],
    { ...around, scope, bound: names, stack, depth: around.depth + 1 },
    reading,
  );
  return null;
}
