import { joinChecks, noChecks } from '../routes.ts';
import { checksOf } from './check.ts';
import type { GoMachine, LibraryCall } from './library.ts';
import type { Argument, CallValue, ObjectValue, RouterValue, RouteValue, Value } from './values.ts';

/** Most methods that a call through an interface may lead to. */
const maxImplementations = 200;

/** A method of a router, or of a route that is being described. */
export function callLibrary(
  machine: GoMachine,
  of: RouterValue | RouteValue,
  call: LibraryCall,
): Value | null {
  const router = of.kind === 'route' ? of.router : of;
  const library = machine.libraries.find(({ id }) => id === router.router.library);
  if (of.kind === 'route') return library?.route?.(of, call) ?? null;
  return library?.method(router, call) ?? null;
}

/** A function of a package: one that makes a router, one of the program, or one of a library. */
export function callPackage(machine: GoMachine, importPath: string, call: LibraryCall): Value | null {
  const library = machine.libraryOf(importPath);
  const role = library?.constructors.get(call.name);
  if (library !== null && role !== undefined) {
    const { path, start } = call.call.place;
    const router = machine.registrar.create(library.id, role, path, start);
    return { kind: 'router', router, checks: noChecks, stripped: '' };
  }
  const made = library?.function?.(call) ?? null;
  if (made !== null) return made;
  const local = machine.packages.imported(importPath);
  const target = local === null ? null : machine.ofPackage(local, call.name);
  if (target?.kind === 'function') return machine.called(target, call.args, call.call);
  // A conversion to a type of another package: `handlers.HandlerFunc(f)`.
  if (local?.types.has(call.name) === true && call.args.length === 1) return call.args[0]?.value ?? null;
  return null;
}

/** A method of a value: of its type, of a router that is embedded in it, or of whatever may stand behind an interface. */
export function callMethod(machine: GoMachine, of: Value, call: LibraryCall): Value | null {
  if (of.kind === 'object') {
    const method = machine.method(of.type, call.name, of);
    if (method !== null) return machine.called(method, call.args, call.call);
    const field = machine.field(of, call.name);
    if (field?.kind === 'function') return machine.called(field, call.args, call.call);
    const embedded = embeddedRouter(machine, of);
    if (embedded !== null) return callLibrary(machine, embedded, call);
  }
  if (of.kind === 'unknown') callImplementations(machine, call);
  return null;
}

function embeddedRouter(machine: GoMachine, of: ObjectValue): RouterValue | null {
  const { folder, name } = of.type;
  const declared = folder === null ? undefined : machine.packages.inFolder(folder)?.types.get(name);
  for (const field of declared?.thing.fields ?? []) {
    if (!field.isEmbedded) continue;
    const value = machine.field(of, field.name);
    if (value?.kind === 'router') return value;
  }
  return null;
}

/** `for _, h := range handlers { h.Register(r) }`: all methods of that name that take a router there. */
function callImplementations(machine: GoMachine, call: LibraryCall): void {
  const index = call.args.findIndex(({ value }) => value.kind === 'router');
  const given = call.args[index]?.value;
  if (given?.kind !== 'router') return;
  for (const { thing, file } of machine.packages.methodsNamed(call.name).slice(0, maxImplementations)) {
    const parameter = thing.parameters[index];
    const type = parameter === undefined ? null : machine.packages.resolve(parameter.type, file);
    const library = machine.libraryOf(type?.importPath ?? null);
    if (library === null || type === null || !library.types.has(type.name)) continue;
    machine.run({ kind: 'function', function: thing, file, self: null, scope: null }, call.args);
  }
}

/** A call that is given a router and may give it back with something around it: `auth(mux)`, `cors.New(…).Handler(r)`. */
export function wrapRouter(args: readonly Argument[], call: CallValue): Value {
  const inner = args.find(({ value }) => value.kind === 'router')?.value;
  if (inner?.kind !== 'router') return call;
  const checks = checksOf({ value: { ...call, args: [] }, expression: call.callee });
  return { ...inner, checks: joinChecks(checks, inner.checks) };
}
