import { type Html, html } from '../../text/html.ts';
import type { RequestEntry } from '../http/request-log.ts';
import type { CheckRunRecord, PullRecord } from '../state/records.ts';
import { renderFile } from './diff.ts';
import { renderMarkdown } from './markdown/render.ts';
import { botTag, reactions } from './thread.ts';
import type { PullView, TimelineEntry } from './view.ts';

/** The page of a pull request: header, check runs, conversation, diff with its threads, request log. */
export function renderPull(view: PullView): Html {
  const { pull, path } = view;
  const additions = view.files.reduce((sum, { file }) => sum + file.additions, 0);
  const deletions = view.files.reduce((sum, { file }) => sum + file.deletions, 0);
  return html`${renderHeader(view)}
${view.checks.map((run) => renderCheckRun(run, path))}
${pull.body ? card(pull.author.login, pull.author.type, 'opened this pull request', '', renderMarkdown(pull.body)) : null}
${view.timeline.map(renderEntry)}
${renderForm(view)}
<h2 class="section">Files changed <span class="quiet">${view.files.length} · <span class="plus">+${additions}</span> <span class="minus">−${deletions}</span></span></h2>
${view.files.map((file) => renderFile(file, path))}
${renderRequests(view.requests)}`;
}

function renderHeader({ owner, name, pull }: PullView): Html {
  const state = pull.state === 'closed' ? 'closed' : pull.draft ? 'draft' : 'open';
  const from = pull.fork ? `${pull.headOwner.login}:${pull.head.ref}` : pull.head.ref;
  return html`<div class="crumbs"><a href="/">All pull requests</a> / ${owner}/${name}</div>
<h1 class="title">${pull.title} <span class="quiet">#${pull.number}</span></h1>
<div class="line"><span class="badge ${state}">${stateNames[state]}</span>
<span class="quiet"><span class="author">${pull.author.login}</span> wants to merge <code>${from}</code> into <code>${pull.base.ref}</code> · head <code>${pull.head.sha.slice(0, 7)}</code></span></div>
`;
}

const stateNames = { open: 'Open', draft: 'Draft', closed: 'Closed' } as const;

function renderCheckRun(run: CheckRunRecord, path: string): Html {
  const done = run.status === 'completed';
  const kind = !done
    ? 'busy'
    : run.conclusion === 'success' || run.conclusion === 'failure'
      ? run.conclusion
      : 'neutral';
  const state = done ? (run.conclusion ?? '').replaceAll('_', ' ') : run.status.replaceAll('_', ' ');
  const buttons = done
    ? [
        postButton(`${path}/checks/${run.id}/rerun`, 'Re-run'),
        ...run.actions.map((action) =>
          postButton(`${path}/checks/${run.id}/actions`, action.label, action.identifier),
        ),
      ]
    : [];
  const parts = [run.output.summary, run.output.text].filter((part) => part !== null && part !== '');
  const annotations = run.annotations.map(
    (one) =>
      html`<li><code>${one.path}:${one.start_line}</code> <span class="tag">${one.annotation_level}</span> ${one.title ?? ''} <span class="quiet">${one.message}</span></li>\n`,
  );
  return html`<section class="card check" id="check-${run.id}"><header><span class="dot ${kind}"></span><span class="author">${run.name}</span><span>${state}</span><span class="quiet">${run.output.title ?? ''}</span><span class="push">${buttons}</span></header>
${parts.length === 0 && annotations.length === 0 ? null : html`<details><summary>Summary${annotations.length > 0 ? ` and ${annotations.length} annotation${annotations.length === 1 ? '' : 's'}` : ''}</summary><div class="body">${parts.map((part) => renderMarkdown(part ?? ''))}${annotations.length > 0 ? html`<ul>${annotations}</ul>` : null}</div></details>`}
</section>
`;
}

function postButton(action: string, label: string, identifier?: string): Html {
  const field =
    identifier === undefined ? null : html`<input type="hidden" name="identifier" value="${identifier}">`;
  return html`<form class="inline" method="post" action="${action}">${field}<button>${label}</button></form> `;
}

function renderEntry({ anchor, author, act, written, comments }: TimelineEntry): Html {
  const many = comments === 0 ? act : `${act} · ${comments} inline comment${comments === 1 ? '' : 's'} below`;
  const shown = card(
    author.login,
    author.type,
    many,
    anchor,
    renderMarkdown(written.body),
    reactions(written.reactions),
  );
  return written.minimized === null
    ? shown
    : html`<details class="card folded"><summary>Hidden as ${written.minimized.toLowerCase()} · ${author.login}</summary><div class="loose">${shown}</div></details>`;
}

function card(
  login: string,
  type: string,
  act: string,
  anchor: string,
  body: Html,
  end: Html | null = null,
): Html {
  const id = anchor === '' ? null : html` id="${anchor}"`;
  return html`<article class="card"${id}><header><span class="author">${login}</span>${botTag(type)}<span class="quiet">${act}</span>${end}</header>
<div class="body">${body}</div></article>
`;
}

function renderForm({ path, pull }: PullView): Html {
  return html`<form class="card" method="post" action="${path}/comments"><div class="body">
<textarea name="body" required aria-label="Comment" placeholder="Comment as ${pull.author.login}, for example /backend help"></textarea>
<button class="main">Comment</button></div></form>
`;
}

function renderRequests(requests: readonly RequestEntry[]): Html {
  const start = requests[0]?.at ?? 0;
  const rows = requests.map(
    (entry) =>
      html`<tr><td>${((entry.at - start) / 1000).toFixed(2)}</td><td>${entry.kind}</td><td>${entry.method}</td><td>${entry.path}${entry.kind === 'git' ? entry.query : ''}</td><td>${entry.status ?? 'none'}</td><td>${entry.actor ?? 'nobody'}</td></tr>\n`,
  );
  return html`<details class="card folded log"><summary>Requests to GitHub (${requests.length})</summary><div class="scroll"><table><thead><tr><th>s</th><th>kind</th><th>method</th><th>path</th><th>status</th><th>by</th></tr></thead><tbody>
${rows}</tbody></table></div></details>
`;
}

/** The list of all pull requests. */
export function renderIndex(
  repositories: readonly {
    readonly owner: string;
    readonly name: string;
    readonly pulls: readonly PullRecord[];
  }[],
): Html {
  return html`<h1 class="title">Pull requests</h1>
${repositories.map(
  ({
    owner,
    name,
    pulls,
  }) => html`<section class="card"><header><span class="author">${owner}/${name}</span></header><ul class="list">
${pulls.length === 0 ? html`<li class="quiet">No pull requests yet.</li>` : null}${pulls.map(
  (pull) =>
    html`<li><a href="/${owner}/${name}/pull/${pull.number}">${pull.title}</a> <span class="quiet">#${pull.number} by ${pull.author.login}, ${pull.state}</span></li>\n`,
)}</ul></section>
`,
)}`;
}
