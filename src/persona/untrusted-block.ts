import { createHash } from 'node:crypto';

/**
 * Text of a pull request as a marked block that it cannot close: both ends carry a hash of the content, so a content
 * that names its own end would have to contain its own hash. Deterministic, and by block rather than by request, so
 * that a block which did not change is byte for byte the same (the prompt cache compares bytes).
 * @param kind what it is, of our own words only
 */
export function untrustedBlock(kind: string, content: string): string {
  const id = boundary(kind, content);
  return `<untrusted kind="${kind}" id="${id}">\n${content}\n</untrusted id="${id}">`;
}

function boundary(kind: string, content: string): string {
  for (let round = 0; ; round++) {
    const id = createHash('sha256').update(`${round}\n${kind}\n${content}`).digest('hex').slice(0, 24);
    if (!content.includes(id)) return id;
  }
}

/** A path or a name inside a block: on one line, and what cannot be seen is written out. */
export function quotedName(name: string): string {
  return JSON.stringify(name.toWellFormed()).replace(
    /[\p{Cf}\p{Co}\p{Cn}\u007f-\u009f\u2028\u2029<>]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
