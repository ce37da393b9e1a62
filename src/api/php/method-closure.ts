import type { PhpBody } from './body.ts';
import type { PhpLineage } from './class-index.ts';
import type { PhpMethod } from './php-file.ts';

/** Methods of the same class that are followed. */
const maxMethods = 30;

/** The body of a method, and those of the methods of its own class that it calls. */
export function closureOf(method: PhpMethod, lineage: PhpLineage): PhpBody[] {
  const bodies = [method.body];
  const seen = new Set([method.name]);
  for (let at = 0; at < bodies.length && bodies.length < maxMethods; at++)
    for (const name of bodies[at]?.calls ?? []) {
      const next = lineage.methods.get(name);
      if (next === undefined || seen.has(name)) continue;
      seen.add(name);
      bodies.push(next.body);
    }
  return bodies;
}
