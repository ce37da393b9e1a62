import type { Seen } from '../endpoint.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import { seenIn } from '../seen.ts';
import { annotationParts, checksOfDependency, dependenciesOf } from './depends.ts';
import { type CallExpression, type Expression, lastName } from './expression.ts';
import type { PythonFunction, PythonModule, PythonParameter } from './module.ts';
import { sizeName } from './pages.ts';
import type { Project, Site } from './project.ts';
import { numberOf, type Placed, textOf } from './values.ts';

/** Types that FastAPI fills itself, and plain ones that check nothing. */
const unchecked = new Set(
  'Request Response WebSocket BackgroundTasks SecurityScopes HTTPConnection Session AsyncSession dict Dict list List Any str bytes object JsonDict Mapping'.split(
    ' ',
  ),
);
/** Plain types: they are parsed, which refuses letters for a number. */
const plain = new Set(
  'int float bool str bytes Any dict Dict UUID UUID4 datetime date time timedelta Decimal None'.split(' '),
);
const parts: Readonly<Record<string, string>> = {
  Query: 'query',
  Path: 'path',
  Body: 'body',
  Form: 'form',
  File: 'form',
  Header: 'header',
  Cookie: 'cookie',
};
const constraints = ['ge', 'gt', 'le', 'lt', 'min_length', 'max_length', 'pattern', 'regex', 'multiple_of'];

/** What the parameters of a FastAPI handler say. */
export interface ParameterFacts {
  readonly checks: Checks;
  readonly inputs: readonly string[];
  readonly pagination: readonly Seen[];
  readonly idempotency: readonly Seen[];
}

/** Functions whose parameters were read: a dependency of several others is asked once. */
type Read = Set<PythonFunction>;
/** Most dependencies of one handler whose parameters are read. */
const maxDependencies = 100;

export function readParameters(
  handler: PythonFunction,
  module: PythonModule,
  path: string,
  project: Project,
  read: Read = new Set(),
): ParameterFacts {
  if (read.has(handler) || read.size >= maxDependencies) return nothing;
  read.add(handler);
  const site = { module, scope: handler.scope };
  const inPath = new Set([...path.matchAll(/[:{](\w+)/g)].map(([, name = '']) => name));
  const all = handler.parameters
    .filter(({ name }) => name !== 'self' && name !== 'cls')
    .map((parameter) => readParameter(parameter, site, inPath, project, read, path));
  return {
    checks: joinChecks(...all.map(({ checks }) => checks)),
    inputs: [...new Set(all.flatMap(({ inputs }) => inputs))],
    pagination: all.flatMap(({ pagination }) => pagination),
    idempotency: all.flatMap(({ idempotency }) => idempotency),
  };
}

const nothing: ParameterFacts = { checks: noChecks, inputs: [], pagination: [], idempotency: [] };

function readParameter(
  parameter: PythonParameter,
  site: Site,
  inPath: ReadonlySet<string>,
  project: Project,
  read: Read,
  path: string,
): ParameterFacts {
  const source = project.source(site.module.path);
  const seen = seenIn(parameter, source);
  const types = annotationParts(parameter, site, project);
  const dependencies = dependenciesOf(parameter, site, project);
  if (dependencies.length > 0) {
    const type = types[0];
    const facts = dependencies.map(({ call, target }): ParameterFacts => {
      const asked = target ?? (type === undefined ? null : { ...type, scopes: false });
      if (asked === null) return nothing;
      const shown = parameter.value === call ? seenIn(call, source) : seen;
      const checks = checksOfDependency(asked, shown, project, false);
      const inner = ofDependency(asked, path, project, read);
      const { validation } = inner.checks;
      return { ...inner, checks: joinChecks(checks, { ...noChecks, validation }) };
    });
    return joined(facts);
  }
  const declared = declarationOf(parameter, types, site);
  const part = (declared === null ? undefined : parts[lastName(declared.value)]) ?? null;
  const model = modelOf(types, project);
  const where = part ?? (inPath.has(parameter.name) ? 'path' : model === null ? 'query' : 'body');
  if (types.some(({ value }) => value.kind === 'name' && framed.test(value.name))) return nothing;
  const isChecked =
    model !== null ||
    (declared !== null && constraints.some((name) => declared.value.named[name] !== undefined));
  const idempotency = /idempotency_?key/i.test(parameter.name) ? [seen] : [];
  return {
    checks: isChecked ? { ...noChecks, validation: [{ ...seen, input: where }] } : noChecks,
    inputs: [where],
    pagination: pagesOf(parameter, declared, seen, project),
    idempotency,
  };
}

const framed = /^(?:Request|Response|WebSocket|BackgroundTasks|SecurityScopes|HTTPConnection)$/;

function joined(all: readonly ParameterFacts[]): ParameterFacts {
  return {
    checks: joinChecks(...all.map(({ checks }) => checks)),
    inputs: all.flatMap(({ inputs }) => inputs),
    pagination: all.flatMap(({ pagination }) => pagination),
    idempotency: all.flatMap(({ idempotency }) => idempotency),
  };
}

/** A dependency that is a class or function of parameters adds them to the handler's own. */
function ofDependency(target: Placed, path: string, project: Project, read: Read): ParameterFacts {
  const found = project.resolve(target.value, target);
  if (found?.kind === 'function') return readParameters(found.function, found.module, path, project, read);
  if (found?.kind === 'class') {
    const init = project.member(found.module, found.class, '__init__');
    if (init?.kind === 'function') return readParameters(init.function, init.module, path, project, read);
  }
  const paged = /(?:^|\.)fastapi_pagination\b/.test(found?.kind === 'package' ? found.name : '');
  return paged
    ? { ...nothing, pagination: [seenIn(target.value, project.source(target.module.path))] }
    : nothing;
}

/** `Query(…)`, `Body(…)`: as the default or in the type. */
function declarationOf(
  parameter: PythonParameter,
  types: readonly Placed[],
  site: Site,
): Placed<CallExpression> | null {
  const written: Placed[] = [
    ...(parameter.value === null ? [] : [{ ...site, value: parameter.value }]),
    ...types,
  ];
  for (const { value, module, scope } of written)
    if (value.kind === 'call' && parts[lastName(value)] !== undefined) return { module, scope, value };
  return null;
}

/** The class that FastAPI checks a body against; null for plain types. */
function modelOf(types: readonly Placed[], project: Project): string | null {
  const [type] = types;
  if (type === undefined) return null;
  const names = typeNames(type.value).filter((name) => !unchecked.has(name) && !plain.has(name));
  const last = names.find((name) => /^_?[A-Z]/.test(name));
  if (last === undefined) return null;
  // An enumeration is a plain value of the path or the query.
  const found = project.resolve(type.value, type);
  const isEnumeration =
    found?.kind === 'class' &&
    project
      .lineage(found.module, found.class)
      .some(
        (base) => base.kind === 'package' && /(?:Enum|^str|\?)$/.test(base.name) && /Enum/.test(base.name),
      );
  return isEnumeration ? null : last;
}

function typeNames(type: Expression): string[] {
  if (type.kind === 'name' || type.kind === 'attribute') return [lastName(type)];
  if (type.kind === 'either') return type.options.flatMap(typeNames);
  if (type.kind === 'operation') return [...typeNames(type.left), ...typeNames(type.right)];
  if (type.kind === 'text') return type.parts.flatMap((part) => (typeof part === 'string' ? [part] : []));
  if (type.kind !== 'index') return [];
  // `list[Item]` and `Optional[Item]` are checked as `Item` is.
  return /^(?:list|List|set|Set|Sequence|Optional|Union|tuple|Tuple|Iterable)$/.test(lastName(type.of))
    ? type.by.flatMap(typeNames)
    : typeNames(type.of);
}

function pagesOf(
  parameter: PythonParameter,
  declared: Placed<CallExpression> | null,
  seen: Seen,
  project: Project,
): Seen[] {
  const alias = declared?.value.named.alias;
  const name =
    (alias === undefined || declared === null ? null : textOf(alias, declared, project)) ?? parameter.name;
  if (!sizeName.test(name)) return [];
  const most = declared === null ? null : numberOf(declared.value.named.le, declared, project);
  const below = declared === null ? null : numberOf(declared.value.named.lt, declared, project);
  const limit = most ?? (below === null ? null : below - 1);
  return [{ ...seen, ...(limit === null ? {} : { limit }) }];
}
