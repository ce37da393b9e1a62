import { child, items, members, type Node, type OpenApiDocument, textOf } from './document.ts';
import type { Edit } from './edit.ts';
import type { Description } from './references.ts';

/** Schemes that have to be shown together, with the scopes each needs. */
type Alternative = ReadonlyMap<string, ReadonlySet<string>>;

export interface Security {
  /** One of these is enough; an empty one means that no credentials are needed. */
  readonly alternatives: readonly Alternative[];
  /** null where the operation says nothing and the document's requirement holds. */
  readonly own: Node | null;
}

/** The requirement that holds for an operation; `operation` is the document's root for the document's own. */
export function readSecurity(document: OpenApiDocument, operation: Node): Security {
  const own = child(operation, 'security');
  const given = own ?? child(document.root, 'security');
  return {
    alternatives: items(given).map(
      (each) =>
        new Map(
          members(each).map(([scheme, scopes]) => [
            scheme,
            new Set(items(scopes).flatMap(({ value }) => (typeof value === 'string' ? [value] : []))),
          ]),
        ),
    ),
    own,
  };
}

function isRequired({ alternatives }: Security): boolean {
  return alternatives.length > 0 && alternatives.every((alternative) => alternative.size > 0);
}

/**
 * What changes for callers and for strangers. Credentials that were enough and are no more break callers; less that is
 * enough now lets others in.
 */
export function securityEdits(
  before: Security,
  after: Security,
  of: 'operation' | 'document',
  base: Node | null,
  head: Node | null,
): Edit[] {
  const edit = (
    keyword: string | undefined,
    action: Edit['action'],
    kind: Edit['kind'],
    name = '',
  ): Edit => ({
    direction: 'none',
    area: 'security',
    of,
    kind,
    action,
    ...(keyword === undefined ? {} : { keyword }),
    place: 'security',
    name,
    base: before.own ?? base,
    head: after.own ?? head,
  });
  const [was, is] = [isRequired(before), isRequired(after)];
  if (was !== is) return [edit(undefined, is ? 'add' : 'remove', 'existence')];
  if (!was) return [];
  const edits = before.alternatives.flatMap((alternative) => {
    if (after.alternatives.some((other) => isEnough(alternative, other))) return [];
    const same = after.alternatives.find((other) => hasSchemes(alternative, other));
    if (same === undefined) return [edit('alternative', 'remove', 'existence', namesOf(alternative))];
    return scopesMissing(alternative, same).map((scope) => edit('scope', 'add', 'existence', scope));
  });
  for (const alternative of after.alternatives) {
    const known = before.alternatives.find((other) => hasSchemes(other, alternative));
    if (known !== undefined) {
      if (edits.length > 0 && !isEnough(known, alternative)) continue;
      edits.push(
        ...scopesMissing(alternative, known).map((scope) => edit('scope', 'remove', 'existence', scope)),
      );
    } else if (before.alternatives.some((other) => isEnough(other, alternative)))
      edits.push(edit('weaker', 'change', 'existence', namesOf(alternative)));
    else edits.push(edit('alternative', 'add', 'existence', namesOf(alternative)));
  }
  return edits;
}

/** Whether who has the first can do what the second asks for. */
function isEnough(held: Alternative, asked: Alternative): boolean {
  return [...asked].every(([scheme, scopes]) => {
    const had = held.get(scheme);
    return had !== undefined && [...scopes].every((scope) => had.has(scope));
  });
}

function hasSchemes(one: Alternative, other: Alternative): boolean {
  return one.size === other.size && [...one.keys()].every((scheme) => other.has(scheme));
}

/** Scopes that the second asks for beyond the first. */
function scopesMissing(one: Alternative, other: Alternative): string[] {
  return [...other].flatMap(([scheme, scopes]) =>
    [...scopes].filter((scope) => one.get(scheme)?.has(scope) !== true),
  );
}

function namesOf(alternative: Alternative): string {
  return [...alternative.keys()].join(' and ');
}

/** What changed in the schemes that a document defines. */
export function schemeEdits(before: Description, after: Description): Edit[] {
  const [from, to] = [schemesOf(before), schemesOf(after)];
  const edits: Edit[] = [];
  const add = (
    keyword: string,
    action: Edit['action'],
    name: string,
    base: Node | null,
    head: Node | null,
    values: Partial<Edit> = {},
  ): unknown =>
    edits.push({
      direction: 'none',
      area: 'security',
      of: 'scheme',
      kind: action === 'change' ? 'type' : 'existence',
      action,
      keyword,
      place: 'security scheme',
      name,
      base,
      head,
      ...values,
    });
  for (const [name, base] of from) {
    const head = to.get(name);
    if (head === undefined) {
      add('scheme', 'remove', name, base, null);
      continue;
    }
    const [was, is] = [textOf(base, 'type') ?? '', textOf(head, 'type') ?? ''];
    if (was !== is) add('scheme', 'change', name, base, head, { from: was, to: is });
    compareFlows(base, head, (keyword, action, values) => add(keyword, action, name, base, head, values));
  }
  for (const [name, head] of to) if (!from.has(name)) add('scheme', 'add', name, null, head);
  return edits;
}

function schemesOf({ document, resolve }: Description): Map<string, Node> {
  const owner = child(document.root, 'components');
  const given = child(document.root, 'securityDefinitions') ?? child(owner, 'securitySchemes');
  return new Map(
    members(given).flatMap(([name, node]) => (resolve(node) === null ? [] : [[name, resolve(node) ?? node]])),
  );
}

type Tell = (keyword: string, action: 'add' | 'remove' | 'change', values: Partial<Edit>) => unknown;

function compareFlows(base: Node, head: Node, tell: Tell): void {
  const flows = new Map(members(child(head, 'flows')));
  for (const [name, before] of members(child(base, 'flows'))) {
    const after = flows.get(name);
    if (after === undefined) continue;
    for (const [key, keyword] of [
      ['authorizationUrl', 'oauth-url'],
      ['tokenUrl', 'oauth-token-url'],
    ] as const) {
      const [from, to] = [textOf(before, key) ?? '', textOf(after, key) ?? ''];
      if (from !== to) tell(keyword, 'change', { from, to });
    }
    const [from, to] = [new Map(members(child(before, 'scopes'))), new Map(members(child(after, 'scopes')))];
    for (const [scope, node] of from) {
      const other = to.get(scope);
      if (other === undefined) tell('oauth-scope', 'remove', { from: scope, base: node });
      else if (other.value !== node.value)
        tell('oauth-scope', 'change', { from: scope, base: node, head: other });
    }
    for (const [scope, node] of to)
      if (!from.has(scope)) tell('oauth-scope', 'add', { to: scope, head: node });
  }
}
