/** What a check run is about. GitHub names no pull request in a check run of a fork, so it carries this itself. */
export interface CheckedHead {
  readonly owner: string;
  readonly name: string;
  readonly number: number;
  readonly head: string;
}

/** `owner/name#number@head`. */
export function externalId({ owner, name, number, head }: CheckedHead): string {
  return `${owner}/${name}#${number}@${head}`;
}

const pattern = /^([\w.-]+)\/([\w.-]+)#([1-9]\d{0,9})@([0-9a-f]{40}|[0-9a-f]{64})$/;

/** Null for anything that `externalId` did not write. */
export function parseExternalId(text: string | null): CheckedHead | null {
  const [, owner, name, number, head] = pattern.exec(text ?? '') ?? [];
  if (owner === undefined || name === undefined || number === undefined || head === undefined) return null;
  return { owner, name, number: Number(number), head };
}
