import type { Seen } from '../endpoint.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import type { Place } from '../seen.ts';
import { checksOf } from './check.ts';
import type { RustLibrary, RustRoute } from './containers.ts';
import type { RustAttribute, RustFunction, RustGuard, RustParameter } from './facts.ts';
import { readParameter } from './handler.ts';
import { angleNames, anglePath, bracePath } from './notation.ts';
import { unknownValue } from './values.ts';

const verbs = new Set('get post put patch delete head options connect trace'.split(' '));

/** A route with what its handler's parameters and body say. */
export function routeOf(
  route: Pick<RustRoute, 'library' | 'method' | 'path' | 'isWhole' | 'checks' | 'place'>,
  handler: RustFunction | null,
  guards: ReadonlyMap<string, RustGuard>,
  skipped: readonly string[] = [],
): RustRoute {
  const inputs = new Set<string>();
  let checks = route.checks;
  for (const parameter of handler?.parameters ?? []) {
    if (skipped.includes(parameter.name)) continue;
    const said = readParameter(parameter, seenOf(parameter, handler), guards);
    if (said.input !== undefined) inputs.add(said.input);
    checks = joinChecks(checks, {
      authentication: listOf(said.authentication),
      authorization: listOf(said.authorization),
      validation: listOf(said.validation),
      rateLimit: listOf(said.rateLimit),
      other: listOf(said.other),
    });
  }
  const facts = handler?.handler ?? null;
  return {
    ...route,
    checks: joinChecks(checks, facts?.checks ?? noChecks),
    facts,
    inputs: [...inputs].sort(),
  };
}

function listOf(seen: Seen | undefined): readonly Seen[] {
  return seen === undefined ? [] : [seen];
}

function seenOf({ type, line }: RustParameter, handler: RustFunction | null): Seen {
  const text = type.replace(/\s+/g, ' ');
  return { text: text.length > 60 ? `${text.slice(0, 59)}…` : text, path: handler?.place.path ?? '', line };
}

/** The routes that attributes give a function: `#[get("/x")]`, `#[route("/x", method = "GET")]`. */
export function attributedRoutes(
  fn: RustFunction,
  library: RustLibrary,
  guards: ReadonlyMap<string, RustGuard>,
): RustRoute[] {
  return fn.attributes.flatMap((attribute) => routesOfAttribute(attribute, fn, library, guards));
}

function routesOfAttribute(
  attribute: RustAttribute,
  fn: RustFunction,
  library: RustLibrary,
  guards: ReadonlyMap<string, RustGuard>,
): RustRoute[] {
  const { name, parts } = attribute;
  if (!verbs.has(name) && name !== 'route' && name !== 'path') return [];
  const valuesOf = (key: string): string[] =>
    parts.filter((part) => part.key === key).map(({ text }) => text);
  const path =
    parts.find((part) => part.key === null && part.isText)?.text ?? valuesOf('path')[0] ?? valuesOf('uri')[0];
  if (path === undefined) return [];
  const words = parts
    .filter((part) => part.key === null && !part.isText)
    .map(({ text }) => text.toLowerCase());
  const listed = [...valuesOf('method').map((method) => method.toLowerCase()), ...words].filter((word) =>
    verbs.has(word),
  );
  const methods = verbs.has(name) ? [name] : listed;
  const isRocket = library === 'rocket';
  const data = isRocket ? valuesOf('data').flatMap(angleNames) : [];
  const own = isRocket ? angleNames(path).filter((each) => !data.includes(each)) : [];
  const wraps = library === 'actix' ? valuesOf('wrap') : [];
  const checks = joinChecks(...wraps.map((text) => wrapChecks(text, attribute.place)));
  return methods.map((method) =>
    routeOf(
      {
        library,
        method: method.toUpperCase(),
        path: isRocket ? anglePath(path) : bracePath(path),
        isWhole: true,
        checks,
        place: attribute.place,
      },
      fn,
      guards,
      own,
    ),
  );
}

/** `wrap = "crate::auth::RequireAdmin"` */
function wrapChecks(text: string, { path, startLine }: Place): Checks {
  const seen = { text, path, line: startLine };
  const segments = text.split('::').map((part) => part.replace(/\W.*$/, ''));
  return checksOf({ value: unknownValue, expression: { kind: 'path', segments, generic: '', seen } });
}
