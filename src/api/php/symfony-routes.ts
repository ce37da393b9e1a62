import { constantText, type PhpClasses, type PhpLineage } from './class-index.ts';
import type { PhpClass, PhpMethod } from './php-file.ts';
import { argument, type PhpAttribute, type PhpValue, textsOf } from './value.ts';

/** A route that an attribute declares, below whatever its class is imported under. */
export interface AttributeRoute {
  /** Routes with the same name replace each other. */
  readonly name: string;
  readonly path: string;
  readonly methods: readonly string[];
  readonly attribute: PhpAttribute;
  readonly class: PhpClass;
  readonly method: PhpMethod;
}

/** FOSRestBundle's, which name the method. */
const restVerbs = new Set('Get Post Put Patch Delete Head Options'.split(' '));

function isRoute({ name, fullName }: PhpAttribute): boolean {
  return name === 'Route' || (restVerbs.has(name) && /\bFOS\b|\bRest\b/.test(fullName));
}

/** The routes of a controller: https://symfony.com/doc/current/routing.html */
export function attributeRoutes(given: PhpClass, lineage: PhpLineage, classes: PhpClasses): AttributeRoute[] {
  if (given.kind !== 'class' || given.isAbstract) return [];
  const own = given.attributes.filter(isRoute);
  const methods = [...lineage.methods.values()].filter(
    (method) => method.isPublic && method.attributes.some(isRoute),
  );
  const read = (attribute: PhpAttribute): ReadRoute => readRoute(attribute, given.name, classes);
  const invoked = lineage.methods.get('__invoke');
  if (methods.length === 0) {
    if (invoked === undefined) return [];
    return own.flatMap((attribute) => placed(null, read(attribute), attribute, given, invoked));
  }
  const group = own[0] === undefined ? null : read(own[0]);
  return methods.flatMap((method) =>
    method.attributes
      .filter(isRoute)
      .flatMap((attribute) => placed(group, read(attribute), attribute, given, method)),
  );
}

interface ReadRoute {
  /** By locale, null where there is one for all. */
  readonly paths: readonly (readonly [locale: string | null, path: string])[];
  readonly methods: readonly string[];
  readonly name: string | null;
}

function readRoute(attribute: PhpAttribute, self: string, classes: PhpClasses): ReadRoute {
  const { args, name } = attribute;
  const path = argument(args, 'path', 0) ?? argument(args, 'value', 0);
  const text = (value: PhpValue | null): string | null => constantText(value, classes, self);
  const paths: [string | null, string][] =
    path?.kind === 'list'
      ? path.entries.flatMap(({ key, value }): [string | null, string][] => {
          const found = text(value);
          return found === null ? [] : [[key, found]];
        })
      : path === null
        ? [[null, '']]
        : [[null, text(path)]].flatMap(([, found]): [string | null, string][] =>
            found === null || found === undefined ? [] : [[null, found]],
          );
  const listed = argument(args, 'methods', 6);
  const given = listed?.kind === 'list' ? listed.entries.map(({ value }) => text(value)) : textsOf(listed);
  const methods = (given ?? []).flatMap((each) => (each === null ? [] : each.split('|')));
  return {
    paths,
    methods: name === 'Route' ? methods : [name],
    name: text(argument(args, 'name', 1)),
  };
}

function placed(
  group: ReadRoute | null,
  own: ReadRoute,
  attribute: PhpAttribute,
  given: PhpClass,
  method: PhpMethod,
): AttributeRoute[] {
  const prefixes = group?.paths ?? [[null, '']];
  const methods = [...new Set([...(group?.methods ?? []), ...own.methods])].map((each) => each.toUpperCase());
  const name = `${group?.name ?? ''}${own.name ?? `${given.name}_${method.name}_${attribute.place.start}`}`;
  return prefixes.flatMap(([locale, prefix]) =>
    own.paths
      .filter(([other]) => locale === null || other === null || locale === other)
      .map(([other, path]) => ({
        name: `${name} ${locale ?? other ?? ''}`,
        path: `${prefix}/${path}`,
        methods,
        attribute,
        class: given,
        method,
      })),
  );
}

/** `{id<\d+>?1}`, `{!page}` and `{slug:post}` are `:id`, `:page` and `:slug`. */
export function plainPath(path: string): string {
  let plain = '';
  for (let at = 0; at < path.length; at++) {
    if (path[at] !== '{') {
      plain += path[at];
      continue;
    }
    const name = /^\{!?(\w{1,100})/.exec(path.slice(at, at + 110))?.[1];
    const end = endOfBrace(path, at);
    if (name === undefined || end === -1) return plain + path.slice(at);
    plain += `:${name}`;
    at = end;
  }
  return plain;
}

/** A requirement may hold braces of its own: `{id<\d{4}>}`. */
function endOfBrace(path: string, start: number): number {
  let depth = 0;
  for (let at = start; at < path.length; at++) {
    if (path[at] === '{') depth++;
    else if (path[at] === '}' && --depth === 0) return at;
  }
  return -1;
}
