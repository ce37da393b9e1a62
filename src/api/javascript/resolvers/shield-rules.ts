import { callOf } from '../../../code/javascript.ts';
import { checkKindOfName } from '../../check-names.ts';
import { oneCheck } from '../../one-check.ts';
import { type Checks, joinChecks, noChecks } from '../../routes.ts';
import { seenAt } from '../../seen.ts';
import type { FrameworkContext } from '../../web-framework.ts';
import type { Placed } from '../endpoint.ts';
import { optionsOf } from '../options.ts';
import { operationMethod } from './operation.ts';

/** The checks of `shield({ Query: { orders: isAuthenticated } })`, by `QUERY orders`; `QUERY *` for the others. */
export function shieldRules(context: FrameworkContext): ReadonlyMap<string, Checks> {
  const rules = new Map<string, Checks>();
  for (const module of context.mentioning(['graphql-shield'])) {
    for (const node of module.file.root.findAll(['call_expression'])) {
      const call = callOf(node);
      const map = call?.name === 'shield' ? call.args[0] : undefined;
      const types = map === undefined ? null : optionsOf({ node: map, module }, context);
      for (const [type, fields] of types ?? []) {
        const method = operationMethod(type);
        if (method === null) continue;
        const named = optionsOf(fields, context);
        if (named === null) rules.set(`${method} *`, checksOfRule(fields));
        for (const [name, rule] of named ?? []) rules.set(`${method} ${name}`, checksOfRule(rule));
      }
    }
  }
  return rules;
}

/** Combinations that are opened: `and(isAuthenticated, isAdmin)`. */
const combiners = /^(?:and|or|chain|race)$/;

function checksOfRule(rule: Placed, depth = 0): Checks {
  const call = callOf(rule.node);
  if (call !== null && combiners.test(call.name) && depth < 4)
    return joinChecks(...call.args.map((node) => checksOfRule({ node, module: rule.module }, depth + 1)));
  const name = call?.name ?? rule.node.text.slice(0, 80);
  if (name === 'allow') return noChecks;
  const seen = { ...seenAt(rule.node, rule.module), text: `shield: ${seenAt(rule.node, rule.module).text}` };
  const kind = checkKindOfName(name);
  if (name === 'deny' || kind === 'harmless') return { ...noChecks, authorization: [seen] };
  return oneCheck(kind, seen);
}
