import { type Html, html } from '../../text/html.ts';
import { renderMarkdown } from './markdown/render.ts';
import type { CommentView, ThreadView } from './view.ts';

/** A thread on the diff: its comments, suggestions as small diffs, the button that applies one. */
export function renderThread(thread: ThreadView, pullPath: string): Html {
  const comments = thread.comments.map((comment) => renderComment(comment, pullPath));
  const why = thread.resolved
    ? 'Resolved'
    : thread.outdated
      ? 'Outdated: the lines have changed since'
      : null;
  if (why === null) return html`<div class="threadbox">${comments}</div>`;
  const first = thread.comments[0]?.record;
  return html`<details class="threadbox card folded"><summary>${why} · ${first?.author.login} on ${first?.path}</summary>
<div class="loose">${comments}</div></details>`;
}

function renderComment({ record, original, applicable }: CommentView, pullPath: string): Html {
  const body = renderMarkdown(record.body, { suggestion: (text) => renderSuggestion(original, text) });
  const form = applicable
    ? html`<form method="post" action="${pullPath}/suggestions/${record.id}"><button class="main">Apply suggestion</button></form>`
    : null;
  const card = html`<article class="card" id="discussion_r${record.id}">
<header><span class="author">${record.author.login}</span>${botTag(record.author.type)}<span class="quiet">${placeText(record)}</span>${reactions(record.reactions)}</header>
<div class="body">${body}${form}</div></article>
`;
  return record.minimized === null
    ? card
    : html`<details class="folded card"><summary>Hidden as ${record.minimized.toLowerCase()} · ${record.author.login}</summary><div class="loose">${card}</div></details>`;
}

function placeText(record: CommentView['record']): string {
  if (record.line === null) return 'on the file';
  const lines =
    record.startLine === null ? `line ${record.line}` : `lines ${record.startLine} to ${record.line}`;
  return `on ${lines}${record.side === 'LEFT' ? ' (before)' : ''} at ${record.commit.slice(0, 7)}`;
}

/** What a suggestion takes away and what it puts there. */
function renderSuggestion(original: readonly string[], text: string): Html {
  const row = (kind: 'added' | 'deleted', sign: string) => (line: string) =>
    html`<tr class="${kind}"><td class="sign">${sign}</td><td class="code">${line.replace(/\r$/, '')}</td></tr>\n`;
  const added = text === '' ? [] : text.split('\n');
  return html`<div class="suggestion"><div>Suggested change</div><table class="diff"><tbody>
${original.map(row('deleted', '−'))}${added.map(row('added', '+'))}</tbody></table></div>`;
}

export function botTag(type: string): Html | null {
  return type === 'Bot' ? html`<span class="tag">bot</span>` : null;
}

const faces: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  confused: '😕',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  eyes: '👀',
};

export function reactions(all: readonly { readonly content: string }[]): Html | null {
  if (all.length === 0) return null;
  return html`<span class="push">${all.map(({ content }) => faces[content] ?? content).join(' ')}</span>`;
}
