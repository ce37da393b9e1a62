import { blob, commitFile, entryAt } from './git/files.ts';
import { moveHead, NotPossible } from './people.ts';
import { placeOf } from './state/pull-diff.ts';
import type { Account, PullRecord, RepositoryRecord, ReviewCommentRecord } from './state/records.ts';
import type { World } from './state/world.ts';

/**
 * The suggested replacement in a comment, null where it has none: the content of its first `suggestion` block,
 * `''` for the removal of the lines.
 */
export function suggestionIn(body: string): string | null {
  const opening = /^ {0,3}(`{3,}|~{3,})[ \t]*suggestion[ \t]*\r?$/m.exec(body);
  const fence = opening?.[1];
  if (!opening || fence === undefined) return null;
  const lines: string[] = [];
  for (const line of body.slice(opening.index + opening[0].length + 1).split('\n')) {
    const closing = /^ {0,3}(`{3,}|~{3,})[ \t\r]*$/.exec(line)?.[1];
    if (closing?.startsWith(fence)) break;
    lines.push(line.replace(/\r$/, ''));
  }
  return lines.join('\n');
}

/** Replaces whole lines (from 1, both included); the file keeps its line ends and whether it ends with one. */
export function replaceLines(text: string, start: number, end: number, suggestion: string): string {
  const lines = text.split(/(?<=\n)/);
  const last = lines[end - 1];
  if (start < 1 || end < start || last === undefined)
    throw new NotPossible(`the file has no lines ${start} to ${end}`);
  const lineEnd = /\r\n$/.test(last) || (!last.endsWith('\n') && text.includes('\r\n')) ? '\r\n' : '\n';
  const wanted = suggestion === '' ? [] : suggestion.split('\n');
  const unterminated = !last.endsWith('\n');
  const replaced = wanted.map((line, index) =>
    unterminated && index === wanted.length - 1 ? line : line + lineEnd,
  );
  return [...lines.slice(0, start - 1), ...replaced, ...lines.slice(end)].join('');
}

/**
 * Commits a comment's suggestion to the head branch, as its button on GitHub does, and resolves its thread.
 * Gives the former head. Throws `NotPossible` where there is no suggestion or its lines have changed since.
 */
export async function applySuggestion(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
  comment: ReviewCommentRecord,
  by: Account,
): Promise<string> {
  const suggestion = suggestionIn(comment.body);
  if (suggestion === null) throw new NotPossible('The comment suggests no change.');
  if (pull.state === 'closed') throw new NotPossible('The pull request is closed.');
  const place = comment.side === 'RIGHT' ? await placeOf(repository, pull, comment) : null;
  if (place === null) throw new NotPossible('The suggestion is outdated: its lines have changed.');
  const { directory } = repository.git;
  const before = pull.head.sha;
  const entry = await entryAt(directory, before, comment.path);
  if (entry?.type !== 'blob') throw new NotPossible(`${comment.path} is not in the head commit.`);
  // Latin-1 keeps every byte of the lines that stay, whatever the file's encoding.
  const text = (await blob(directory, entry.sha)).toString('latin1');
  const bytes = Buffer.from(suggestion, 'utf8').toString('latin1');
  const content = Buffer.from(replaceLines(text, place.startLine ?? place.line, place.line, bytes), 'latin1');
  const commit = await commitFile(directory, {
    parent: before,
    path: comment.path,
    content,
    message: `Update ${comment.path}\n\nCo-authored-by: ${comment.author.login} <${comment.author.login}@users.noreply.localhost>`,
    author: { name: by.login, email: `${by.login}@users.noreply.localhost` },
    at: world.clock(),
  });
  await moveHead(world, repository, pull, commit);
  const thread = pull.threads.find((one) => one.id === comment.thread);
  if (thread) thread.resolvedBy = by;
  return before;
}
