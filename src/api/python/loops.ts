import type { CallExpression, Expression } from './expression.ts';
import type { Project, Site } from './project.ts';
import { itemsOf } from './values.ts';

/** Rounds of a loop that are read; a list of routes has some dozen. */
const maxRounds = 200;

/** Names and the values that they have in one round. */
type Round = ReadonlyMap<string, Expression>;

/** A call in a loop over a list that stands in the same file, once for each of its items; any other call as it is. */
export function unrolled(call: CallExpression, site: Site, project: Project): CallExpression[] {
  const names = new Set<string>();
  for (const arg of [...call.args, ...Object.values(call.named)]) collect(arg, names);
  const loops = [...names].flatMap((name) => {
    const found = project.resolve({ kind: 'name', name, start: call.start, end: call.start }, site);
    return found?.kind === 'item' ? [{ ...found, name }] : [];
  });
  const [first] = loops;
  if (first === undefined) return [call];
  // Loops inside loops are read as the one around the call.
  const own = loops.filter(({ of }) => of === first.of);
  const items = itemsOf(first.of, first, project).slice(0, maxRounds);
  if (items.length === 0 || items.some(({ module }) => module !== site.module)) return [call];
  return items.map(({ value }) => {
    const round: Round = new Map(
      own.flatMap(({ name, place }): [string, Expression][] => {
        const part = place === null ? value : value.kind === 'list' ? value.items[place] : undefined;
        return part === undefined ? [] : [[name, part]];
      }),
    );
    return {
      ...call,
      args: call.args.map((arg) => inRound(arg, round)),
      named: Object.fromEntries(Object.entries(call.named).map(([name, arg]) => [name, inRound(arg, round)])),
    };
  });
}

function collect(value: Expression, names: Set<string>): void {
  if (value.kind === 'name') names.add(value.name);
  for (const part of partsOf(value)) collect(part, names);
}

/** Parts of what paths and handlers are made of. */
function partsOf(value: Expression): readonly Expression[] {
  switch (value.kind) {
    case 'attribute':
      return [value.of];
    case 'call':
      return [value.callee, ...value.args];
    case 'operation':
      return [value.left, value.right];
    case 'list':
      return value.items;
    case 'text':
      return value.parts.filter((part) => typeof part !== 'string');
    default:
      return [];
  }
}

function inRound(value: Expression, round: Round): Expression {
  const inner = (part: Expression): Expression => inRound(part, round);
  switch (value.kind) {
    case 'name':
      return round.get(value.name) ?? value;
    case 'attribute':
      return { ...value, of: inner(value.of) };
    case 'call':
      return { ...value, callee: inner(value.callee), args: value.args.map(inner) };
    case 'operation':
      return { ...value, left: inner(value.left), right: inner(value.right) };
    case 'list':
      return { ...value, items: value.items.map(inner) };
    case 'text':
      return { ...value, parts: value.parts.map((part) => (typeof part === 'string' ? part : inner(part))) };
    default:
      return value;
  }
}
