import { gitText } from './git.ts';
import { type DiffHunk, parsePatch } from './hunks.ts';

export interface DiffFile {
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  readonly path: string;
  /** Null unless renamed. */
  readonly previousPath: string | null;
  /** Object id on the new side; for removed files on the old one. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** Hunks from `@@` without a final newline; null where GitHub shows none (binary, too large, nothing changed in it). */
  readonly patch: string | null;
  readonly hunks: readonly DiffHunk[];
}

/** GitHub shows no patch above these (docs: "Limits for viewing content and diffs in a repository"). */
const patchLineLimit = 20_000;
const patchByteLimit = 1_000_000;

const statuses: Readonly<Record<string, DiffFile['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
};

/** The differences between two commits, with renames found as GitHub finds them (50 % alike, no copies), in git's order. */
export async function diffFiles(directory: string, from: string, to: string): Promise<DiffFile[]> {
  // Rename detection would give up silently above diff.renameLimit (1,000); here it must not depend on configuration.
  const options = [
    'diff',
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--full-index',
    '--find-renames=50%',
    '-l2000',
  ];
  const [raw, numbers, patches] = await Promise.all([
    gitText(directory, [...options, '--raw', '--no-abbrev', '-z', from, to]),
    gitText(directory, [...options, '--numstat', '-z', from, to]),
    gitText(directory, [
      ...options,
      '--patch',
      '--unified=3',
      '--src-prefix=a/',
      '--dst-prefix=b/',
      from,
      to,
    ]),
  ]);
  const counts = parseNumstat(numbers);
  const sections = patches === '' ? [] : patches.split(/^(?=diff --git )/m);
  let section = 0;
  return parseRaw(raw).map((entry) => {
    // A file that becomes a link is two sections: removed and added.
    const texts = sections.slice(section, section + (entry.letter === 'T' ? 2 : 1));
    section += texts.length;
    const { additions, deletions } = counts.get(entry.path) ?? { additions: 0, deletions: 0 };
    const patch = patchOf(texts);
    const { letter, ...file } = entry;
    return {
      ...file,
      status: statuses[letter] ?? 'changed',
      additions,
      deletions,
      patch,
      hunks: patch === null ? [] : parsePatch(patch),
    };
  });
}

function patchOf(sections: readonly string[]): string | null {
  const hunks = sections.flatMap((section) => {
    const start = section.search(/^@@ /m);
    return start === -1 ? [] : [section.slice(start).replace(/\n$/, '')];
  });
  if (hunks.length === 0) return null;
  const patch = hunks.join('\n');
  return Buffer.byteLength(patch) > patchByteLimit || patch.split('\n').length > patchLineLimit
    ? null
    : patch;
}

interface RawEntry {
  readonly letter: string;
  readonly path: string;
  readonly previousPath: string | null;
  readonly sha: string;
}

/** `:oldmode newmode oldsha newsha LETTERscore NUL path NUL [path NUL]` */
function parseRaw(raw: string): RawEntry[] {
  const fields = raw.split('\0');
  const entries: RawEntry[] = [];
  for (let at = 0; fields[at]?.startsWith(':'); ) {
    const [, , oldSha = '', newSha = '', kind = ''] = (fields[at] ?? '').split(' ');
    const letter = kind.charAt(0);
    const renamed = letter === 'R';
    const first = fields[at + 1] ?? '';
    entries.push({
      letter,
      path: renamed ? (fields[at + 2] ?? '') : first,
      previousPath: renamed ? first : null,
      sha: letter === 'D' ? oldSha : newSha,
    });
    at += renamed ? 3 : 2;
  }
  return entries;
}

/** `added TAB deleted TAB path NUL`, for renames `added TAB deleted TAB NUL old NUL new NUL`; `-` for binary. */
function parseNumstat(text: string): Map<string, { additions: number; deletions: number }> {
  const fields = text.split('\0');
  const counts = new Map<string, { additions: number; deletions: number }>();
  for (let at = 0; at < fields.length - 1; ) {
    const [added = '', deleted = '', path = ''] = (fields[at] ?? '').split('\t');
    counts.set(path === '' ? (fields[at + 2] ?? '') : path, {
      additions: Number(added.replace('-', '0')),
      deletions: Number(deleted.replace('-', '0')),
    });
    at += path === '' ? 3 : 1;
  }
  return counts;
}
