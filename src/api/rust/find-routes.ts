import type { Side } from '../../change/span.ts';
import type { Program } from '../../code/program.ts';
import { followFunctions } from '../follow-functions.ts';
import type { RouteFacts, RouteItem } from '../routes.ts';
import type { FrameworkContext } from '../web-framework.ts';
import type { RustLibrary, RustRoute } from './containers.ts';
import { linkCrates } from './crates.ts';
import { Machine } from './machine.ts';
import { rustScanner } from './read-file.ts';

interface Found {
  readonly route: RustRoute;
  readonly prefixSeen: boolean;
}

/** A program is followed once, whichever of its frameworks are asked for. */
const followed = new WeakMap<Program, readonly Found[]>();

/** What a program of Rust registers with one framework. */
export function findRustRoutes(context: FrameworkContext, library: RustLibrary): RouteFacts {
  let found = followed.get(context.program);
  if (found === undefined) {
    found = follow(context);
    followed.set(context.program, found);
  }
  const own = found.filter(({ route }) => route.library === library);
  return {
    // Paths are joined already: one router for those that are whole, one for those that may have more before them.
    routers: [
      { key: 'application', role: 'application', certain: true, transparent: false },
      { key: 'router', role: 'router', certain: true, transparent: false },
    ],
    items: own.map((each, index) => itemOf(each, index, context.side)),
  };
}

function itemOf({ route, prefixSeen }: Found, offset: number, side: Side): RouteItem {
  const { facts, place } = route;
  return {
    kind: 'endpoint',
    router: prefixSeen ? 'application' : 'router',
    path: '',
    offset,
    endpoint: {
      method: route.method,
      path: route.path,
      span: { ...place, side },
      handler: facts !== null && facts.place.path === place.path ? { ...facts.place, side } : null,
      handlerText: facts?.text ?? null,
      checks: route.checks,
      statusCodes: facts?.statusCodes ?? [],
      isPublic: false,
      ...(facts === null
        ? {}
        : { inputs: route.inputs, pagination: facts.pagination, idempotency: facts.idempotency }),
    },
  };
}

function follow(context: FrameworkContext): Found[] {
  const files = context.scanned(rustScanner);
  const machine = new Machine(linkCrates(files));
  followFunctions(machine.crates.functions, namesAt, machine);
  return machine.containers
    .filter(({ isUsed }) => !isUsed)
    .flatMap((container) =>
      container.all().map((route) => ({ route, prefixSeen: route.isWhole && container.isApplication })),
    );
}

function namesAt(node: object): string[] {
  return [
    ...('segments' in node && Array.isArray(node.segments) ? [String(node.segments.at(-1))] : []),
    ...('kind' in node && node.kind === 'method' && 'name' in node ? [String(node.name)] : []),
  ];
}
