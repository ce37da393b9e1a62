import type { CodeCall } from '../code/view/calls.ts';
import { type CodeFunction, type CodeView, inside } from '../code/view/code-view.ts';

/** Names of whom a thing belongs to, and of who is asking. */
const owner =
  /(?:\b|_)(?:user|owner|tenant|organi[sz]ation|org|account|workspace|company|customer|team|author)_?id\b|\bcurrent_?(?:user|account|tenant|organi[sz]ation)\b|\b(?:req|request|ctx|context|c|session)\.(?:user|tenant|account|auth)\b|\bauth\(\)/gi;
/** Calls that ask whether somebody may. */
const asks =
  /^(?:authorize!?|authorizeResource|ensureOwner\w*|assertOwner\w*|checkOwner\w*|verifyOwner\w*|check(?:Access|Permissions?|Ability)|requirePermissions?|assertCan\w*|authorizeOrFail|policy_scope|check_object_permissions|denyAccessUnlessGranted|throwUnlessCan|enforce)$/;
const mayAsk = /auth|permi|polic|access|owner|guard|\bcan\b|abilit|allow|role|scope|tenant/gi;
const reads =
  /^(?:find\w*|get\w*|load\w*|fetch\w*|update\w*|delete\w*|destroy\w*|remove\w*|where|filter(?:_by)?|first\w*|one\w*|exclude|select|query|execute|exec|save|create\w*)!?$/i;
/** What has to do with a request at all: models and jobs read what they are told to. */
const ofRequest =
  /\bparams\b|\breq\b|\brequest\b|\bctx\b|\bc\.(?:Param|Query)|@PathVariable|\bpk\b|\[From|\br \*http\./;
const longestFunction = 20_000;

/** A call that reads or writes a thing and no longer says whose it is. */
export interface LostScope {
  readonly call: CodeCall;
  readonly before: string;
}

/** Functions of both sides that are the same one, where only one has its name (or its first line, where it has none). */
export function samePairs(
  base: CodeView,
  head: CodeView,
): readonly (readonly [base: CodeFunction, head: CodeFunction])[] {
  const named = (code: CodeView): Map<string, CodeFunction[]> =>
    Map.groupBy(code.functions, (each) => nameOf(each, code));
  const before = named(base);
  return [...named(head)].flatMap(([name, [one, more]]) => {
    const [was, moreBefore] = before.get(name) ?? [];
    if (
      name === '' ||
      one === undefined ||
      was === undefined ||
      more !== undefined ||
      moreBefore !== undefined
    )
      return [];
    return base.textOf(was.node) === head.textOf(one.node) ? [] : [[was, one] as const];
  });
}

function nameOf({ name, node }: CodeFunction, { text, lines }: CodeView): string {
  if (name !== '') return name;
  const line = lines.rangeOf(lines.lineAt(node.range.start));
  return text.slice(line.start, Math.min(line.end, line.start + 200)).trim();
}

/** Reads and writes of a function that name no owner any more, where nothing new may do the same. */
export function lostScopes(
  was: CodeFunction,
  is: CodeFunction,
  base: CodeView,
  head: CodeView,
): readonly LostScope[] {
  const [before, after] = [textOf(was, base), textOf(is, head)];
  if (before === null || after === null || newWords(mayAsk, before, after) || !ofRequest.test(after))
    return [];
  const earlier = readsOf(was, base);
  return [...readsOf(is, head)].flatMap(([name, now]) => {
    const then = earlier.get(name);
    if (then === undefined || then === 'several' || now === 'several') return [];
    const [thenText, nowText] = [base.textOf(then.node), head.textOf(now.node)];
    const lost = thenText.match(owner) ?? [];
    if (lost.length === 0 || (nowText.match(owner) ?? []).length > 0) return [];
    // Somewhere else in the function it may be asked for now.
    const rest = count(owner, before) - lost.length;
    return count(owner, after) > rest || !/id\b|pk\b|params/i.test(nowText)
      ? []
      : [{ call: now, before: thenText }];
  });
}

/** A call that asked whether somebody may, and that nothing new replaces. */
export function lostAsk(
  was: CodeFunction,
  is: CodeFunction,
  base: CodeView,
  head: CodeView,
): CodeCall | null {
  const [before, after] = [textOf(was, base), textOf(is, head)];
  if (before === null || after === null) return null;
  const asked = inside(base.calls, was.node.range).find(({ name }) => asks.test(name));
  if (asked === undefined || inside(head.calls, is.node.range).some(({ name }) => asks.test(name)))
    return null;
  // A filter, a decorator or a caller of the same file may ask now.
  const gone = count(mayAsk, base.textOf(asked.node));
  return count(mayAsk, head.text) > count(mayAsk, base.text) - gone ? null : asked;
}

function textOf({ node }: CodeFunction, code: CodeView): string | null {
  return node.range.end - node.range.start > longestFunction
    ? null
    : code.text.slice(node.range.start, node.range.end);
}

function count(words: RegExp, text: string): number {
  return (text.match(words) ?? []).length;
}

function newWords(words: RegExp, before: string, after: string): boolean {
  const known = new Set((before.match(words) ?? []).map((word) => word.toLowerCase()));
  return (after.match(words) ?? []).some((word) => !known.has(word.toLowerCase()));
}

/** The reads and writes of a function by what they are called, those that stand in no other one. */
function readsOf({ node }: CodeFunction, code: CodeView): ReadonlyMap<string, CodeCall | 'several'> {
  const found = new Map<string, CodeCall | 'several'>();
  let end = 0;
  for (const call of inside(code.calls, node.range)) {
    if (!reads.test(call.name) || call.node.range.start < end) continue;
    end = call.node.range.end;
    found.set(call.name, found.has(call.name) ? 'several' : call);
  }
  return found;
}
