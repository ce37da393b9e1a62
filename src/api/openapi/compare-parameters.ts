import { members, type Node, own } from './document.ts';
import type { CompareSchemas, Edit } from './edit.ts';
import { lifecycleEdits } from './lifecycle.ts';
import type { Parameter } from './messages.ts';
import { type Operation, wordsOf } from './operations.ts';
import type { SunsetCalendar } from './sunset.ts';

type Owner = Omit<Edit, 'kind' | 'action' | 'base' | 'head'>;

/** Differences of the parameters of one operation. */
export function parameterEdits(
  base: Operation,
  head: Operation,
  compareSchemas: CompareSchemas,
  calendar: SunsetCalendar,
): Edit[] {
  const edits: Edit[] = [];
  for (const [key, before] of base.parameters) {
    const after = head.parameters.get(key);
    if (after !== undefined) edits.push(...changedParameter(before, after, compareSchemas, calendar));
    else if (!head.unknown.parameters && before.location !== 'path')
      edits.push({
        ...ownerOf(before),
        kind: 'existence',
        action: 'remove',
        ...calendar.removal({ keywords: wordsOf(before.node) }),
        base: before.node,
        head: null,
      });
  }
  for (const [key, after] of head.parameters)
    if (!base.parameters.has(key) && !base.unknown.parameters && !isPartOfPath(after))
      edits.push({
        ...ownerOf(after),
        of: after.location === 'path' ? 'path-parameter' : after.ofPath ? 'shared-parameter' : 'parameter',
        kind: 'existence',
        action: 'add',
        base: null,
        head: after.node,
      });
  return edits;
}

/** The two have the same path: callers fill in its parts already, whether they were described or not. */
function isPartOfPath({ key, location }: Parameter): boolean {
  return location === 'path' && /^path \d+$/.test(key);
}

function ownerOf(parameter: Parameter): Owner {
  return {
    direction: 'request',
    area: 'parameters',
    of: 'parameter',
    required: parameter.required,
    hasDefault: members(parameter.schema).some(([key]) => key === 'default'),
    place: `${parameter.location} parameter`,
    name: parameter.name,
  };
}

function changedParameter(
  before: Parameter,
  after: Parameter,
  compareSchemas: CompareSchemas,
  calendar: SunsetCalendar,
): Edit[] {
  const owner = ownerOf(after);
  const [base, head] = [before.node, after.node];
  const edits = lifecycleEdits(owner, wordsOf(base), wordsOf(head), base, head, calendar);
  if (before.required !== after.required)
    edits.push({
      ...owner,
      kind: 'requiredness',
      action: 'change',
      base: requiredOf(base),
      head: requiredOf(head),
    });
  if (isRepeated(before, after)) return edits;
  for (const inner of compareSchemas('request', before.schema, after.schema))
    edits.push(...ofParameter(inner, owner, before.required && after.required));
  return edits;
}

/** One value where several are taken now is a list of one: `?id=1` stays what it was. */
function isRepeated(before: Parameter, after: Parameter): boolean {
  if (after.location !== 'query' || own(after.node.value, 'explode') === false) return false;
  const [from, to] = [own(before.schema?.value, 'type'), own(after.schema?.value, 'type')];
  return (
    to === 'array' &&
    typeof from === 'string' &&
    from !== 'array' &&
    own(own(after.schema?.value, 'items'), 'type') === from
  );
}

function requiredOf(node: Node): Node {
  return members(node).find(([key]) => key === 'required')?.[1] ?? node;
}

/** What a schema's difference is for the parameter that has it. */
function ofParameter(inner: Edit, owner: Owner, isAlwaysSent: boolean): Edit[] {
  // What is always sent has no use for a default.
  if (inner.keyword === 'default' && inner.of === 'body' && isAlwaysSent) return [];
  const isItself = inner.name === '' || inner.name === '[]';
  const isHeaderPart = owner.place === 'header parameter' && headerWords.has(wordOf(inner));
  const glue = inner.name.startsWith('[') || inner.name === '' ? '' : '.';
  return [
    {
      ...inner,
      ...(inner.kind === 'type' && isItself ? onTheWire(inner) : {}),
      area: 'parameters',
      of: isItself ? 'parameter' : isHeaderPart ? 'header-property' : 'parameter-property',
      place: owner.place,
      name: isItself ? owner.name : `${owner.name}${glue}${inner.name}`,
    },
  ];
}

/** What is told of the properties of a header apart from those of other parameters. */
const headerWords: ReadonlySet<string> = new Set(['requiredness', 'existence add', 'values enum change']);

function wordOf({ kind, action, keyword }: Edit): string {
  if (kind === 'requiredness' && keyword === undefined) return 'requiredness';
  return [kind, ...(keyword === undefined ? [] : [keyword]), action].join(' ');
}

/** A parameter is sent as text: where any text is taken, every value is. */
function onTheWire({ action, to }: Edit): Pick<Edit, 'action'> {
  return { action: action === 'change' && to === 'string' ? 'generalize' : action };
}
