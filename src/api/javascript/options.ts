import { entriesOf } from '../../code/javascript.ts';
import type { FrameworkContext } from '../web-framework.ts';
import type { Placed } from './endpoint.ts';

export type Options = ReadonlyMap<string, Placed>;

/** Spreads inside spreads that are opened. */
const maxSpreads = 3;

/** The entries of an options object, in place or as a constant, with those of spread constants; null for anything else. */
export function optionsOf(
  { node, module }: Placed,
  context: FrameworkContext,
  depth = 0,
): Map<string, Placed> | null {
  const definition = context.definitions.of(node, module);
  if (definition?.kind !== 'node' || definition.node.kind !== 'object') return null;
  const place = definition.module;
  const entries = new Map<string, Placed>();
  for (const child of definition.node.children()) {
    const spread = child.kind === 'spread_element' ? child.children()[0] : undefined;
    if (spread === undefined || depth >= maxSpreads) continue;
    for (const [name, value] of optionsOf({ node: spread, module: place }, context, depth + 1) ?? [])
      entries.set(name, value);
  }
  for (const [name, value] of entriesOf(definition.node)) entries.set(name, { node: value, module: place });
  return entries;
}
