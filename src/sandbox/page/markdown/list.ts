/** An item of a list: its lines without marker and indentation. */
interface ListItem {
  readonly lines: readonly string[];
  /** Null for an item that is no task. */
  readonly done: boolean | null;
}

export interface List {
  readonly ordered: boolean;
  readonly start: number;
  readonly items: readonly ListItem[];
  readonly taken: number;
}

const marker = /^( {0,3})([-*+]|\d{1,9}[.)])( {1,4}|$)/;

export function startsItem(line: string): boolean {
  return marker.test(line) && !/^ {0,3}(?:[-*] *){3,}$/.test(line);
}

/** Reads a list that begins at a line: items of the same kind, with the lines indented below them. */
export function readList(lines: readonly string[], at: number): List {
  const first = marker.exec(lines[at] ?? '');
  const kind = (text: string | undefined) => (text ?? '').slice(-1);
  const items: ListItem[] = [];
  let end = at;
  while (end < lines.length) {
    const match = marker.exec(lines[end] ?? '');
    if (!match || !startsItem(lines[end] ?? '') || kind(match[2]) !== kind(first?.[2])) break;
    const indent = match[0].length;
    const own = [(lines[end] ?? '').slice(indent)];
    end += 1;
    for (; end < lines.length; end += 1) {
      const line = lines[end] ?? '';
      const below = line.startsWith(' '.repeat(Math.min(indent, 2))) && line.trim() !== '';
      const blank = line.trim() === '';
      // A blank line belongs to the item only when more of it follows.
      if (blank && !/^ {2,}\S/.test(lines[end + 1] ?? '')) break;
      if (!blank && !below && (startsItem(line) || startsBlock(line))) break;
      own.push(blank ? '' : line.replace(new RegExp(`^ {0,${indent}}`), ''));
    }
    items.push(itemOf(own));
    // Items may stand apart by one blank line.
    const next = lines[end + 1] ?? '';
    if (
      (lines[end] ?? '').trim() === '' &&
      startsItem(next) &&
      kind(marker.exec(next)?.[2]) === kind(first?.[2])
    )
      end += 1;
  }
  return {
    ordered: /\d/.test(first?.[2] ?? ''),
    start: Number.parseInt(first?.[2] ?? '1', 10) || 1,
    items,
    taken: end - at,
  };
}

function itemOf(lines: readonly string[]): ListItem {
  const task = /^\[([ xX])\] /.exec(lines[0] ?? '');
  if (!task) return { lines, done: null };
  return { lines: [(lines[0] ?? '').slice(4), ...lines.slice(1)], done: task[1] !== ' ' };
}

/** Whether a line begins something that ends a paragraph. */
export function startsBlock(line: string): boolean {
  return /^ {0,3}(?:#{1,6}(?: |$)|`{3,}|~{3,}|>|<details|<\/details|<!--)/.test(line) || isRule(line);
}

export function isRule(line: string): boolean {
  return /^ {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$/.test(line);
}
