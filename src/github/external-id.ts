/**
 * What a check run is about, in its repository, whose name may change. GitHub names no pull request in a check run of a
 * fork, so it carries this itself.
 */
export interface CheckedHead {
  readonly number: number;
  readonly head: string;
}

/** `#number@head`. */
export function externalId({ number, head }: CheckedHead): string {
  return `#${number}@${head}`;
}

const pattern = /^#([1-9]\d{0,9})@([0-9a-f]{40}|[0-9a-f]{64})$/;

/** Null for anything that `externalId` did not write. */
export function parseExternalId(text: string | null): CheckedHead | null {
  const [, number, head] = pattern.exec(text ?? '') ?? [];
  if (number === undefined || head === undefined) return null;
  return { number: Number(number), head };
}
