import type { ContractChange } from '../contract-change.ts';
import { versionEdits } from './api-version.ts';
import { checkFor, messageOf } from './check-table.ts';
import { checks } from './checks.ts';
import { bodyEdits, payloadEdits, responseEdits } from './compare-messages.ts';
import { parameterEdits } from './compare-parameters.ts';
import { createSchemaComparison } from './compare-schemas.ts';
import { child, members, type Node } from './document.ts';
import type { CompareSchemas, Edit } from './edit.ts';
import { isUnpromised, lifecycleEdits } from './lifecycle.ts';
import {
  type Operation,
  type OperationPlace,
  operationsOf,
  readOperation,
  serversOf,
  wordsOf,
} from './operations.ts';
import { placesOf } from './places.ts';
import type { Description } from './references.ts';
import { createSameness, type Sameness } from './sameness.ts';
import { textOf } from './schema-keywords.ts';
import { readSecurity, schemeEdits, securityEdits } from './security.ts';
import { createCalendar, type SunsetCalendar } from './sunset.ts';

/** Changes that are told of one pair of documents: more are no help, and another document is not a change of this one. */
const maxChanges = 5_000;

interface Found {
  readonly operation: string;
  readonly edit: Edit;
  readonly isPromised: boolean;
}

interface Sides {
  readonly base: Description;
  readonly head: Description;
}

/**
 * What the head's document changes for callers of the base's, operation by operation, in the order of the documents.
 * A change of a shared schema is told for every operation that uses it (see mergeSharedChanges).
 *
 * @param today ISO date; without it nothing is said that needs it (dates that are over)
 */
export function diffOpenApi(
  base: Description,
  head: Description,
  today: string | null = null,
): ContractChange[] {
  const before = operationsOf(base);
  const after = operationsOf(head);
  const calendar = createCalendar(today, base.document.text);
  const sameness = createSameness(base, head);
  const compareSchemas = createSchemaComparison(base, head, calendar, sameness);
  const headPaths = new Set([...after.byKey.values()].map((operation) => operation.pathKey));
  const basePaths = new Set([...before.byKey.values()].map((operation) => operation.pathKey));
  const found: Found[] = documentEdits({ base, head }, before.byKey, after.byKey).map((edit) => ({
    operation: '*',
    edit,
    isPromised: true,
  }));
  const add = ({ title }: OperationPlace, isPromised: boolean, edits: readonly Edit[]): void => {
    for (const edit of edits) found.push({ operation: title, edit, isPromised });
  };
  const inherited = sameDefaults(base, head);
  for (const [key, operation] of before.byKey) {
    const other = after.byKey.get(key);
    if (other !== undefined && inherited && isSame(operation, other, sameness)) continue;
    const isPromised = !isUnpromised(wordsOf(operation.node));
    if (other !== undefined) {
      const [one, two] = [readOperation(base, operation), readOperation(head, other)];
      add(other, isPromised, operationEdits(one, two, compareSchemas, calendar));
    } else if (!after.unknownPaths.has(operation.pathKey))
      add(operation, isPromised, [removedOperation(operation, !headPaths.has(operation.pathKey), calendar)]);
  }
  for (const [key, operation] of after.byKey)
    if (!before.byKey.has(key) && !before.unknownPaths.has(operation.pathKey))
      add(operation, true, [existenceEdit('add', operation, !basePaths.has(operation.pathKey))]);
  const changes = placed(found);
  const versions = versionEdits(
    base,
    head,
    changes.map(({ level }) => level),
  );
  return [...changes, ...placed(versions.map((edit) => ({ operation: '*', edit, isPromised: true })))];
}

/** Whether what operations of Swagger 2.0 have from their document is the same. */
function sameDefaults(base: Description, head: Description): boolean {
  const [one, other] = [base, head].map(({ document: { root } }) =>
    ['consumes', 'produces'].map((key) => textOf(child(root, key)?.value ?? null)).join(' '),
  );
  return one === other;
}

function isSame(base: OperationPlace, head: OperationPlace, sameness: Sameness): boolean {
  return (
    base.path === head.path &&
    sameness.same(base.node, head.node) &&
    sameness.same(child(base.item, 'parameters'), child(head.item, 'parameters'))
  );
}

function operationEdits(
  base: Operation,
  head: Operation,
  compareSchemas: CompareSchemas,
  calendar: SunsetCalendar,
): Edit[] {
  const owner = { ...traitsOf(head), place: '', name: '' };
  if (head.origin !== 'path') return payloadEdits(base, head, compareSchemas);
  // What changes with the document's own requirement is told once, for the document.
  const hasOwn = base.security.own !== null || head.security.own !== null;
  return [
    ...lifecycleEdits(owner, base.words, head.words, base.node, head.node, calendar),
    ...parameterEdits(base, head, compareSchemas, calendar),
    ...bodyEdits(base, head, compareSchemas),
    ...responseEdits(base, head, compareSchemas),
    ...(hasOwn ? securityEdits(base.security, head.security, 'operation', base.node, head.node) : []),
    ...nameEdits(base, head),
  ];
}

function traitsOf(operation: OperationPlace): Pick<Edit, 'direction' | 'area' | 'of'> {
  return operation.origin === 'webhook'
    ? { direction: 'none', area: 'components', of: 'webhook' }
    : { direction: 'none', area: 'paths', of: operation.origin === 'callback' ? 'callback' : 'operation' };
}

function existenceEdit(action: 'add' | 'remove', operation: OperationPlace, wholePath: boolean): Edit {
  return {
    ...traitsOf(operation),
    kind: 'existence',
    action,
    wholePath,
    place: '',
    name: '',
    base: action === 'remove' ? operation.node : null,
    head: action === 'add' ? operation.node : null,
  };
}

function removedOperation(operation: OperationPlace, wholePath: boolean, calendar: SunsetCalendar): Edit {
  const edit = existenceEdit('remove', operation, wholePath);
  return operation.origin === 'path'
    ? { ...edit, ...calendar.removal({ keywords: wordsOf(operation.node) }) }
    : edit;
}

/** What clients and pages are generated by: the operation's name and its tags. */
function nameEdits(base: Operation, head: Operation): Edit[] {
  const edit = (
    of: 'operation-id' | 'tag',
    action: 'add' | 'remove',
    name: string,
    one: Node,
    other: Node,
  ): Edit => ({
    direction: 'none',
    area: of === 'tag' ? 'tags' : 'paths',
    of,
    kind: 'existence',
    action,
    place: '',
    name,
    base: one,
    head: other,
  });
  const [was, is] = [base.words.get('operationId'), head.words.get('operationId')];
  const edits: Edit[] = [];
  if (was?.value !== is?.value) {
    if (was !== undefined)
      edits.push(edit('operation-id', 'remove', String(was.value), was, is ?? head.node));
    if (is !== undefined) edits.push(edit('operation-id', 'add', String(is.value), was ?? base.node, is));
  }
  for (const [tag, node] of base.tags)
    if (!head.tags.has(tag)) edits.push(edit('tag', 'remove', tag, node, head.node));
  for (const [tag, node] of head.tags)
    if (!base.tags.has(tag)) edits.push(edit('tag', 'add', tag, base.node, node));
  return edits;
}

/** What changes for the document as a whole. */
function documentEdits(
  { base, head }: Sides,
  before: ReadonlyMap<string, OperationPlace>,
  after: ReadonlyMap<string, OperationPlace>,
): Edit[] {
  const inherits = [...before].some(([key, { node }]) => {
    const other = after.get(key);
    return other !== undefined && child(node, 'security') === null && child(other.node, 'security') === null;
  });
  const [one, other] = [base.document, head.document];
  const security = inherits
    ? securityEdits(readSecurity(one, one.root), readSecurity(other, other.root), 'document', null, null)
    : [];
  return [...security, ...schemeEdits(base, head), ...serverEdits(base, head), ...removedSchemas(base, head)];
}

function serverEdits(base: Description, head: Description): Edit[] {
  const [before, after] = [serversOf(base), serversOf(head)];
  // A document that names none says nothing of where it is answered.
  if (before.size === 0 || after.size === 0) return [];
  const edit = (action: 'add' | 'remove', name: string, one: Node | null, other: Node | null): Edit => ({
    direction: 'none',
    area: 'servers',
    of: 'server',
    kind: 'existence',
    action,
    place: 'server',
    name,
    base: one,
    head: other,
  });
  return [
    ...[...before].flatMap(([url, node]) => (after.has(url) ? [] : [edit('remove', url, node, null)])),
    ...[...after].flatMap(([url, node]) => (before.has(url) ? [] : [edit('add', url, null, node)])),
  ];
}

function removedSchemas(base: Description, head: Description): Edit[] {
  const [before, after] = [base, head].map(({ document: { root } }) =>
    members(child(child(root, 'components'), 'schemas') ?? child(root, 'definitions')),
  );
  const names = new Set(after?.map(([name]) => name));
  return (before ?? []).flatMap(([name, node]): Edit[] =>
    names.has(name)
      ? []
      : [
          {
            direction: 'none',
            area: 'components',
            of: 'schema',
            kind: 'existence',
            action: 'remove',
            place: 'schema',
            name,
            base: node,
            head: null,
          },
        ],
  );
}

function placed(found: readonly Found[]): ContractChange[] {
  const known = found
    .flatMap(({ operation, edit, isPromised }) => {
      const check = checkFor(checks, edit);
      // What is a draft may break: nobody was promised anything.
      const isTold = check !== null && (isPromised || check.level === 'compatible');
      return isTold ? [{ operation, edit, check }] : [];
    })
    .slice(0, maxChanges);
  const basePlaces = placesOf(known.map(({ edit }) => edit.base));
  const headPlaces = placesOf(known.map(({ edit }) => edit.head));
  return known.map(({ operation, edit, check }, index) => ({
    id: check.id,
    level: check.level,
    format: 'openapi',
    operation,
    subject: [edit.place, edit.name].filter((part) => part !== '').join(': '),
    message: messageOf(check, edit),
    base: basePlaces[index] ?? null,
    head: headPlaces[index] ?? null,
  }));
}
