import type { Seen } from '../endpoint.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import { seenIn } from '../seen.ts';
import { entryOf } from './django-settings.ts';
import { type FoundClass, fieldText, type ViewReading } from './django-view.ts';
import { type Expression, lastName } from './expression.ts';
import { kindOfName, requestsPerMinute } from './kinds.ts';
import { itemsOf, numberOf, type Placed, textOf } from './values.ts';

/** What a view says itself, over what its class and the settings say: arguments of `as_view` and of `@action`, decorators of a function. */
export type Overrides = Readonly<Record<string, Placed | undefined>>;

export interface Access {
  readonly checks: Checks;
  readonly isPublic: boolean;
  readonly publicBy?: Seen;
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Permissions of REST framework that let reading through. */
const readOnly = /OrReadOnly$|OrAnonReadOnly$/;

/** Where a setting of a view comes from: itself, its class or a base, or the project's REST_FRAMEWORK. */
function settingOf(
  field: string,
  key: string,
  found: FoundClass | null,
  overrides: Overrides,
  { project, settings }: ViewReading,
): Placed | null {
  const own = overrides[field];
  if (own !== undefined) return own;
  const member = found === null ? null : project.member(found.module, found.class, field);
  if (member?.kind === 'value') return member;
  return member === null ? settings.rest(key) : null;
}

/** Who may call a view by this method: its permissions, or what decides on them. */
export function accessOf(
  method: string,
  found: FoundClass | null,
  overrides: Overrides,
  reading: ViewReading,
): Access {
  const { project } = reading;
  const decides = found === null ? null : project.member(found.module, found.class, 'get_permissions');
  if (decides?.kind === 'function' && overrides.permission_classes === undefined) {
    const { start } = decides.function.definition;
    const seen = {
      ...seenIn({ start, end: start }, project.source(decides.module.path)),
      text: 'get_permissions',
    };
    return { checks: { ...noChecks, other: [seen] }, isPublic: false };
  }
  const list = settingOf('permission_classes', 'DEFAULT_PERMISSION_CLASSES', found, overrides, reading);
  if (list === null) return { checks: noChecks, isPublic: false };
  const items = itemsOf(list.value, list, project);
  const all = items.map((item) => permissionChecks(item, method, reading));
  const isDefault = list.value === reading.settings.rest('DEFAULT_PERMISSION_CLASSES')?.value;
  const open = items.every((item) => nameOf(item, reading) === 'AllowAny');
  if (!open) return { checks: joinChecks(...all), isPublic: false };
  if (isDefault) return { checks: noChecks, isPublic: false };
  const publicBy = seenIn(list.value, project.source(list.module.path));
  return { checks: noChecks, isPublic: true, publicBy };
}

/** An item as it is written; of a dotted name in the settings its last part. */
function seenItem(item: Placed, reading: ViewReading): Seen {
  const seen = seenIn(item.value, reading.project.source(item.module.path));
  return item.value.kind === 'text' ? { ...seen, text: nameOf(item, reading) } : seen;
}

/** The class that an item names: itself, a call of it, or its dotted name in the settings. */
function nameOf(item: Placed, { project }: ViewReading): string {
  const text = item.value.kind === 'text' ? textOf(item.value, item, project) : null;
  return text === null ? lastName(item.value) : (text.split('.').at(-1) ?? '');
}

function permissionChecks(item: Placed, method: string, reading: ViewReading): Checks {
  const name = nameOf(item, reading);
  const seen = seenItem(item, reading);
  if (name === 'AllowAny' || (readOnly.test(name) && safe.has(method))) return noChecks;
  const authentication = { ...noChecks, authentication: [seen] };
  if (/^IsAuthenticated(?:OrReadOnly)?$/.test(name)) return authentication;
  const isKnown = /^(?:IsAdminUser|DjangoModelPermissions\w*|DjangoObjectPermissions)$/.test(name);
  // `IsAuthenticated & IsOwner`
  const both = isKnown || namesIn(item.value).includes('IsAuthenticated');
  const kind = name === '' || isKnown ? 'authorization' : kindOfName(name);
  const own: Checks =
    kind === 'authentication' && !both ? authentication : { ...noChecks, authorization: [seen] };
  return both ? { ...own, authentication: [seen] } : own;
}

/** All names of `A & B`; of `A | B` none is sure. */
function namesIn(value: Expression): string[] {
  if (value.kind === 'operation')
    return value.operator === '&' ? [...namesIn(value.left), ...namesIn(value.right)] : [];
  return [lastName(value)];
}

/** The throttles of a view, with what they let through a minute where the settings or the class say it. */
export function throttlesOf(found: FoundClass | null, overrides: Overrides, reading: ViewReading): Seen[] {
  const { project } = reading;
  const list = settingOf('throttle_classes', 'DEFAULT_THROTTLE_CLASSES', found, overrides, reading);
  if (list === null) return [];
  return itemsOf(list.value, list, project).flatMap((item): Seen[] => {
    const name = nameOf(item, reading);
    const throttle = project.resolve(item.value, item);
    const own = throttle?.kind === 'class' ? throttle : null;
    const scope = scopeOf(name, own, found, overrides, reading);
    // A scoped throttle does nothing for a view without scope.
    if (name === 'ScopedRateThrottle' && scope === null) return [];
    const rate = (own === null ? null : fieldText(own, 'rate', project)) ?? rateOf(scope, reading);
    const limit = rate === null ? null : requestsPerMinute(rate);
    return [{ ...seenItem(item, reading), ...(limit === null ? {} : { limit }) }];
  });
}

function scopeOf(
  name: string,
  own: FoundClass | null,
  found: FoundClass | null,
  overrides: Overrides,
  { project }: ViewReading,
): string | null {
  if (name === 'AnonRateThrottle') return 'anon';
  if (name === 'UserRateThrottle') return 'user';
  if (own !== null) {
    const scope = fieldText(own, 'scope', project);
    if (scope !== null) return scope;
  }
  const given = overrides.throttle_scope;
  if (given !== undefined) return textOf(given.value, given, project);
  return found === null ? null : fieldText(found, 'throttle_scope', project);
}

function rateOf(scope: string | null, { project, settings }: ViewReading): string | null {
  const rates = settings.rest('DEFAULT_THROTTLE_RATES');
  if (scope === null || rates === null) return null;
  const rate = entryOf(rates.value, scope, rates, project);
  return rate === undefined ? null : textOf(rate, rates, project);
}

/** What checks the body that is sent: the serializer of the class, or the method that chooses it. */
export function serializerOf(found: FoundClass, overrides: Overrides, { project }: ViewReading): Seen[] {
  const own = overrides.serializer_class;
  const chooses = project.member(found.module, found.class, 'get_serializer_class');
  if (chooses?.kind === 'function' && own === undefined) {
    const { start } = chooses.function.definition;
    const seen = seenIn({ start, end: start }, project.source(chooses.module.path));
    return [{ ...seen, text: 'get_serializer_class', input: 'body' }];
  }
  const value = own ?? project.field(found.module, found.class, 'serializer_class');
  return value === null ? [] : [{ ...seenIn(value.value, project.source(value.module.path)), input: 'body' }];
}

/** How a list is cut into pages: the class, or the project's default. */
export function pagingOf(found: FoundClass, overrides: Overrides, reading: ViewReading): Seen[] {
  const { project, settings } = reading;
  const list =
    overrides.pagination_class ??
    project.field(found.module, found.class, 'pagination_class') ??
    settings.rest('DEFAULT_PAGINATION_CLASS');
  // `pagination_class = None`
  if (list === null || list.value.kind === 'constant') return [];
  const paginator = classOf(list, reading);
  const rest = settings.rest('PAGE_SIZE');
  const limit =
    paginator === null
      ? rest === null
        ? null
        : numberOf(rest.value, rest, project)
      : (fieldNumber(paginator, 'max_page_size', reading) ?? ownSize(paginator, reading));
  return [{ ...seenItem(list, reading), ...(limit === null ? {} : { limit }) }];
}

function classOf(list: Placed, { project }: ViewReading): FoundClass | null {
  const name = list.value.kind === 'text' ? textOf(list.value, list, project) : null;
  if (name === null) {
    const found = project.resolve(list.value, list);
    return found?.kind === 'class' ? found : null;
  }
  const dot = name.lastIndexOf('.');
  const path = project.index.find(list.module.path, name.slice(0, dot))?.path;
  const module = path === undefined || path === null ? undefined : project.modules.get(path);
  const found = module === undefined ? null : project.lookUp(module, name.slice(dot + 1));
  return found?.kind === 'class' ? found : null;
}

/** `page_size`, where the caller cannot ask for more. */
function ownSize(paginator: FoundClass, reading: ViewReading): number | null {
  const asked = fieldText(paginator, 'page_size_query_param', reading.project);
  return asked === null ? fieldNumber(paginator, 'page_size', reading) : null;
}

function fieldNumber(found: FoundClass, name: string, { project }: ViewReading): number | null {
  const field = project.member(found.module, found.class, name);
  return field?.kind === 'value' ? numberOf(field.value, field, project) : null;
}
