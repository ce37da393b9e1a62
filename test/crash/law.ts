import type { RequestEntry } from '../../src/sandbox/http/request-log.ts';
import { type CrashGitHub, findingsOfEach, type PullName } from './crash-github.ts';

/**
 * What a pull request must have in the end, however often the service died: one review, which carries the report, each
 * of its comments once, and one check run of the head, concluded.
 */
export interface Breach {
  readonly pull: PullName;
  /** `lost`: something is missing, and may come yet. `doubled`: something is there twice, and stays. */
  readonly kind: 'lost' | 'doubled';
  readonly what: string;
}

export function breachesOf(github: CrashGitHub, pull: PullName): Breach[] {
  const { record } = github.found(pull);
  const bot = github.standIn.state.app.bot.id;
  const ours = record.reviews.filter(({ author }) => author.id === bot);
  const reports = ours.filter(({ body }) => body.includes('## Backend Implementation'));
  const comments = record.reviewComments.filter(({ author }) => author.id === bot);
  const places = comments.map(({ path, line, body }) => `${path}:${line} ${titleOf(body)}`);
  const repeated = places.filter((place, index) => places.indexOf(place) !== index);
  const runs = github.checkRuns(pull);
  const open = runs.filter(({ status, conclusion }) => status !== 'completed' || conclusion !== 'failure');

  const found: (readonly [boolean, Breach['kind'], string])[] = [
    [reports.length === 0, 'lost', 'no review with the report'],
    [reports.length > 1, 'doubled', `${reports.length} reviews with the report`],
    [ours.length > reports.length, 'doubled', `${ours.length - reports.length} reviews beside the report`],
    [comments.length < findingsOfEach, 'lost', `${comments.length} of ${findingsOfEach} comments`],
    [repeated.length > 0, 'doubled', `comments twice: ${repeated.join(', ')}`],
    [record.comments.length > 0, 'doubled', `${record.comments.length} comments in the conversation`],
    [runs.length === 0, 'lost', 'no check run'],
    [runs.length > 1, 'doubled', `${runs.length} check runs`],
    [
      open.length > 0,
      'lost',
      `a check run that is ${open.map(({ status, conclusion }) => conclusion ?? status).join(', ')}`,
    ],
  ];
  return found.flatMap(([broken, kind, what]) => (broken ? [{ pull, kind, what }] : []));
}

/** The first line says severity and rule; the marker differs with the head. */
function titleOf(body: string): string {
  return body.split('\n')[0] ?? '';
}

/** The stand-in's log of one pull request, a line a request, with milliseconds since `from`. */
export function requestsAbout(github: CrashGitHub, pull: PullName, from: number): string[] {
  const { head } = github.found(pull).record;
  const runs = github.checkRuns(pull).map(({ id }) => `/check-runs/${id}`);
  const { owner, name, number } = pull;
  const isAbout = ({ path, query, body }: RequestEntry): boolean =>
    path.startsWith(`/repos/${owner}/${name}/pulls/${number}/`) ||
    (path === '/graphql' && body.includes(`"owner":"${owner}"`) && body.includes(`"number":${number}`)) ||
    [path, query, body].some((part) => part.includes(head.sha)) ||
    runs.some((run) => path.endsWith(run));
  return github.standIn.requests
    .filter(isAbout)
    .map(({ at, method, path, status }) => `${at - from} ms ${method} ${path} ${status ?? 'no answer'}`);
}
