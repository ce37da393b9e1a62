import { type Html, html } from '../../text/html.ts';
import type { DiffFile } from '../git/diff.ts';
import { type DiffHunk, type DiffLine, isAt } from '../git/hunks.ts';
import { renderThread } from './thread.ts';
import type { FileView, ThreadView } from './view.ts';

/** Files with more lines than this start folded, unless someone has commented on them. */
const openLines = 600;

const signs = { context: ' ', added: '+', deleted: '−' } as const;

/** One file of the diff, with the threads below the lines they are about. */
export function renderFile(view: FileView, pullPath: string): Html {
  const { file, threads } = view;
  const loose = threads.filter((thread) => thread.place === null);
  const lines = file.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
  const open = threads.length > 0 || lines <= openLines;
  return html`<details class="card file"${{ html: open ? ' open' : '' }}>
<summary><code>${file.previousPath === null ? file.path : `${file.previousPath} → ${file.path}`}</code>
<span class="quiet">${file.status === 'modified' ? '' : file.status}</span>
<span class="counts"><span class="plus">+${file.additions}</span> <span class="minus">−${file.deletions}</span></span></summary>
${loose.map((thread) => html`<div class="loose">${renderThread(thread, pullPath)}</div>`)}
${file.hunks.length === 0 ? html`<div class="loose quiet">${whyEmpty(file)}</div>` : renderHunks(file, threads, pullPath)}
</details>
`;
}

function whyEmpty(file: DiffFile): string {
  if (file.sha === '') return 'This pull request no longer changes the file.';
  if (file.additions + file.deletions > 0) return 'The diff is too large to be shown.';
  return file.status === 'renamed'
    ? 'Renamed without changes.'
    : 'No lines to show (binary, empty or a changed mode).';
}

function renderHunks(file: DiffFile, threads: readonly ThreadView[], pullPath: string): Html {
  return html`<div class="scroll"><table class="diff lines"><colgroup><col class="n"><col class="n"><col class="s"><col></colgroup><tbody>
${file.hunks.map((hunk) => renderHunk(hunk, threads, pullPath))}</tbody></table></div>`;
}

function renderHunk(hunk: DiffHunk, threads: readonly ThreadView[], pullPath: string): Html {
  return html`<tr class="hunk"><td colspan="4"><span class="number">${hunk.header}</span></td></tr>
${hunk.lines.map((line) => [
  renderLine(
    line,
    threads.some((thread) => isMarked(thread, line)),
  ),
  ...threads
    .filter(({ place }) => place !== null && isAt(line, place.side, place.line))
    .map((thread) => html`<tr class="thread"><td colspan="4">${renderThread(thread, pullPath)}</td></tr>\n`),
])}`;
}

/** A line of a diff as a row: old number, new number, sign, text. */
function renderLine(line: DiffLine, marked: boolean): Html {
  const classes = [line.type, ...(marked ? ['marked'] : [])].join(' ');
  const end = line.unterminated ? html`<span class="quiet"> ⊘ no newline at end of file</span>` : null;
  return html`<tr class="${classes}"><td class="number">${line.old}</td><td class="number">${line.new}</td><td class="sign">${signs[line.type]}</td><td class="code">${line.text.replace(/\r$/, '')}${end}</td></tr>
`;
}

function isMarked({ place }: ThreadView, line: DiffLine): boolean {
  if (place === null) return false;
  const number = place.side === 'RIGHT' ? line.new : line.type === 'deleted' ? line.old : null;
  return number !== null && number >= (place.startLine ?? place.line) && number <= place.line;
}
