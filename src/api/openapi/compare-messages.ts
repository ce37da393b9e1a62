import type { Node } from './document.ts';
import type { CompareSchemas, Direction, Edit } from './edit.ts';
import type { Body, Content, Header, Response } from './messages.ts';
import type { Operation } from './operations.ts';

/** Differences of the body that callers send. */
export function bodyEdits(base: Operation, head: Operation, compareSchemas: CompareSchemas): Edit[] {
  const [before, after] = [base.body, head.body];
  if (base.unknown.body || head.unknown.body) return [];
  if (before === null || after === null) {
    if (before !== null)
      return [bodyEdit(before, { kind: 'existence', action: 'remove', base: before.node, head: null })];
    return after === null
      ? []
      : [bodyEdit(after, { kind: 'existence', action: 'add', base: null, head: after.node })];
  }
  const places = { base: before.node, head: after.node };
  return [
    ...(before.required === after.required
      ? []
      : [bodyEdit(after, { kind: 'requiredness', action: 'change', ...places })]),
    ...contentEdits('request', 'request', before.content, after.content, places, compareSchemas),
  ];
}

function bodyEdit(body: Body, rest: Pick<Edit, 'kind' | 'action' | 'base' | 'head'>): Edit {
  return {
    direction: 'request',
    area: 'requestbody',
    of: 'body',
    required: body.required,
    place: 'request body',
    name: '',
    ...rest,
  };
}

/** What an API sends by itself is read by its callers, as an answer is. */
export function payloadEdits(base: Operation, head: Operation, compareSchemas: CompareSchemas): Edit[] {
  const [before, after] = [base.body, head.body];
  if (before === null || after === null) return [];
  const places = { base: before.node, head: after.node };
  return contentEdits('response', 'payload', before.content, after.content, places, compareSchemas);
}

/** Differences of the answers that callers get. */
export function responseEdits(base: Operation, head: Operation, compareSchemas: CompareSchemas): Edit[] {
  const edits: Edit[] = [];
  for (const [status, before] of base.responses) {
    const after = head.responses.get(status);
    if (after === undefined) {
      if (!head.responses.has(`${status[0]}XX`)) edits.push(statusEdit(status, 'remove', before));
      continue;
    }
    if (before.content === null || after.content === null) continue;
    const place = `response ${status}`;
    const places = { base: before.node, head: after.node };
    edits.push(
      ...contentEdits('response', place, before.content, after.content, places, compareSchemas),
      ...headerEdits(place, before.headers, after.headers, compareSchemas),
    );
  }
  for (const [status, after] of head.responses)
    if (!base.responses.has(status) && !base.responses.has(`${status[0]}XX`))
      edits.push(statusEdit(status, 'add', after));
  return edits;
}

function statusEdit(status: string, action: 'add' | 'remove', response: Response): Edit {
  return {
    direction: 'response',
    area: 'responses',
    of: status.startsWith('2') ? 'success-status' : 'non-success-status',
    kind: 'existence',
    action,
    place: 'response',
    name: status,
    base: action === 'remove' ? response.node : null,
    head: action === 'add' ? response.node : null,
  };
}

interface Places {
  readonly base: Node;
  readonly head: Node;
}

function contentEdits(
  direction: Direction,
  place: string,
  before: Content,
  after: Content,
  places: Places,
  compareSchemas: CompareSchemas,
): Edit[] {
  const edits: Edit[] = [];
  const area = direction === 'request' ? 'requestbody' : 'responses';
  const edit = (of: string, name: string, rest: Pick<Edit, 'kind' | 'action'> & Partial<Edit>): Edit => ({
    direction,
    area,
    of,
    place,
    name,
    ...places,
    ...rest,
  });
  const renamed = direction === 'response' ? renamedType(before, after) : null;
  for (const [type, media] of before) {
    const other = after.get(renamed?.from === type ? renamed.to : type);
    if (other === undefined) {
      if (media.isImplied === true) continue;
      edits.push(
        edit('media-type', type, { kind: 'existence', action: 'remove', base: media.node, head: null }),
      );
      continue;
    }
    const nodes = { base: media.node, head: other.node };
    if (renamed?.from === type)
      edits.push(
        edit('media-type', type, { kind: 'type', action: renamed.action, to: renamed.to, ...nodes }),
      );
    else if (direction === 'response' && spelling(media.written) !== spelling(other.written))
      edits.push(edit('media-type', type, { kind: 'type', action: 'change', to: other.written, ...nodes }));
    if ((media.schema === null) !== (other.schema === null)) {
      const action = media.schema === null ? 'add' : 'remove';
      edits.push(edit('media-type', type, { kind: 'existence', keyword: 'schema', action, ...nodes }));
    }
    for (const inner of compareSchemas(direction, media.schema, other.schema))
      edits.push({ ...inner, ...asText(type, inner), place: `${place} ${type}` });
  }
  for (const [type, media] of after)
    if (!before.has(type) && renamed?.to !== type && media.isImplied !== true)
      edits.push(
        edit('media-type', type, { kind: 'existence', action: 'add', base: null, head: media.node }),
      );
  return edits;
}

function spelling(type: string): string {
  return type.replace(/\s/g, '').toLowerCase();
}

/** Forms and plain texts carry every value as text: what takes any text takes the number as well. */
function asText(type: string, inner: Edit): Partial<Edit> {
  const isText = type.startsWith('text/') || type.includes('form');
  return isText && inner.kind === 'type' && inner.action === 'change' && inner.to === 'string'
    ? { action: 'compatible' }
    : {};
}

/** The one type that goes and the one that comes, where one of them holds the other. */
function renamedType(
  before: Content,
  after: Content,
): { readonly from: string; readonly to: string; readonly action: 'generalize' | 'specialize' } | null {
  const gone = [...before.keys()].filter((type) => !after.has(type));
  const added = [...after.keys()].filter((type) => !before.has(type));
  const [from, to] = [gone[0], added[0]];
  if (from === undefined || to === undefined || gone.length > 1 || added.length > 1) return null;
  if (isTypeWithin(from, to)) return { from, to, action: 'generalize' };
  return isTypeWithin(to, from) ? { from, to, action: 'specialize' } : null;
}

/** `application/json` in `application/*`, `application/problem+json` in `application/json`. */
function isTypeWithin(inner: string, outer: string): boolean {
  if (outer === '*/*') return true;
  const [kind, name] = [outer.split('/')[0] ?? '', outer.split('/')[1] ?? ''];
  if (!inner.startsWith(`${kind}/`)) return false;
  return name === '*' || inner.endsWith(`+${name}`);
}

function headerEdits(
  place: string,
  before: ReadonlyMap<string, Header>,
  after: ReadonlyMap<string, Header>,
  compareSchemas: CompareSchemas,
): Edit[] {
  const edits: Edit[] = [];
  const edit = (
    header: Header,
    rest: Pick<Edit, 'kind' | 'action' | 'base' | 'head'> & Partial<Edit>,
  ): Edit => ({
    direction: 'response',
    area: 'headers',
    of: 'header',
    required: header.required,
    place: `${place} header`,
    name: header.name,
    ...rest,
  });
  for (const [key, header] of before) {
    const other = after.get(key);
    if (other === undefined) {
      edits.push(edit(header, { kind: 'existence', action: 'remove', base: header.node, head: null }));
      continue;
    }
    const nodes = { base: header.node, head: other.node };
    if (header.required !== other.required)
      edits.push(edit(other, { kind: 'requiredness', action: 'change', ...nodes }));
    for (const inner of compareSchemas('response', header.schema, other.schema))
      if (inner.of === 'body') edits.push({ ...edit(other, inner), ...onTheWire(inner) });
  }
  for (const [key, header] of after)
    if (!before.has(key))
      edits.push(edit(header, { kind: 'existence', action: 'add', base: null, head: header.node }));
  return edits;
}

/** What an inner edit says of a header: a header is text, whatever its schema calls it. */
function onTheWire(inner: Edit): Partial<Edit> {
  const isText = inner.kind === 'type' && inner.action === 'change' && inner.to === 'string';
  return { area: 'headers', of: 'header', ...(isText ? { action: 'compatible' } : {}) };
}
