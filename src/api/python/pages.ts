import type { Seen } from '../endpoint.ts';
import { seenIn } from '../seen.ts';
import { argumentOf, type CallExpression, lastName } from './expression.ts';
import type { PythonFunction, PythonModule } from './module.ts';
import type { Project } from './project.ts';
import { numberOf } from './values.ts';

/** Names of parameters that say how much one answer holds. */
export const sizeName = /^(?:limit|page_?size|per_?page|size|count|take|top|max_results|first)$/i;

/** Calls in a handler's body that cut what is answered into pages: `query.limit(50)`, `Paginator(rows, 20)`, `query.paginate(max_per_page=100)`. */
export function pagesInside(handler: PythonFunction, module: PythonModule, project: Project): Seen[] {
  const source = project.source(module.path);
  const site = { module, scope: handler.scope };
  return handler.body.calls.flatMap((call): Seen[] => {
    const name = lastName(call);
    if (!isPaging(name, call)) return [];
    const size =
      argumentOf(call, 'max_per_page') ??
      argumentOf(call, 'per_page') ??
      (name === 'limit' ? call.args[0] : name === 'Paginator' ? call.args[1] : undefined);
    const limit = numberOf(size, site, project);
    // Of a chain only its last link: `limit(50)`.
    const link = { start: Math.max(call.start, call.callee.end - name.length), end: call.end };
    return [{ ...seenIn(link, source), ...(limit === null ? {} : { limit }) }];
  });
}

function isPaging(name: string, call: CallExpression): boolean {
  if (name === 'limit') return call.callee.kind === 'attribute' && call.args.length === 1;
  return /^(?:paginate\w*|Paginator|\w*_paginate|get_paginated_response|\w*Pagination)$/.test(name);
}
