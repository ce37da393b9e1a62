import type { Migration } from './migration.ts';

/** A migration with its text. */
interface Read {
  readonly migration: Migration;
  readonly text: string;
}

/** The texts of what it runs on its way up, without comments and white space, in order. */
export function upTexts({ migration, text }: Read): readonly string[] {
  return migration.sections
    .filter(({ direction }) => direction === 'up')
    .map(({ range }) => bare(text.slice(range.start, range.end)));
}

/** Whether its tool runs each part by itself, and so lets others be added to a file that has run. */
export function runsInParts({ sections }: Migration): boolean {
  return sections.every(({ direction, transaction }) => direction === 'down' || transaction !== undefined);
}

/** Whether all of these texts are among the others, in their order. */
export function isWithin(texts: readonly string[], others: readonly string[]): boolean {
  let at = 0;
  return texts.every((text) => {
    at = others.indexOf(text, at) + 1;
    return at > 0;
  });
}

/**
 * What a file still has to run where it has run before: the parts that were added. The whole of it where the tool runs it in
 * one go, and where what has run was changed.
 */
export function withoutApplied(after: Read, before: Read): Migration {
  const applied = upTexts(before);
  const isAdded = runsInParts(before.migration) && runsInParts(after.migration);
  return isAdded && isWithin(applied, upTexts(after)) ? leavingOut(after, applied) : after.migration;
}

/** The migration without those parts; it remembers them for when it is read anew (`leavingOutAgain`). */
function leavingOut(read: Read, applied: readonly string[]): Migration {
  const left = [...applied];
  const sections = read.migration.sections.filter(({ direction, range }) => {
    const at = direction === 'up' ? left.indexOf(bare(read.text.slice(range.start, range.end))) : -1;
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  return { ...read.migration, sections, applied };
}

/** The file read anew, without the parts that `before` was without. */
export function leavingOutAgain(read: Read, before: Migration): Migration {
  return before.applied === undefined ? read.migration : leavingOut(read, before.applied);
}

function bare(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').replace(/\s+/g, '');
}
