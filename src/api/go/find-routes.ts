import type { Program } from '../../code/program.ts';
import { followFunctions } from '../follow-functions.ts';
import type { RouteFacts } from '../routes.ts';
import type { FrameworkContext } from '../web-framework.ts';
import type { GoFunction } from './facts.ts';
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

function run(packages: Packages, texts: ReadonlyMap<string, Value>): [Registrar, ReadonlyMap<string, Value>] {
  const registrar = new Registrar();
  const machine = new Machine(packages, registrar, libraries, texts);
  const functions = packages.all.flatMap((each): Declared<GoFunction>[] => [
    ...each.functions.values(),
    ...[...each.methods.values()].flatMap((methods) => [...methods.values()]),
  ]);
  followFunctions(functions, namesAt, machine);
  registrar.finish();
  return [registrar, machine.assignedTexts];
}

function namesAt(node: object): string[] {
  const isName = 'kind' in node && (node.kind === 'name' || node.kind === 'member') && 'name' in node;
  return isName ? [String(node.name)] : [];
}
