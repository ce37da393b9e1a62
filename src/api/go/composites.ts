import type { Place } from '../seen.ts';
import type { GoExpression } from './facts.ts';
import type { GoMachine } from './library.ts';
import type { ResolvedType } from './packages.ts';
import { type ObjectValue, type Scope, unknownValue, type Value } from './values.ts';

type Composite = Extract<GoExpression, { kind: 'composite' }>;

/** What the items of a list are, where they do not say it themselves. */
interface Element {
  readonly type: ResolvedType | null;
  /** Names of the fields of a type without a name. */
  readonly fields: readonly string[];
}

/** The value of `T{…}`: a list, or an object whose fields are named or come in the order of the type. */
export function compositeValue(
  machine: GoMachine,
  expression: Composite,
  scope: Scope,
  element: Element | null,
): Value {
  const isTyped = expression.type !== null;
  const own = expression.type === null ? element : typeOf(machine, expression, scope);
  const declared = machine.structOf(own?.type ?? null);
  const aliased = declared?.thing.of;
  const isList =
    (isTyped && expression.type?.isList === true) || own?.type?.isList === true || aliased?.isList === true;
  if (isList) {
    const inner =
      aliased?.isList === true && declared !== undefined
        ? machine.packages.resolve(aliased, declared.file)
        : (own?.type ?? null);
    const type = inner === null ? null : { ...inner, isList: false };
    return listValue(machine, expression, scope, { type, fields: own?.fields ?? [] });
  }
  const fields = declared?.thing.fields.map(({ name }) => name) ?? own?.fields ?? [];
  return objectValue(machine, expression, scope, own?.type ?? null, fields);
}

function typeOf(machine: GoMachine, { type, fields }: Composite, scope: Scope): Element {
  return { type: type === null ? null : machine.packages.resolve(type, scope.file), fields };
}

function listValue(machine: GoMachine, { items }: Composite, scope: Scope, element: Element): Value {
  return {
    kind: 'list',
    items: items.map(({ key, value }) => ({
      key: key === null ? null : machine.eval(key, scope),
      value: itemValue(machine, value, scope, element),
      expression: value,
    })),
  };
}

function itemValue(machine: GoMachine, item: GoExpression, scope: Scope, element: Element | null): Value {
  return item.kind === 'composite' && item.type === null
    ? compositeValue(machine, item, scope, element)
    : machine.eval(item, scope);
}

function objectValue(
  machine: GoMachine,
  expression: Composite,
  scope: Scope,
  type: ResolvedType | null,
  fields: readonly string[],
): Value {
  const named = expression.items.map(({ key, value }, index) => ({
    name: key === null ? fields[index] : key.kind === 'name' ? key.name : undefined,
    value: itemValue(machine, value, scope, null),
  }));
  if (type === null && fields.length === 0) return unknownValue;
  const unnamed: ResolvedType = { folder: null, importPath: null, name: '', isList: false };
  const object: ObjectValue = { kind: 'object', type: type ?? unnamed, fields: new Map() };
  for (const { name, value } of named) {
    if (name === undefined || value.kind === 'unknown') continue;
    if (type === null) object.fields.set(name, value);
    else machine.setField(object, name, value);
    if (value.kind === 'router') held(machine, object, name, value, expression);
  }
  return object;
}

/** A router in a field of what serves it. */
function held(
  machine: GoMachine,
  { type }: ObjectValue,
  name: string,
  router: Extract<Value, { kind: 'router' }>,
  { seen }: Composite,
): void {
  if (type.importPath === 'net/http' && type.name === 'Server' && name === 'Handler')
    machine.serve(router, placeAt(seen));
}

function placeAt({ path, line }: { path: string; line: number }): Place {
  return { path, start: line, end: line, startLine: line, endLine: line };
}
