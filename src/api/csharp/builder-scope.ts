import type { ClassIndex, Scope } from '../classes/class-index.ts';
import { type Expression, type FunctionFact, type Link, simpleName } from '../classes/class-model.ts';
import type { SeenStatus } from '../classes/status.ts';
import type { Seen } from '../endpoint.ts';
import { type Checks, noChecks } from '../routes.ts';
import { joinTemplates, shortVersion } from './route-template.ts';

/** Functions and blocks inside each other that are followed. */
export const maxDepth = 40;
/** Routes that one root may lead to. */
export const maxRoutes = 5_000;

/** What routes are added to: an application or a group. What is demanded of it holds for all of them, also earlier ones. */
export interface RouteGroup {
  readonly parent: RouteGroup | null;
  /** Template of all above it and its own. */
  readonly template: string;
  readonly prefixSeen: boolean;
  checks: Checks;
  publicBy: Seen | null;
  versions: readonly string[];
}

export interface BuiltEndpoint {
  /** Several for `MapMethods`. */
  readonly methods: readonly string[];
  readonly template: string;
  readonly group: RouteGroup;
  readonly link: Link;
  readonly handler: Expression | null;
  readonly scope: Scope;
  checks: Checks;
  publicBy: Seen | null;
  versions: readonly string[];
  readonly statuses: SeenStatus[];
}

/** Where controllers are mapped, with what is demanded there of all of them. */
export interface ControllerMount {
  readonly group: RouteGroup;
  /** Of `MapControllerRoute`; null for those that have routes of their own. */
  readonly pattern: string | null;
  checks: Checks;
}

export interface Around {
  readonly scope: Scope;
  readonly groups: Map<string, RouteGroup>;
  readonly texts: Map<string, string>;
  readonly stack: readonly FunctionFact[];
  readonly depth: number;
}

export interface Reading {
  readonly index: ClassIndex;
  readonly limits: ReadonlyMap<string, number>;
  readonly included: Set<FunctionFact>;
  readonly endpoints: BuiltEndpoint[];
  readonly mounts: ControllerMount[];
}

export const builderType =
  /^(?:[\w.]+\.)?(?:IEndpointRouteBuilder|WebApplication|RouteGroupBuilder|IApplicationBuilder|IVersionedEndpointRouteBuilder)\??$/;
function takesBuilder({ parameters }: FunctionFact): boolean {
  return parameters.some(({ type }) => builderType.test(type));
}

export function rootGroup(prefixSeen: boolean, template = ''): RouteGroup {
  return { parent: null, template, prefixSeen, checks: noChecks, publicBy: null, versions: [] };
}

/** Carter calls `AddRoutes` of all of its modules with the application, below the path that a module gives its base. */
export function carterGroup({ owner, file }: Scope, index: ClassIndex): RouteGroup | null {
  const base = owner?.bases
    .map(simpleName)
    .find((name) => name === 'ICarterModule' || name === 'CarterModule');
  if (owner === null || base === undefined) return null;
  const path = owner.baseArgs[0]?.value;
  const text = path === undefined ? '' : index.text(path, { file, owner });
  return rootGroup(text !== null, text ?? '');
}

export function childGroup(parent: RouteGroup, text: string | null): RouteGroup {
  return {
    parent,
    template: joinTemplates(parent.template, text === null ? '' : text.replace(/^\//, '')),
    prefixSeen: parent.prefixSeen && text !== null,
    checks: noChecks,
    publicBy: null,
    versions: [],
  };
}

/** `HasApiVersion(1, 0)`, `HasApiVersion(1.0)`, `HasApiVersion(new ApiVersion(2))`. */
export function versionOf({ args }: Link): string {
  const inner = args[0]?.value;
  const values = inner?.kind === 'chain' ? (inner.links[0]?.args ?? []) : args;
  const numbers = values.flatMap(({ value }) =>
    value.kind === 'other' || value.kind === 'text' ? [value.text] : [],
  );
  return shortVersion(numbers.slice(0, 2).join('.'));
}

export function textOf(value: Expression, around: Around, index: ClassIndex): string | null {
  if (value.kind === 'name') {
    const known = around.texts.get(value.name);
    if (known !== undefined) return known;
  }
  if (value.kind !== 'join') return index.text(value, around.scope);
  const parts = value.parts.map((part) =>
    part.kind === 'join' ? index.text(part, around.scope) : textOf(part, around, index),
  );
  return parts.includes(null) ? null : parts.join('').slice(0, 2_000);
}

export interface Called {
  readonly fact: FunctionFact;
  readonly scope: Scope;
}

/** The function of the project behind a call that is handed a builder. */
export function functionOf(
  link: Link,
  type: string | null,
  around: Around,
  index: ClassIndex,
): Called | null {
  const all = index
    .functions(link.name)
    .filter(({ fact }) => fact.statements !== null && takesBuilder(fact) && !around.stack.includes(fact));
  if (type !== null) {
    const entry = index.find(type, around.scope);
    return (
      all.find(
        ({ scope }) =>
          entry !== null && scope.owner?.name === entry.fact.name && scope.file.path === entry.file.path,
      ) ?? null
    );
  }
  const extensions = all.filter(({ fact }) => fact.receiver !== null);
  const own = all.filter(({ scope }) => scope.owner === around.scope.owner);
  const found = extensions.length > 0 ? extensions : own;
  return found.length === 1
    ? (found[0] ?? null)
    : (found.find(({ scope }) => scope.file === around.scope.file) ?? null);
}
