import type { Change } from '@graphql-inspector/core';
import { diffSchema } from '@graphql-inspector/core/diff/schema';
import {
  DirectiveLocation,
  type GraphQLDirective,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { ContractChange, ContractLevel, ContractPlace } from '../contract-change.ts';
import type { MergedSchema } from './build-schema.ts';
import { changeMessage } from './change-types.ts';
import { reachableTypes } from './reachable-types.ts';
import { placesOf, type SdlPlaces } from './sdl-places.ts';

type Meta = Readonly<Record<string, unknown>>;

interface Step {
  readonly id: string;
  /** Of what changed: `Order.total`, `Query.orders.first`, `@auth.role`. */
  readonly path: string;
  readonly level: ContractLevel;
  readonly meta: Meta;
}

const levels: Readonly<Record<string, ContractLevel>> = {
  BREAKING: 'breaking',
  DANGEROUS: 'risky',
  NON_BREAKING: 'compatible',
};

/** What changed for callers between two schemas, one change for each edit. Throws RangeError for too deep nesting. */
export function compareSchemas(base: MergedSchema, head: MergedSchema): ContractChange[] {
  const all = diffSchema(base.schema, head.schema).map(stepOf);
  const told = withoutParts(withoutRepeats(all)).filter(({ path }) => !isAbsent(path, base, head));
  const reached = reachableTypes(base.schema);
  const kept = reachedByWhatStays(base.schema, all);
  const places = { base: placesOf(base.definitions), head: placesOf(head.definitions) };
  const asked = new Set(all.map(({ id, path }) => `${id} ${path}`));
  /** A type that goes with what led there; a field that an interface has, and changes, for all that implement it. */
  const follows = ({ id, path }: Step): boolean => {
    const type = base.schema.getType(typeOf(path));
    if (id === 'TYPE_REMOVED') return reached?.has(path) === true && kept?.has(path) === false;
    const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
    return interfaces.some(({ name }) => asked.has(`${id} ${name}${path.slice(typeOf(path).length)}`));
  };
  return told.map((step) => {
    const isSeen = reached === null || step.path.startsWith('@') || reached.has(typeOf(step.path));
    const { level } = step;
    const isMet = (isSeen && !isOfSchema(step, base.schema)) || step.path.startsWith('schema');
    const unreached = !isMet && level !== 'compatible';
    const because = unreached ? ' (no operation meets it)' : '';
    return {
      id: step.id,
      level,
      format: 'graphql',
      ...named(step.path, [base.schema, head.schema]),
      message: `${changeMessage(step.id, step.meta)}${wasDeprecated(step.meta) ? ' (it was deprecated)' : ''}${because}`,
      ...placesOfStep(step, places),
      ...(follows(step) ? { follows: true } : {}),
      ...(unreached ? { unreached: true } : {}),
      ...(step.id.includes('_DESCRIPTION_') ? { documentation: true } : {}),
      ...(wasDeprecated(step.meta) ? { deprecated: true } : {}),
    };
  });
}

/** The types that operations still get to by what neither goes nor changes its type: the rest goes with what led there. */
function reachedByWhatStays(base: GraphQLSchema, steps: readonly Step[]): ReadonlySet<string> | null {
  const gone = new Set(
    steps.filter(({ id }) => /_(?:REMOVED|TYPE_CHANGED)$/.test(id)).map(({ path }) => path),
  );
  return reachableTypes(base, (path) => !gone.has(path));
}

function stepOf(change: Change): Step {
  const meta: Meta = change.meta;
  const level = levels[change.criticality.level] ?? 'risky';
  return { id: change.type, path: exactPath(change, meta), level, meta };
}

/** Some paths name the type where a part of it changed. */
function exactPath({ type, path }: Change, meta: Meta): string {
  const part = (name: string): string => String(meta[name]);
  switch (type) {
    case 'UNION_MEMBER_ADDED':
      return `${path}|${part('addedUnionMemberTypeName')}`;
    case 'UNION_MEMBER_REMOVED':
      return `${path}|${part('removedUnionMemberTypeName')}`;
    case 'OBJECT_TYPE_INTERFACE_ADDED':
      return `${path}&${part('addedInterfaceName')}`;
    case 'OBJECT_TYPE_INTERFACE_REMOVED':
      return `${path}&${part('removedInterfaceName')}`;
    case 'DIRECTIVE_LOCATION_ADDED':
      return `${path} on ${part('addedDirectiveLocation')}`;
    case 'DIRECTIVE_LOCATION_REMOVED':
      return `${path} on ${part('removedDirectiveLocation')}`;
    case 'DIRECTIVE_ARGUMENT_ADDED':
      return `${path}.${part('addedDirectiveArgumentName')}`;
    case 'SCHEMA_QUERY_TYPE_CHANGED':
      return 'schema.query';
    case 'SCHEMA_MUTATION_TYPE_CHANGED':
      return 'schema.mutation';
    case 'SCHEMA_SUBSCRIPTION_TYPE_CHANGED':
      return 'schema.subscription';
    default:
      return path ?? '';
  }
}

/** Whether it adds a part of the schema that has parts of its own. */
function addsWhole(id: string): boolean {
  return (
    /^(?:TYPE|FIELD|FIELD_ARGUMENT|INPUT_FIELD|ENUM_VALUE|DIRECTIVE|DIRECTIVE_ARGUMENT)_ADDED$/.test(id) ||
    /^DIRECTIVE_USAGE_(?!ARGUMENT_ADDED)\w+_ADDED$/.test(id)
  );
}

/** What is new is one change: its parts, its description and its directives are new with it. */
function withoutParts(steps: readonly Step[]): Step[] {
  const added = new Set(steps.filter(({ id }) => addsWhole(id)).map(({ path }) => path));
  return steps.filter(
    ({ id, path }) =>
      !prefixes(path).some((prefix) => added.has(prefix)) && (addsWhole(id) || !added.has(path)),
  );
}

/** `Order.total.@auth`: `Order`, `Order.total`. */
function prefixes(path: string): string[] {
  return [...path.matchAll(/[.|& ]/g)]
    .map(({ index }) => path.slice(0, index))
    .filter((prefix) => prefix !== '');
}

function typeOf(path: string): string {
  return /^[^.|& ]*/.exec(path)?.[0] ?? path;
}

/** What is defined on one side only because a file of it was not read is no change of the schema. */
function isAbsent(path: string, base: MergedSchema, head: MergedSchema): boolean {
  const type = typeOf(path);
  return base.absent.has(type) || head.absent.has(type);
}

/** A deprecation has ids of its own, where it is one of a field or of a value. */
function withoutRepeats(steps: readonly Step[]): Step[] {
  const subject = (path: string): string => path.replace(/\.@deprecated(?:\..*)?$/, '');
  const told = new Set(
    steps.filter(({ id }) => id.includes('_DEPRECATION_')).map(({ path }) => subject(path)),
  );
  return steps.filter(
    ({ id, path }) =>
      !(id.startsWith('DIRECTIVE_USAGE') && path.includes('.@deprecated') && told.has(subject(path))),
  );
}

const executable: ReadonlySet<string> = new Set([
  DirectiveLocation.QUERY,
  DirectiveLocation.MUTATION,
  DirectiveLocation.SUBSCRIPTION,
  DirectiveLocation.FIELD,
  DirectiveLocation.FRAGMENT_DEFINITION,
  DirectiveLocation.FRAGMENT_SPREAD,
  DirectiveLocation.INLINE_FRAGMENT,
  DirectiveLocation.VARIABLE_DEFINITION,
]);

/** A directive that stands in schemas only is not in what callers write: how it changes is the schema's own matter. */
function isOfSchema({ id, path, meta }: Step, base: GraphQLSchema): boolean {
  if (!path.startsWith('@')) return false;
  if (id === 'DIRECTIVE_LOCATION_REMOVED') return !executable.has(String(meta.removedDirectiveLocation));
  const directive = base.getDirective(typeOf(path).slice(1));
  return directive !== null && directive !== undefined && !isExecutable(directive);
}

function isExecutable({ locations }: GraphQLDirective): boolean {
  return locations.some((location) => executable.has(location));
}

function wasDeprecated(meta: Meta): boolean {
  return (
    meta.isRemovedFieldDeprecated === true ||
    meta.isEnumValueDeprecated === true ||
    meta.isInputFieldDeprecated === true
  );
}

/** `Query.orders.first`: what the operation is, and what inside it. */
function named(path: string, schemas: readonly GraphQLSchema[]): { operation: string; subject: string } {
  const [, type = '', rest = ''] = /^([^.|& ]*)[.|& ]?(.*)$/s.exec(path) ?? [];
  if (type === '') return { operation: 'schema', subject: rest };
  const isRoot = schemas.some((schema) =>
    [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].some(
      (root) => root?.name === type,
    ),
  );
  const inside = rest.split('.');
  const [first = '', ...others] = inside;
  if (isRoot && first !== '' && !first.startsWith('@'))
    return { operation: `${type}.${first}`, subject: others.join('.') };
  return { operation: type, subject: rest };
}

function placesOfStep(
  { id, path }: Step,
  places: { readonly base: SdlPlaces; readonly head: SdlPlaces },
): { base: ContractPlace | null; head: ContractPlace | null } {
  const at = (side: SdlPlaces): ContractPlace | null =>
    side.get(path) ?? side.get(path.replace(/\.@deprecated$/, '')) ?? null;
  const [base, head] = [at(places.base), at(places.head)];
  if (path.startsWith('schema.'))
    return { base: base ?? schemaPlace(places.base), head: head ?? schemaPlace(places.head) };
  return { base: addsWhole(id) || /_(?:MEMBER|INTERFACE)_ADDED$/.test(id) ? null : base, head };
}

/** A root type that is gone, or not there yet, is so where the schema is defined. */
function schemaPlace(side: SdlPlaces): ContractPlace | null {
  return side.get('schema') ?? null;
}
