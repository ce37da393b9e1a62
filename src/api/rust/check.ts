import { type CheckKind, checkKindOfName } from '../check-names.ts';
import type { Seen } from '../endpoint.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import type { RustExpression } from './facts.ts';
import type { Argument, FunctionValue, Value } from './values.ts';

/** Layers and wraps that come with the frameworks and refuse nobody for who they are. */
const harmless =
  /^(?:Cors\w*|Trace\w*|Tracing\w*|Compress\w*|Decompression\w*|Timeout\w*|Logger|NormalizePath\w*|Extension|AddExtension\w*|DefaultHeaders|Session\w*|SetRequestId\w*|PropagateRequestId\w*|SetResponseHeader\w*|CatchPanic\w*|RequestBodyLimit\w*|DefaultBodyLimit|Condition|ErrorHandlers|Prometheus\w*|\w*Metrics\w*|Identity\w*|Otel\w*|OpenTelemetry\w*|Http(?:Metrics|Trace)\w*|MapRe(?:quest|sponse)\w*|HandleError\w*|Buffer\w*|LoadShed\w*|SentryHttp\w*|NewSentry\w*|CookieManager\w*|Flash\w*|Sentry|new|default)$/;

const adminName = /admin|role|permission|policy|scope|owner|superuser|authorize_/i;

/** What a layer or wrap checks: by the names in it, and by the codes that a function in it refuses with. */
export function checksOf({ expression, value }: Argument, depth = 0): Checks {
  // `ServiceBuilder::new().layer(a).layer(b)`.
  if (expression.kind === 'method' && expression.name === 'layer' && depth < 50 && value.kind === 'made') {
    const [last] = value.args;
    const before = checksOf({ expression: expression.of, value: { kind: 'unknown' } }, depth + 1);
    return last === undefined ? before : joinChecks(before, checksOf(last, depth + 1));
  }
  if (!('seen' in expression)) return noChecks;
  const { seen } = expression;
  const names = namesIn(expression);
  const functions = functionsIn(value);
  for (const fn of functions) {
    const refused = refusalOf(fn, seen);
    if (refused !== null) return refused;
  }
  for (const name of names) {
    const kind = kindOf(name);
    if (kind !== 'other' && kind !== 'harmless') return asChecks(kind, name, expression, seen);
  }
  if (names.some((name) => harmless.test(name) && name !== 'new' && name !== 'default')) return noChecks;
  return functions.length === 0 && names.every((name) => harmless.test(name))
    ? noChecks
    : { ...noChecks, other: [seen] };
}

function kindOf(name: string): CheckKind {
  if (/governor|rate_?limit/i.test(name)) return 'rateLimit';
  if (harmless.test(name)) return 'harmless';
  return checkKindOfName(name);
}

function asChecks(kind: CheckKind, name: string, expression: RustExpression, seen: Seen): Checks {
  if (kind === 'authentication' && adminName.test(name)) return { ...noChecks, authorization: [seen] };
  if (kind !== 'rateLimit') return { ...noChecks, [kind]: [seen] };
  const limit = numberIn(expression);
  return { ...noChecks, rateLimit: [limit === null ? seen : { ...seen, limit }] };
}

function refusalOf({ function: fn }: FunctionValue, seen: Seen): Checks | null {
  const kind = checkKindOfName(fn.name);
  if (kind === 'authorization') return { ...noChecks, authorization: [seen] };
  if (kind === 'authentication')
    return { ...noChecks, [adminName.test(fn.name) ? 'authorization' : 'authentication']: [seen] };
  if (kind === 'rateLimit') return { ...noChecks, rateLimit: [seen] };
  const statuses = new Set((fn.handler?.statusCodes ?? []).map(({ status }) => status));
  if (statuses.has(429)) return { ...noChecks, rateLimit: [seen] };
  if (statuses.has(401)) return { ...noChecks, authentication: [seen] };
  return statuses.has(403) ? { ...noChecks, authorization: [seen] } : null;
}

function functionsIn(value: Value, depth = 0): FunctionValue[] {
  if (value.kind === 'function') return [value];
  if (value.kind !== 'made' || depth > 4) return [];
  return value.args.flatMap((arg) => functionsIn(arg.value, depth + 1));
}

/** Names that a call is made of: those of its type and function, and of functions it is given. */
function namesIn(expression: RustExpression, depth = 0): string[] {
  if (depth > 6) return [];
  switch (expression.kind) {
    case 'path':
      return [
        ...[...expression.segments].reverse(),
        ...(expression.generic === '' ? [] : [expression.generic.replace(/^.*::|<.*$/g, '')]),
      ];
    case 'call':
      return [
        ...namesIn(expression.callee, depth + 1),
        ...expression.args.flatMap((arg) => namesIn(arg, depth + 1)),
      ];
    case 'method':
      return [...namesIn(expression.of, depth + 1), ...(isBuilder(expression.name) ? [] : [expression.name])];
    default:
      return [];
  }
}

function isBuilder(name: string): boolean {
  return /^(?:clone|build|finish|into|unwrap|expect|new|layer|with_\w+|allow_\w+|per_\w+|burst_\w+)$/.test(
    name,
  );
}

/** The first number in a call: `.per_second(2)`. */
function numberIn(expression: RustExpression, depth = 0): number | null {
  if (expression.kind === 'number') return expression.number;
  if (depth > 12 || (expression.kind !== 'call' && expression.kind !== 'method')) return null;
  if (expression.kind === 'method') {
    const earlier = numberIn(expression.of, depth + 1);
    if (earlier !== null) return earlier;
  }
  for (const arg of expression.args) {
    const found = numberIn(arg, depth + 1);
    if (found !== null) return found;
  }
  return null;
}
