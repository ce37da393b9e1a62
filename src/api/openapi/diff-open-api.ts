import type { ContractChange, ContractPlace } from '../contract-change.ts';
import { checkFor, messageOf } from './check-table.ts';
import { checks } from './checks.ts';
import { compareOperations } from './compare-operations.ts';
import { createSchemaComparison } from './compare-schemas.ts';
import { child, type OpenApiDocument, type Pointer } from './document.ts';
import type { Edit } from './edit.ts';
import { isRequired, type Operation, operationsOf } from './operations.ts';
import { linesOf } from './positions.ts';

/** Changes that are told of one pair of documents: more are no help, and another document is not a change of this one. */
const maxChanges = 5_000;

/**
 * What the head's document changes for callers of the base's, operation by operation, in the order of the documents.
 * A change of a shared schema is told for every operation that uses it (see mergeSharedChanges).
 */
export function diffOpenApi(base: OpenApiDocument, head: OpenApiDocument): ContractChange[] {
  const { byKey: before, unknownPaths: unknownBefore } = operationsOf(base);
  const { byKey: after, unknownPaths: unknownAfter } = operationsOf(head);
  const compareSchemas = createSchemaComparison(base, head);
  const headPaths = new Set([...after.values()].map((operation) => operation.pathKey));
  const inherits = [...before].some(
    ([key, { security }]) => security.own === null && after.get(key)?.security.own === null,
  );
  const found: Found[] = inherits ? documentEdits(base, head).map((edit) => ({ operation: '*', edit })) : [];
  const add = (operation: Operation, edits: readonly Edit[]): void => {
    for (const edit of edits) found.push({ operation: operation.title, edit });
  };
  for (const [key, operation] of before) {
    const other = after.get(key);
    if (other !== undefined) add(other, compareOperations(operation, other, compareSchemas));
    else if (!unknownAfter.has(operation.pathKey))
      add(operation, [operationEdit('remove', operation, !headPaths.has(operation.pathKey))]);
  }
  for (const [key, operation] of after)
    if (!before.has(key) && !unknownBefore.has(operation.pathKey))
      add(operation, [operationEdit('add', operation, false)]);
  return placed(found.slice(0, maxChanges), base, head);
}

interface Found {
  readonly operation: string;
  readonly edit: Edit;
}

function operationEdit(action: 'add' | 'remove', operation: Operation, wholePath: boolean): Edit {
  return {
    direction: 'none',
    area: 'paths',
    of: 'operation',
    kind: 'existence',
    action,
    wholePath,
    deprecated: operation.deprecated,
    place: '',
    name: '',
    base: action === 'remove' ? operation.node.at : null,
    head: action === 'add' ? operation.node.at : null,
  };
}

function documentEdits(base: OpenApiDocument, head: OpenApiDocument): Edit[] {
  const before = child(base.root, 'security');
  const after = child(head.root, 'security');
  if (isRequired(before) === isRequired(after)) return [];
  return [
    {
      direction: 'none',
      area: 'security',
      of: 'document',
      kind: 'existence',
      action: isRequired(after) ? 'add' : 'remove',
      place: 'security',
      name: '',
      base: before?.at ?? null,
      head: after?.at ?? null,
    },
  ];
}

function placed(found: readonly Found[], base: OpenApiDocument, head: OpenApiDocument): ContractChange[] {
  const known = found.flatMap(({ operation, edit }) => {
    const check = checkFor(checks, edit);
    return check === null ? [] : [{ operation, edit, check }];
  });
  const basePlaces = placesOf(
    known.map(({ edit }) => edit.base),
    base,
  );
  const headPlaces = placesOf(
    known.map(({ edit }) => edit.head),
    head,
  );
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

function placesOf(
  pointers: readonly (Pointer | null)[],
  document: OpenApiDocument,
): (ContractPlace | null)[] {
  const known = pointers.filter((pointer) => pointer !== null);
  const lines = linesOf(document, known);
  let next = 0;
  return pointers.map((pointer) =>
    pointer === null ? null : { path: document.path, line: lines[next++] ?? 1 },
  );
}
