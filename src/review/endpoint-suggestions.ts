import type { Endpoint, EndpointChange } from '../api/endpoint.ts';
import type { Suggestion } from '../report/finding.ts';
import type { EndpointRule } from '../rules/rule.ts';
import { indexLines } from '../text/lines.ts';
import { applySuggestion } from './whole-lines.ts';

/** What a suggestion about an endpoint is tried on. */
export interface EndpointTrial {
  /** Text of a file that was searched for endpoints; null where it was not. */
  textOf(side: 'base' | 'head', path: string): string | null;
  /** The changes of endpoints where a file of the head had this text; null where that is tried no more. */
  changesWith(path: string, text: string): readonly EndpointChange[] | null;
}

/** Proving one costs a search of the whole side. */
const maxTries = 30;

/** Gives suggestions for changes of endpoints, as far as the tries of one review go. */
export function createEndpointSuggestions(
  changes: readonly EndpointChange[],
  trial: EndpointTrial | null,
): (rule: EndpointRule, change: EndpointChange) => Suggestion | null {
  let tries = 0;
  return (rule, change) =>
    trial === null
      ? null
      : endpointSuggestion(rule, change, changes, {
          ...trial,
          changesWith: (path, text) => (tries++ < maxTries ? trial.changesWith(path, text) : null),
        });
}

/**
 * The registration as it was before, in place of the one that there is now or beside it, as the rule says; null where
 * that does not take back what was found, or changes anything else.
 */
export function endpointSuggestion(
  rule: EndpointRule,
  change: EndpointChange,
  changes: readonly EndpointChange[],
  trial: EndpointTrial,
): Suggestion | null {
  if (rule.remedy === undefined || (change.kind !== 'changed' && change.kind !== 'moved')) return null;
  const { base, head } = change;
  // With another handler the old registration says more than what was found.
  if (base.handlerText === null || base.handlerText !== head.handlerText) return null;
  const [before, now] = [trial.textOf('base', base.span.path), trial.textOf('head', head.span.path)];
  if (before === null || now === null || base.span.path !== head.span.path) return null;
  const old = linesOf(before, base);
  const replacement = rule.remedy === 'restore' ? old : `${linesOf(now, head)}\n${old}`;
  const { startLine, endLine } = head.span;
  const suggestion = { startLine, endLine, replacement: replacement.replaceAll('\r', '') };
  const text = applySuggestion(now, indexLines(now), suggestion);
  const after = trial.changesWith(head.span.path, text);
  return after !== null && takesBack(change, changes, after) ? suggestion : null;
}

function linesOf(text: string, { span }: Endpoint): string {
  const lines = indexLines(text);
  return text.slice(lines.rangeOf(span.startLine).start, lines.rangeOf(span.endLine).end);
}

/** Whether this change is gone and the others are what they were; an old path that is back leaves the new one as added. */
function takesBack(
  change: EndpointChange,
  before: readonly EndpointChange[],
  after: readonly EndpointChange[],
): boolean {
  const others = new Set(before.filter((each) => each !== change).map(nameOf));
  if (change.kind === 'moved') others.add(nameOf({ kind: 'added', head: change.head }));
  return after.length === others.size && after.every((each) => others.has(nameOf(each)));
}

function nameOf(change: EndpointChange): string {
  const route = ({ method, path }: Endpoint): string => `${method} ${path}`;
  const from = 'base' in change ? route(change.base) : '';
  const to = 'head' in change ? route(change.head) : '';
  const aspects = 'aspects' in change ? (change.aspects ?? []).join(' ') : '';
  return `${change.kind} ${from} ${to} ${aspects}`;
}
