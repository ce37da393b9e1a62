import { callOf, stringValue, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { Seen } from '../endpoint.ts';
import { seenAt } from '../seen.ts';

/** Names of what says how much one answer holds, in query builders, mappers, schemas and query strings. */
export const pageNames: ReadonlySet<string> = new Set(
  'limit take pageSize page_size perPage per_page limitPerPage maxResults itemsPerPage'.split(' '),
);
const pageCalls = /^(limit|take|paginate|paginated|findAndPaginate|pagination)$/;
const keyKinds = ['pair', 'shorthand_property_identifier'];

/** Where a handler bounds what it answers with: `take: 50`, `.limit(limit)`, `paginate(…)`. */
export function paginationIn(handler: SyntaxNode, module: CodeModule): Seen[] {
  const seen: Seen[] = [];
  for (const node of handler.findAll(keyKinds)) {
    const name = node.kind === 'pair' ? node.field('key')?.text : node.text;
    const value = node.kind === 'pair' ? node.field('value') : node;
    if (name === undefined || value === null || !pageNames.has(name) || isNoNumber(value)) continue;
    seen.push(limited(seenAt(node, module), mostOf(value, module)));
  }
  for (const node of handler.findAll(['call_expression'])) {
    const call = callOf(node);
    const first = call?.args[0];
    if (call === null || first === undefined || !pageCalls.test(call.name)) continue;
    const isBound = call.name === 'limit' || call.name === 'take';
    // `ratelimit.limit(ip)` counts requests.
    if (isBound && (call.receiver === null || /rate/i.test(shortTextOf(call.receiver)))) continue;
    const text = isBound ? `.${call.name}(${shortTextOf(first)})` : `${call.name}(…)`;
    seen.push(limited({ ...seenAt(call.callee, module), text }, isBound ? mostOf(first, module) : null));
  }
  return surest(seen);
}

/** The limits on a page that a schema of the query sets: `limit: z.coerce.number().max(100)`, `{ maximum: 100 }`. */
export function paginationOfSchema(schema: SyntaxNode, module: CodeModule): Seen[] {
  const seen: Seen[] = [];
  for (const node of schema.findAll(['pair'])) {
    const name = node.field('key')?.text.replace(/^['"]|['"]$/g, '');
    const value = node.field('value');
    if (name === undefined || value === null || !pageNames.has(name)) continue;
    const most = maximumIn(value);
    if (most !== null) seen.push({ ...seenAt(node, module), limit: most });
  }
  return seen;
}

/** Where a known maximum stands beside what only names a limit, the maximum is what holds. */
export function surest(seen: readonly Seen[]): Seen[] {
  const known = seen.filter(({ limit }) => limit !== undefined);
  return known.length > 0 ? known : seen.slice(0, 1);
}

function isNoNumber(value: SyntaxNode): boolean {
  return ['string', 'template_string', 'object', 'true', 'false', 'arrow_function'].includes(
    unwrap(value).kind,
  );
}

/** `.max(100)` of a chain, `maximum: 100` of a JSON schema. */
function maximumIn(value: SyntaxNode): number | null {
  for (const node of value.findAll(['call_expression', 'pair'])) {
    const call = callOf(node);
    const isMost = call === null ? node.field('key')?.text === 'maximum' : /^(max|lte)$/.test(call.name);
    const most = call === null ? node.field('value') : call.args[0];
    if (isMost && most !== null && most !== undefined) return numberOf(most);
  }
  return null;
}

/** Names that are followed from a use to its declaration. */
const maxNames = 3;

/** The most that an expression can be: a number, `Math.min(x, 100)`, a constant of the file. */
function mostOf(node: SyntaxNode, module: CodeModule, depth = 0): number | null {
  const inner = unwrap(node);
  const number = numberOf(inner);
  if (number !== null) return number;
  const call = callOf(inner);
  if (call !== null && call.name === 'min' && call.receiver?.text === 'Math') {
    const numbers = call.args.flatMap((arg) => mostOf(arg, module, depth + 1) ?? []);
    return numbers.length > 0 ? Math.min(...numbers) : null;
  }
  if (depth >= maxNames || (inner.kind !== 'identifier' && inner.kind !== 'shorthand_property_identifier'))
    return null;
  const declared = module.scopes.lookup(inner.text, inner.range.start);
  return declared?.kind === 'variable' && declared.value !== null && declared.key === null
    ? mostOf(declared.value, module, depth + 1)
    : null;
}

export function numberOf(node: SyntaxNode): number | null {
  if (node.kind !== 'number') return null;
  const value = Number(node.text.replaceAll('_', ''));
  return Number.isFinite(value) ? value : null;
}

const rateNames = new Set('max limit points tokens maxRequests'.split(' '));

/** How many requests a rate limit lets through: `max: 100`, `@Throttle(10, 60)`; null where it is no constant. */
export function rateOf(node: SyntaxNode, module: CodeModule): number | null {
  for (const pair of node.findAll(['pair'])) {
    const name = pair.field('key')?.text;
    const value = pair.field('value');
    if (name !== undefined && value !== null && rateNames.has(name)) return mostOf(value, module);
  }
  const call = callOf(node);
  const first = call?.args[0];
  if (first !== undefined && numberOf(first) !== null) return numberOf(first);
  // `Ratelimit.slidingWindow(10, '1 m')` stands inside the options.
  for (const inner of node.findAll(['call_expression'])) {
    const made = callOf(inner);
    const most = made?.args[0];
    if (made !== null && /^(slidingWindow|fixedWindow|tokenBucket|cachedFixedWindow)$/.test(made.name))
      return most === undefined ? null : numberOf(most);
  }
  return null;
}

export function limited(seen: Seen, limit: number | null): Seen {
  return limit === null ? seen : { ...seen, limit };
}

/** Where a handler looks for the key that makes a repeated request harmless. */
export function idempotencyIn(handler: SyntaxNode, module: CodeModule): Seen[] {
  const { start, end } = handler.range;
  if (!/idempoten/i.test(module.file.text.slice(start, end))) return [];
  const header = handler
    .findAll(['string'])
    .find((node) => /^(x-)?idempotency-?key$/i.test(stringValue(node) ?? ''));
  const named =
    header ??
    handler
      .findAll(['identifier', 'property_identifier', 'shorthand_property_identifier_pattern'])
      .find((node) => /^idempoten(cy|t)/i.test(node.text));
  return named === undefined ? [] : [seenAt(named, module)];
}

/** A middleware, hook or decorator that keeps a request from being carried out twice. */
export function idempotencyOf(nodes: readonly { node: SyntaxNode; module: CodeModule }[]): Seen[] {
  return nodes
    .filter(({ node }) => /^@?[\w.]*idempoten/i.test(shortTextOf(node)))
    .map(({ node, module }) => seenAt(node, module));
}

function shortTextOf(node: SyntaxNode): string {
  return node.range.end - node.range.start < 200 ? node.text : '';
}
