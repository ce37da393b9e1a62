import type { CallExpression, Expression } from './expression.ts';
import type { Definition, Project, Site } from './project.ts';

/** Names, parts and lists inside each other that are followed before a value is given up. */
const maxDepth = 12;
/** Most items of all lists inside a list: routes of one file are hundreds. */
const maxItems = 5_000;

/** An expression and where its names are looked up. */
export interface Placed<Kind extends Expression = Expression> extends Site {
  readonly value: Kind;
}

/** The text that an expression always has: literals, constants, attributes of settings, f-strings and sums of them. Null where it varies. */
export function textOf(value: Expression, site: Site, project: Project, depth = 0): string | null {
  if (depth > maxDepth) return null;
  const inner = (part: Expression): string | null => textOf(part, site, project, depth + 1);
  switch (value.kind) {
    case 'text':
      return joined(value.parts.map((part) => (typeof part === 'string' ? part : inner(part))));
    case 'number':
      return String(value.value);
    case 'call':
      return formatted(value, inner);
    case 'operation':
      return value.operator === '+' ? joined([inner(value.left), inner(value.right)]) : null;
    case 'name':
    case 'attribute': {
      const found = project.resolve(value, site);
      return found?.kind === 'value' && found.value !== value
        ? textOf(fieldValue(found.value), found, project, depth + 1)
        : null;
    }
    default:
      return null;
  }
}

/** `'/{}/{name}'.format('a', name='b')`; null where a part is not known or is written out (`{:>5}`). */
function formatted(call: CallExpression, inner: (part: Expression) => string | null): string | null {
  if (call.callee.kind !== 'attribute' || call.callee.name !== 'format') return null;
  const pattern = inner(call.callee.of);
  if (pattern === null || call.args.some(({ kind }) => kind === 'splat')) return null;
  let next = 0;
  let isKnown = true;
  const text = pattern.replace(/\{([^{}]*)\}/g, (_, key: string) => {
    const given = key === '' ? call.args[next++] : (call.named[key] ?? call.args[Number(key)]);
    const part = given === undefined ? null : inner(given);
    isKnown &&= part !== null;
    return part ?? '';
  });
  return isKnown ? text : null;
}

/** `Field('/api', …)` and `Field(default='/api')` of a class of settings are their default. */
function fieldValue(value: Expression): Expression {
  if (value.kind !== 'call' || value.callee.kind !== 'name' || value.callee.name !== 'Field') return value;
  return value.named.default ?? value.args[0] ?? value;
}

/** What a text ends with where its beginning varies: `/x` of `f"{prefix}/x"`, `prefix + '/x'` and `scoped('/x')`. */
export function knownEnd(value: Expression, site: Site, project: Project): string | null {
  if (value.kind === 'text') {
    const [, ...rest] = value.parts;
    return rest.length === 0 ? null : textOf({ ...value, parts: rest }, site, project);
  }
  if (value.kind === 'operation') return value.operator === '+' ? textOf(value.right, site, project) : null;
  const [only, second] = value.kind === 'call' ? value.args : [];
  return only === undefined || second !== undefined ? null : textOf(only, site, project);
}

function joined(parts: readonly (string | null)[]): string | null {
  return parts.every((part) => part !== null) ? parts.join('') : null;
}

/** The items of a list, opened through names, sums and splats; an expression that is no list is its only item. */
export function itemsOf(value: Expression, site: Site, project: Project): Placed[] {
  const items: Placed[] = [];
  const open = (part: Expression, at: Site, depth: number): void => {
    if (items.length >= maxItems) return;
    if (depth > maxDepth) return;
    if (part.kind === 'list') for (const item of part.items) openItem(item, at, depth + 1);
    else if (part.kind === 'operation' && part.operator === '+') {
      open(part.left, at, depth + 1);
      open(part.right, at, depth + 1);
    } else if (part.kind === 'name' || part.kind === 'attribute') {
      const found = project.resolve(part, at);
      const isList =
        found?.kind === 'value' && (found.value.kind === 'list' || found.value.kind === 'operation');
      if (isList) open(found.value, found, depth + 1);
      else items.push({ module: at.module, scope: at.scope, value: part });
    } else items.push({ module: at.module, scope: at.scope, value: part });
  };
  const openItem = (item: Expression, at: Site, depth: number): void => {
    if (item.kind === 'splat') open(item.of, at, depth);
    else if (items.length < maxItems) items.push({ module: at.module, scope: at.scope, value: item });
  };
  open(value, site, 0);
  return items;
}

/** Texts of a list of texts, upper case: methods. Null where one is not known. */
export function methodsOf(value: Expression, site: Site, project: Project): string[] | null {
  const texts = itemsOf(value, site, project).map((item) => textOf(item.value, item, project));
  return texts.every((text) => text !== null) ? [...new Set(texts.map((text) => text.toUpperCase()))] : null;
}

/** The number that an expression always is. */
export function numberOf(value: Expression | undefined, site: Site, project: Project): number | null {
  if (value === undefined) return null;
  if (value.kind === 'number') return value.value;
  const found = value.kind === 'name' || value.kind === 'attribute' ? project.resolve(value, site) : null;
  const behind = found?.kind === 'value' ? fieldValue(found.value) : null;
  return behind?.kind === 'number' ? behind.value : null;
}

/** Something that was made by a call: where, and what was called. */
export interface Made extends Site {
  readonly call: CallExpression;
  readonly callee: Definition;
}

/** Function results, parameters and loops that are followed to where an object was made. */
const maxHops = 6;
/** Most objects that one name stands for (a loop over routers). */
const maxMade = 200;

/** The objects that an expression may stand for, by the calls that made them: followed through names, results of functions, parameters and loops. */
export function madeBy(value: Expression, site: Site, project: Project): Made[] {
  const made = new Map<CallExpression, Made>();
  const visit = (definition: Definition | null, hops: number): void => {
    if (definition === null || hops > maxHops || made.size >= maxMade) return;
    if (definition.kind === 'parameter') visitParameter(definition, hops);
    if (definition.kind === 'item') {
      for (const item of loopItems(definition, project)) visit(project.resolve(item.value, item), hops + 1);
      return;
    }
    if (definition.kind !== 'value') return;
    const { value: call } = definition;
    if (call.kind === 'either') {
      for (const option of call.options) visit(project.resolve(option, definition), hops + 1);
      return;
    }
    if (call.kind === 'attribute') visitAttribute(call, definition, hops);
    if (call.kind !== 'call') return;
    const callee = project.resolve(call.callee, definition);
    if (callee?.kind === 'package' || callee?.kind === 'class')
      made.set(call, { module: definition.module, scope: definition.scope, call, callee });
    else if (callee?.kind === 'function')
      for (const result of callee.function.body.returns)
        visit(project.resolve(result, { module: callee.module, scope: callee.function.scope }), hops + 1);
  };
  const visitParameter = (definition: Definition & { kind: 'parameter' }, hops: number): void => {
    const name = definition.function.parameters[definition.place]?.name ?? '';
    // `self` is no argument of the call.
    const place = definition.function.owner === null ? definition.place : definition.place - 1;
    for (const { call, module, scope } of project.callsOf(definition.function)) {
      const argument = call.named[name] ?? call.args[place];
      if (argument !== undefined) visit(project.resolve(argument, { module, scope }), hops + 1);
    }
  };
  /** `module.router` of a loop over modules. */
  const visitAttribute = (attribute: Expression & { kind: 'attribute' }, at: Site, hops: number): void => {
    const of = project.resolve(attribute.of, at);
    if (of?.kind !== 'item') return;
    for (const item of loopItems(of, project))
      visit(project.resolve({ ...attribute, of: item.value }, item), hops + 1);
  };
  const start = project.resolve(value, site);
  if (start === null && value.kind === 'attribute') visitAttribute(value, site, 0);
  else visit(start, 0);
  return [...made.values()];
}

function loopItems(loop: Definition & { kind: 'item' }, project: Project): Placed[] {
  return itemsOf(loop.of, loop, project).flatMap((item) => {
    if (loop.place === null) return [item];
    const part = item.value.kind === 'list' ? item.value.items[loop.place] : undefined;
    return part === undefined ? [] : [{ module: item.module, scope: item.scope, value: part }];
  });
}

/** Whether something was made by a class of a library, itself or one that is derived from it. */
export function isMadeBy(callee: Definition, pattern: RegExp, project: Project): boolean {
  if (callee.kind === 'package') return pattern.test(callee.name);
  if (callee.kind !== 'class') return false;
  return project
    .lineage(callee.module, callee.class)
    .some((base) => base.kind === 'package' && pattern.test(base.name));
}
