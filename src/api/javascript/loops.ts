import type { Definitions } from '../../code/definitions.ts';
import { callOf, entriesOf, parametersOf, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { flatten } from './checks.ts';
import type { Placed } from './endpoint.ts';

export interface Loops {
  /**
   * The arguments of a call, once for each turn of the loop over a constant list whose variable they name:
   * `routes.forEach((route) => app.use(route.path, route.router))`. Once as they are without such a loop.
   */
  unrolled(args: readonly SyntaxNode[], module: CodeModule): readonly (readonly Placed[])[];
}

/** Turns of a loop that are followed. */
const maxTurns = 200;

export function createLoops(definitions: Definitions): Loops {
  /** Lists that functions are called over, by module and the function's start. */
  const callbacks = new Map<string, ReadonlyMap<number, SyntaxNode>>();

  const callbacksOf = (module: CodeModule): ReadonlyMap<number, SyntaxNode> => {
    const known = callbacks.get(module.file.path);
    if (known !== undefined) return known;
    const found = new Map<number, SyntaxNode>();
    for (const node of module.file.root.findAll(['call_expression'])) {
      const call = callOf(node);
      const callback = call?.args[0];
      if (call === null || call.receiver === null || callback === undefined) continue;
      if (call.name === 'forEach' || call.name === 'map')
        found.set(unwrap(callback).range.start, call.receiver);
    }
    callbacks.set(module.file.path, found);
    return found;
  };

  /** The list that a name takes its values from, and the property that is taken of each. */
  const loopOf = (name: SyntaxNode, module: CodeModule): { list: SyntaxNode; key: string | null } | null => {
    const declaration = module.scopes.lookup(name.text, name.range.start);
    if (declaration?.kind === 'variable' && declaration.node.kind === 'for_in_statement') {
      const list = declaration.node.field('right');
      return list === null ? null : { list, key: declaration.key };
    }
    if (declaration?.kind !== 'parameter') return null;
    if (parametersOf(declaration.function)[0]?.range.start !== declaration.node.range.start) return null;
    const list = callbacksOf(module).get(declaration.function.range.start);
    return list === undefined ? null : { list, key: declaration.key };
  };

  /** Values of one argument by turn, null where it does not vary with a loop. */
  const turnsOf = (arg: SyntaxNode, module: CodeModule): (Placed | null)[] | null => {
    const inner = unwrap(arg);
    const name = inner.kind === 'member_expression' ? inner.field('object') : inner;
    if (name?.kind !== 'identifier') return null;
    const loop = loopOf(name, module);
    const definition = loop === null ? null : definitions.of(loop.list, module);
    if (loop === null || definition?.kind !== 'node' || definition.node.kind !== 'array') return null;
    const key = loop.key ?? (inner === name ? null : (inner.field('property')?.text ?? null));
    return flatten(definition.node, definition.module, definitions)
      .slice(0, maxTurns)
      .map((element) => (key === null ? element : propertyOf(element, key)));
  };

  const propertyOf = (element: Placed, key: string): Placed | null => {
    const definition = definitions.of(element.node, element.module);
    if (definition?.kind !== 'node') return null;
    const value = entriesOf(definition.node).get(key);
    return value === undefined ? null : { node: value, module: definition.module };
  };

  return {
    unrolled(args, module) {
      const turns = args.map((arg) => turnsOf(arg, module));
      const count = Math.max(0, ...turns.map((each) => each?.length ?? 0));
      if (count === 0) return [args.map((node) => ({ node, module }))];
      return Array.from({ length: count }, (_, turn) =>
        args.map((node, index) => turns[index]?.[turn] ?? { node, module }),
      );
    },
  };
}
