/** Kinds of things that have a node id, with the prefix that GitHub gives them. */
const nodePrefixes = {
  app: 'A',
  user: 'U',
  repository: 'R',
  pull: 'PR',
  review: 'PRR',
  reviewComment: 'PRRC',
  thread: 'PRRT',
  issueComment: 'IC',
  checkRun: 'CR',
  checkSuite: 'CS',
  reaction: 'REA',
  installation: 'MDE2',
  commit: 'C',
} as const;

export type NodeKind = keyof typeof nodePrefixes;

/** A global id as GraphQL uses it. */
export function nodeId(kind: NodeKind, id: number | string): string {
  return `${nodePrefixes[kind]}_kw${Buffer.from(String(id)).toString('base64url')}`;
}

/** The kind and id behind a node id, null where it is none of ours. */
export function parseNodeId(value: string): { readonly kind: NodeKind; readonly id: string } | null {
  const [, prefix, encoded = ''] = /^([A-Z0-9]+)_kw([\w-]+)$/.exec(value) ?? [];
  const kind = (Object.keys(nodePrefixes) as NodeKind[]).find((name) => nodePrefixes[name] === prefix);
  return kind === undefined ? null : { kind, id: Buffer.from(encoded, 'base64url').toString('utf8') };
}
