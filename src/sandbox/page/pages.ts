import { html } from '../../text/html.ts';
import type { Answer } from '../http/answer.ts';
import type { PageHandler } from '../http/server.ts';
import { commentIn, NotPossible, type People } from '../people.ts';
import type { PullRecord, RepositoryRecord } from '../state/records.ts';
import { findPull, findRepository } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { applySuggestion } from '../suggestion.ts';
import { synchronizeEvent } from '../webhooks/pull-request.ts';
import { renderIndex, renderPull } from './conversation.ts';
import { pageAnswer } from './layout.ts';
import { viewOf } from './view.ts';

/** While a check run is under way the page loads itself again after so many seconds. */
const refreshSeconds = 2;

interface Target {
  readonly repository: RepositoryRecord;
  readonly pull: PullRecord;
  /** The path below the pull request's page. */
  readonly rest: string;
}

/** Answers the pages and their forms; `deliver` is called with the webhook of what a form did. */
export function makePages(
  world: World,
  people: People,
  deliver: (event: string, payload: object) => void,
): PageHandler {
  async function show({ repository, pull, rest }: Target): Promise<Answer | null> {
    if (rest !== '' && rest !== '/files') return null;
    const view = await viewOf(world, repository, pull);
    const busy = view.checks.some((run) => run.status !== 'completed');
    return pageAnswer({
      title: `${pull.title} · ${repository.owner.login}/${repository.name}#${pull.number}`,
      body: renderPull(view),
      ...(busy ? { refresh: refreshSeconds } : {}),
    });
  }

  /** Gives the anchor to return to, null where there is no such form. */
  async function act({ repository, pull, rest }: Target, fields: URLSearchParams): Promise<string | null> {
    const name = { owner: repository.owner.login, name: repository.name, number: pull.number };
    const [, kind, id = '', what] =
      /^\/(comments|suggestions|checks)(?:\/(\d+))?(?:\/(rerun|actions))?$/.exec(rest) ?? [];
    if (kind === 'comments') {
      const payload = await people.comment(name, pull.author.login, fields.get('body') ?? '');
      deliver('issue_comment', payload);
      return `issuecomment-${payload.comment.id}`;
    }
    if (kind === 'suggestions') {
      const before = await applySuggestion(world, repository, pull, commentIn(pull, Number(id)), pull.author);
      deliver(
        'pull_request',
        await synchronizeEvent({ world, repository, pull, sender: pull.author }, before),
      );
      return `discussion_r${id}`;
    }
    if (kind === 'checks' && what === 'rerun')
      deliver('check_run', people.rerequest(Number(id), pull.author.login));
    else if (kind === 'checks' && what === 'actions') {
      deliver(
        'check_run',
        people.requestAction(Number(id), fields.get('identifier') ?? '', pull.author.login),
      );
    } else return null;
    return `check-${id}`;
  }

  return async (method, url, headers, body) => {
    if (method === 'GET' && url.pathname === '/') return index(world);
    const run = method === 'GET' ? runPage(world, url.pathname) : null;
    if (run !== null) return run;
    const target = targetOf(world, url.pathname);
    if (target === null) return null;
    if (method === 'GET') return show(target);
    if (method !== 'POST') return null;
    // A page from elsewhere must not press the buttons.
    if (headers.origin !== undefined && headers.origin !== 'null' && headers.origin !== url.origin) {
      return failed(403, 'This form was not sent from this page.', url.pathname);
    }
    const page = `/${target.repository.owner.login}/${target.repository.name}/pull/${target.pull.number}`;
    try {
      const anchor = await act(target, new URLSearchParams(body));
      return anchor === null ? null : { status: 303, headers: { location: `${page}#${anchor}` }, body: null };
    } catch (error) {
      if (!(error instanceof NotPossible)) throw error;
      return failed(409, error.message, page);
    }
  };
}

function index({ state }: World): Answer {
  const repositories = state.repositories.map(({ owner, name, pulls }) => ({
    owner: owner.login,
    name,
    pulls,
  }));
  return pageAnswer({ title: 'Pull requests', body: renderIndex(repositories) });
}

function failed(status: number, message: string, back: string): Answer {
  const body = html`<h1 class="title">That did not work</h1><p>${message}</p><p><a href="${back}">Back to the pull request</a></p>`;
  return pageAnswer({ title: 'That did not work', body, status });
}

/** A check run's own address leads to it on its pull request's page. */
function runPage({ state }: World, path: string): Answer | null {
  const [, owner, name, id] = /^\/([^/]+)\/([^/]+)\/runs\/(\d+)$/.exec(path) ?? [];
  const repository = owner && name ? findRepository(state, owner, name) : null;
  const run = repository?.checkRuns.find((one) => one.id === Number(id));
  const pull = repository?.pulls.find((one) => one.heads.includes(run?.headSha ?? ''));
  if (!repository || !run || !pull) return null;
  const location = `/${repository.owner.login}/${repository.name}/pull/${pull.number}#check-${run.id}`;
  return { status: 303, headers: { location }, body: null };
}

function targetOf({ state }: World, path: string): Target | null {
  const [, owner, name, number, rest = ''] = /^\/([^/]+)\/([^/]+)\/pull\/(\d+)(\/.*)?$/.exec(path) ?? [];
  if (!owner || !name || !number) return null;
  const repository = findRepository(state, decodeURIComponent(owner), decodeURIComponent(name));
  const pull = repository && findPull(repository, Number(number));
  return repository && pull ? { repository, pull, rest } : null;
}
