/** A part of a body. Lower `rank` is kept longer; `instead` is its short form. */
export interface Block {
  readonly rank: number;
  readonly text: string;
  readonly instead?: string;
}

const separator = '\n\n';

/** Room kept for the line that says how much was left out. */
const noteRoom = 80;

/**
 * Joins blocks, in their order, into at most `limit` UTF-16 units. Whole blocks give way, so that no fence and no
 * character is ever cut: first to their short forms, then altogether, the highest rank first, of equals the last.
 * Blocks of rank 0 always stay. What is left out altogether is counted in a last line before the last block.
 */
export function fitBlocks(blocks: readonly Block[], limit: number): string {
  const texts = blocks.map((block) => block.text);
  let length = texts.reduce((sum, text) => sum + cost(text), 0) - separator.length;
  if (length <= limit) return join(texts);
  const order = blocks.map((_, index) => index).filter((index) => rank(index) > 0);
  order.sort((a, b) => rank(b) - rank(a) || b - a);
  const replace = (index: number, text: string): void => {
    length += cost(text) - cost(texts[index] ?? '');
    texts[index] = text;
  };
  for (const index of order) {
    if (length + noteRoom <= limit) break;
    replace(index, blocks[index]?.instead ?? texts[index] ?? '');
  }
  let left = 0;
  for (const index of order) {
    if (length + noteRoom <= limit) break;
    if (texts[index] !== '') left++;
    replace(index, '');
  }
  if (left > 0)
    texts.splice(
      -1,
      0,
      `${left} ${left === 1 ? 'part was' : 'parts were'} left out: too long for one comment.`,
    );
  return join(texts);

  function rank(index: number): number {
    return blocks[index]?.rank ?? 0;
  }
}

function cost(text: string): number {
  return text === '' ? 0 : text.length + separator.length;
}

function join(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(separator);
}
