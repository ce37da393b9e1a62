import type { Program } from '../../code/program.ts';
import type { RouteFacts } from '../routes.ts';
import type { FrameworkContext } from '../web-framework.ts';
import type { GoFunction, GoStatement } from './facts.ts';
import { libraries } from './libraries/all.ts';
import type { GoLibrary } from './library.ts';
import { Machine } from './machine.ts';
import { type Declared, linkPackages, type Packages } from './packages.ts';
import { goScanner } from './read-file.ts';
import { Registrar } from './registrar.ts';
import type { Value } from './values.ts';

/** A program is followed once, whichever of its libraries are asked for. */
const followed = new WeakMap<Program, Registrar>();

/** What a program of Go registers with one library. */
export function findGoRoutes(context: FrameworkContext, library: GoLibrary): RouteFacts {
  let registrar = followed.get(context.program);
  if (registrar === undefined) {
    registrar = follow(linkPackages(context.scanned(goScanner)));
    followed.set(context.program, registrar);
  }
  return registrar.facts(library.id, context.side);
}

function follow(packages: Packages): Registrar {
  const [registrar, texts] = run(packages, new Map());
  // A path that one function sets and another reads is known once all of them were run.
  return texts.size === 0 ? registrar : run(packages, texts)[0];
}

/** Runs what nobody names first, then what was not reached from there. */
function run(packages: Packages, texts: ReadonlyMap<string, Value>): [Registrar, ReadonlyMap<string, Value>] {
  const registrar = new Registrar();
  const machine = new Machine(packages, registrar, libraries, texts);
  const functions = packages.all.flatMap((each): Declared<GoFunction>[] => [
    ...each.functions.values(),
    ...[...each.methods.values()].flatMap((methods) => [...methods.values()]),
  ]);
  const named = new Map<string, number>();
  const ofOwn = new Set<string>();
  for (const { thing } of functions) {
    if (thing.body === null) continue;
    const names = new Set<string>();
    addNames(thing.body, names);
    // `serve` that calls another `serve` is not named by that.
    if (names.has(thing.name)) ofOwn.add(thing.name);
    for (const name of names) named.set(name, (named.get(name) ?? 0) + 1);
  }
  const isNamed = (name: string): boolean => (named.get(name) ?? 0) > (ofOwn.has(name) ? 1 : 0);
  for (const fn of functions) if (!isNamed(fn.thing.name)) machine.runRoot(fn);
  for (const fn of functions) if (!machine.executed.has(fn.thing)) machine.runRoot(fn);
  registrar.finish();
  return [registrar, machine.assignedTexts];
}

/** Names that stand anywhere in a function, as whatever. */
function addNames(node: readonly GoStatement[] | object, names: Set<string>): void {
  const queue: unknown[] = [node];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if ('kind' in next && (next.kind === 'name' || next.kind === 'member') && 'name' in next)
      names.add(String(next.name));
    queue.push(...Object.values(next).filter((value) => typeof value === 'object' && value !== null));
  }
}
