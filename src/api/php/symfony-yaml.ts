import { CORE_SCHEMA, constructFromEvents, parseEvents } from 'js-yaml';
import { indexLines } from '../../text/lines.ts';
import type { Seen } from '../endpoint.ts';
import type { Place } from '../seen.ts';
import type { FileScanner } from '../web-framework.ts';

/** `resource: ../src/Controller/` */
export interface RouteImport {
  readonly resource: string;
  readonly type: string | null;
  readonly prefix: string;
  /** Files and folders that are left out, written like the resource. */
  readonly exclude: readonly string[];
}

/** A route that is declared beside the code. */
export interface DeclaredRoute {
  readonly name: string;
  readonly paths: readonly string[];
  /** `App\Controller\Blog::show`, a class, or a service. */
  readonly controller: string | null;
  readonly methods: readonly string[];
  readonly place: Place;
}

export interface AccessRule {
  readonly path: string;
  readonly methods: readonly string[];
  readonly roles: readonly string[];
  readonly seen: Seen;
}

/** What configuration says about routes, whatever its format. */
export interface SymfonyConfig {
  readonly imports: readonly RouteImport[];
  readonly routes: readonly DeclaredRoute[];
  readonly access: readonly AccessRule[];
  /** Requests that a limiter lets through, by its name. */
  readonly limiters: readonly (readonly [string, number])[];
}

/** Where Symfony looks for configuration. */
export const symfonyConfigPaths = /(?:^|\/)(?:config|Resources\/config)\/(?:.*\/)?[\w.-]+\.ya?ml$/;

const maxLength = 500_000;
const maxDepth = 40;

export const symfonyConfigScanner: FileScanner<SymfonyConfig> = {
  id: 'symfony-config',
  languages: [],
  otherPaths: symfonyConfigPaths,
  concerns: (path, text) =>
    /\.ya?ml$/.test(path) &&
    symfonyConfigPaths.test(path) &&
    /\b(?:resource|path|access_control|rate_limiter)\b/.test(text),
  scan: ({ path, text }) => {
    const value = readYaml(text);
    return isObject(value) ? configOf(value, path, text) : null;
  },
};

/** The only document of a text; null where it is none or more than a configuration has. */
function readYaml(text: string): unknown {
  if (text.length > maxLength) return null;
  try {
    const events = parseEvents(text, { maxDepth });
    const [first] = constructFromEvents(events, {
      source: text,
      schema: CORE_SCHEMA,
      maxAliases: 500,
      maxTotalMergeKeys: 1_000,
    });
    return first ?? null;
  } catch {
    // What does not parse is no configuration that Symfony would accept.
    return null;
  }
}

type Mapping = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function listOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split(/[|,]/).map((each) => each.trim());
  return Array.isArray(value) ? value.flatMap((each) => (typeof each === 'string' ? [each] : [])) : [];
}

function configOf(root: Mapping, path: string, source: string): SymfonyConfig {
  const sections = [root, own(root, 'when@prod')].filter(isObject);
  const place = createPlaces(path, source);
  const entries = sections.flatMap((section) => Object.entries(section));
  return {
    imports: entries.flatMap(([, entry]) => importOf(entry)),
    routes: entries.flatMap(([name, entry]) => routeOf(name, entry, place)),
    access: sections.flatMap((section) => accessOf(own(own(section, 'security'), 'access_control'), place)),
    limiters: sections.flatMap((section) => limitersOf(own(own(section, 'framework'), 'rate_limiter'))),
  };
}

function importOf(entry: unknown): RouteImport[] {
  const given = own(entry, 'resource');
  const resource = text(given) ?? text(own(given, 'path'));
  if (resource === null) return [];
  return [
    {
      resource,
      type: text(own(entry, 'type')),
      prefix: text(own(entry, 'prefix')) ?? '',
      exclude: listOf(own(entry, 'exclude')),
    },
  ];
}

function routeOf(name: string, entry: unknown, place: PlaceOf): DeclaredRoute[] {
  const given = own(entry, 'path');
  const paths = isObject(given) ? Object.values(given) : [given];
  const known = paths.filter((each) => typeof each === 'string');
  if (known.length === 0 || own(entry, 'resource') !== undefined) return [];
  const controller = text(own(entry, 'controller')) ?? text(own(own(entry, 'defaults'), '_controller'));
  const methods = listOf(own(entry, 'methods')).map((method) => method.toUpperCase());
  return [{ name, paths: known, controller, methods, place: place(`${name}:`).place }];
}

function accessOf(value: unknown, place: PlaceOf): AccessRule[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((rule): AccessRule[] => {
    const path = text(own(rule, 'path')) ?? '';
    const roles = [...listOf(own(rule, 'roles')), ...listOf(own(rule, 'role'))];
    const condition = text(own(rule, 'allow_if'));
    const demands = condition === null ? roles : [...roles, condition];
    // A rule for addresses or hosts speaks of some requests only.
    const isForAll = ['ips', 'ip', 'host', 'port', 'route'].every((key) => own(rule, key) === undefined);
    if (!isForAll && path === '') return [];
    const seen = { ...place(path).seen, text: `access_control ${path}: ${demands.join(', ')}` };
    return [
      { path, methods: listOf(own(rule, 'methods')).map((each) => each.toUpperCase()), roles: demands, seen },
    ];
  });
}

function limitersOf(value: unknown): [string, number][] {
  const given = isObject(own(value, 'limiters')) ? own(value, 'limiters') : value;
  if (!isObject(given)) return [];
  return Object.entries(given).flatMap(([name, limiter]): [string, number][] => {
    const limit = own(limiter, 'limit');
    return typeof limit === 'number' ? [[name, limit]] : [];
  });
}

type PlaceOf = (words: string) => { place: Place; seen: Seen };

/** Where words stand in a file, each time after the last place: rules and routes are read in their order. */
function createPlaces(path: string, source: string): PlaceOf {
  const lines = indexLines(source);
  let from = 0;
  return (words) => {
    const next = source.indexOf(words, from);
    const at = next === -1 ? source.indexOf(words) : next;
    const start = Math.max(0, at);
    from = start + words.length;
    const range = { start, end: Math.min(source.length, start + words.length) };
    return {
      place: { ...range, ...lines.linesOf(range), path },
      seen: { text: words, path, line: lines.lineAt(start) },
    };
  };
}
