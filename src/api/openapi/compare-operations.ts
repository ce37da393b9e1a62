import type { CompareSchemas } from './compare-schemas.ts';
import { child, type Node } from './document.ts';
import type { Edit } from './edit.ts';
import type { Body, Operation, Parameter, Response } from './operations.ts';

/** Differences of one operation that both sides have. */
export function compareOperations(base: Operation, head: Operation, compareSchemas: CompareSchemas): Edit[] {
  return [
    ...parameterEdits(base, head, compareSchemas),
    ...bodyEdits(base, head, compareSchemas),
    ...responseEdits(base, head, compareSchemas),
    ...securityEdits(base, head),
  ];
}

function parameterEdits(base: Operation, head: Operation, compareSchemas: CompareSchemas): Edit[] {
  const edits: Edit[] = [];
  const edit = (parameter: Parameter, rest: Pick<Edit, 'kind' | 'action' | 'base' | 'head'>): Edit => ({
    direction: 'request',
    area: 'parameters',
    of: parameter.location === 'path' ? 'path-parameter' : 'parameter',
    required: parameter.required,
    deprecated: parameter.deprecated,
    hasDefault: child(child(parameter.node, 'schema') ?? parameter.node, 'default') !== null,
    place: `${parameter.location} parameter`,
    name: parameter.name,
    ...rest,
  });
  for (const [key, before] of base.parameters) {
    const after = head.parameters.get(key);
    if (after === undefined) {
      if (head.unknown.parameters) continue;
      edits.push(edit(before, { kind: 'existence', action: 'remove', base: before.node.at, head: null }));
      continue;
    }
    const places = { base: before.node.at, head: after.node.at };
    if (before.required !== after.required)
      edits.push(
        edit(after, {
          kind: 'requiredness',
          action: 'change',
          ...places,
          head: [...places.head, 'required'],
        }),
      );
    for (const inner of compareSchemas('request', child(before.node, 'schema'), child(after.node, 'schema')))
      if (inner.kind === 'type' && inner.name === '')
        edits.push({
          ...edit(after, { kind: 'type', action: inner.action, base: inner.base, head: inner.head }),
          ...types(inner),
        });
  }
  for (const [key, after] of head.parameters)
    if (!base.parameters.has(key) && !base.unknown.parameters)
      edits.push(edit(after, { kind: 'existence', action: 'add', base: null, head: after.node.at }));
  return edits;
}

function types(edit: Edit): Pick<Edit, 'from' | 'to'> {
  return {
    ...(edit.from === undefined ? {} : { from: edit.from }),
    ...(edit.to === undefined ? {} : { to: edit.to }),
  };
}

function bodyEdits(base: Operation, head: Operation, compareSchemas: CompareSchemas): Edit[] {
  const before = base.body;
  const after = head.body;
  const edit = (body: Body, rest: Pick<Edit, 'kind' | 'action' | 'base' | 'head'>): Edit => ({
    direction: 'request',
    area: 'requestbody',
    of: 'body',
    required: body.required,
    place: 'request body',
    name: '',
    ...rest,
  });
  if ((before === null && after === null) || base.unknown.body || head.unknown.body) return [];
  if (before === null)
    return after === null
      ? []
      : [edit(after, { kind: 'existence', action: 'add', base: null, head: after.node.at })];
  if (after === null)
    return [edit(before, { kind: 'existence', action: 'remove', base: before.node.at, head: null })];
  const edits: Edit[] = [];
  if (before.required !== after.required)
    edits.push(
      edit(after, { kind: 'requiredness', action: 'change', base: before.node.at, head: after.node.at }),
    );
  edits.push(
    ...contentEdits(
      'request',
      'request',
      before.content,
      after.content,
      before.node,
      after.node,
      compareSchemas,
    ),
  );
  return edits;
}

function responseEdits(base: Operation, head: Operation, compareSchemas: CompareSchemas): Edit[] {
  const edits: Edit[] = [];
  const edit = (status: string, action: 'add' | 'remove', response: Response): Edit => ({
    direction: 'response',
    area: 'responses',
    of: status.startsWith('2') ? 'success-status' : 'non-success-status',
    kind: 'existence',
    action,
    place: 'response',
    name: status,
    base: action === 'remove' ? response.node.at : null,
    head: action === 'add' ? response.node.at : null,
  });
  for (const [status, before] of base.responses) {
    const after = head.responses.get(status);
    if (after === undefined) {
      if (!head.responses.has(`${status[0]}XX`)) edits.push(edit(status, 'remove', before));
      continue;
    }
    if (before.content === null || after.content === null) continue;
    edits.push(
      ...contentEdits(
        'response',
        `response ${status}`,
        before.content,
        after.content,
        before.node,
        after.node,
        compareSchemas,
      ),
    );
  }
  for (const [status, after] of head.responses)
    if (!base.responses.has(status) && !base.responses.has(`${status[0]}XX`))
      edits.push(edit(status, 'add', after));
  return edits;
}

function contentEdits(
  direction: 'request' | 'response',
  place: string,
  before: ReadonlyMap<string, Node | null>,
  after: ReadonlyMap<string, Node | null>,
  baseNode: Node,
  headNode: Node,
  compareSchemas: CompareSchemas,
): Edit[] {
  const edits: Edit[] = [];
  const edit = (type: string, action: 'add' | 'remove'): Edit => ({
    direction,
    area: direction === 'request' ? 'requestbody' : 'responses',
    of: 'media-type',
    kind: 'existence',
    action,
    place,
    name: type,
    base: action === 'remove' ? [...baseNode.at, 'content', type] : null,
    head: action === 'add' ? [...headNode.at, 'content', type] : null,
  });
  for (const [type, base] of before) {
    if (!after.has(type)) {
      edits.push(edit(type, 'remove'));
      continue;
    }
    for (const inner of compareSchemas(direction, base, after.get(type) ?? null))
      edits.push({ ...inner, place: `${place} ${type}` });
  }
  for (const type of after.keys()) if (!before.has(type)) edits.push(edit(type, 'add'));
  return edits;
}

function securityEdits(base: Operation, head: Operation): Edit[] {
  if (base.security.required === head.security.required) return [];
  // What changes with the document's own requirement is told once, for the document.
  if (base.security.own === null && head.security.own === null) return [];
  return [
    {
      direction: 'none',
      area: 'security',
      of: 'operation',
      kind: 'existence',
      action: head.security.required ? 'add' : 'remove',
      place: 'security',
      name: '',
      base: base.security.own?.at ?? base.node.at,
      head: head.security.own?.at ?? head.node.at,
    },
  ];
}
