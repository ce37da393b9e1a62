import type { Token } from '../tokens/token.ts';

/**
 * Where the statement that begins at token `from` ends: the index of its `;` (or of the psql command, or of the end of
 * the tokens). Semicolons inside parentheses (CREATE RULE) and in a function's BEGIN ATOMIC … END belong to the
 * statement, unless `strict` asks for the very first one.
 */
export function statementEnd(tokens: readonly Token[], from: number, strict = false): number {
  let depth = 0;
  let blocks = 0;
  const isCreate = tokens[from]?.word === 'create';
  for (let index = from; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    if (token.kind === 'meta' || token.kind === 'copy-data') return index;
    switch (token.word) {
      case ';':
        if (strict || (depth <= 0 && blocks === 0)) return index;
        break;
      case '(':
        depth++;
        break;
      case ')':
        depth--;
        break;
      case 'begin':
        if (isCreate && tokens[index + 1]?.word === 'atomic') blocks++;
        break;
      case 'case':
        if (blocks > 0) blocks++;
        break;
      case 'end':
        if (blocks > 0) blocks--;
        break;
    }
  }
  return tokens.length;
}
