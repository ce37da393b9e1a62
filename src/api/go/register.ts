import { joinChecks, noChecks } from '../routes.ts';
import { checksOfAll } from './check.ts';
import { handlerOf } from './handlers.ts';
import type { LibraryCall } from './library.ts';
import { localEndpoint } from './registrar.ts';
import { type Argument, openLists, type Role, type RouterValue, type Value } from './values.ts';

export interface Registration {
  readonly router: RouterValue;
  readonly methods: readonly string[];
  readonly path: Value | undefined;
  readonly handler: Argument | undefined;
  /** What stands before the handler. */
  readonly before: readonly Argument[];
  readonly notation: (path: string) => string;
  readonly call: LibraryCall;
  /** Where it was begun, if earlier than now. */
  readonly sequence?: number;
}

/** An endpoint for each method; a handler that is a router is mounted instead, without taking its prefix away. */
export function register(registration: Registration): void {
  const { methods, path, handler, before, notation, call, sequence } = registration;
  if (handler === undefined || path?.kind !== 'text') return;
  const { registrar, packages } = call.machine;
  const router = path.isWhole ? registration.router : behindUnknown(registration.router, call);
  const layers = checksOfAll(openLists(before));
  const at = call.call.place;
  if (handler.value.kind === 'router') {
    registrar.mount(router, '', handler.value, layers, at);
    return;
  }
  const { facts, checks } = handlerOf(handler, packages);
  const own = joinChecks(router.checks, layers, checks);
  const answered = methods.length > 0 ? methods : (facts?.methods ?? []);
  for (const method of answered.length > 0 ? answered : ['ALL'])
    registrar.endpoint(router, localEndpoint(method, notation(path.text), at, facts, own), at, sequence);
}

/** A router under a prefix that is there and not known. */
function behindUnknown(router: RouterValue, call: LibraryCall): RouterValue {
  const { registrar } = call.machine;
  const { path, start } = call.call.place;
  const key = `${start} behind ${router.router.fact.key}`;
  const inner = registrar.placeholder(router.router.library, 'router', path, key);
  const value: RouterValue = { kind: 'router', router: inner, checks: noChecks, stripped: '' };
  registrar.mount(router, null, value, noChecks, call.call.place);
  return value;
}

/** A new router below another one: a group, a sub-router, what is behind `With`. */
export function group(
  router: RouterValue,
  prefix: Value | undefined | '',
  before: readonly Argument[],
  notation: (path: string) => string,
  call: LibraryCall,
  role: Role = 'router',
): RouterValue {
  const { registrar } = call.machine;
  const { path, start } = call.call.place;
  const inner = registrar.create(router.router.library, role, path, start + call.call.place.end);
  const value: RouterValue = { kind: 'router', router: inner, checks: noChecks, stripped: '' };
  const known = prefix === '' ? '' : prefix?.kind === 'text' ? notation(prefix.text) : null;
  const from =
    prefix !== '' && prefix?.kind === 'text' && !prefix.isWhole ? behindUnknown(router, call) : router;
  registrar.mount(from, known, value, checksOfAll(openLists(before)), call.call.place);
  return value;
}

/** Calls a function that is given a router: `r.Route("/x", func(r chi.Router) { … })`. */
export function fill(router: RouterValue, callback: Argument | undefined, call: LibraryCall): void {
  if (callback?.value.kind !== 'function') return;
  const given: Argument = { value: router, expression: { kind: 'unknown' } };
  call.machine.run(callback.value, [given]);
}

/** `Use`: what is put before the routes of a router. */
export function use(
  router: RouterValue,
  prefix: string,
  args: readonly Argument[],
  whole: boolean,
  call: LibraryCall,
): void {
  call.machine.registrar.layer(router, prefix, checksOfAll(openLists(args)), whole, call.call.place);
}
