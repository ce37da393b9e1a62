import type { PullRecord } from '../../src/sandbox/state/records.ts';
import { findings, type Street } from './town.ts';

/** `lost`: something is missing, and may come yet. `doubled`: something is there twice, and stays. */
export interface Breach {
  readonly kind: 'lost' | 'doubled' | 'loop';
  readonly what: string;
}

/** What a fault may take away for good without breaking the law. */
export interface Mercy {
  /** A comment whose finding is gone may stay as it is until the next review. */
  readonly unmarked: boolean;
  /** Without the permission there is no check run; the report says so. */
  readonly withoutCheck: boolean;
}

const heading = '## Backend Implementation';

/** What must hold of a pull request in the end, whatever GitHub did meanwhile. */
export function breachesOf(
  street: Street,
  pull: PullRecord,
  phase: 'first' | 'push',
  mercy: Mercy,
): Breach[] {
  const ours = pull.reviews.filter(({ author }) => author.type === 'Bot');
  const reports = ours.filter(({ body }) => body.includes(heading));
  const comments = pull.reviewComments.filter(({ author }) => author.type === 'Bot');
  const report = reports[0]?.body ?? '';
  const expected = phase === 'first' ? findings.first : findings.second;
  const fixed = findings.first.filter((path) => !expected.includes(path));
  const paths = comments.map(({ path }) => path);
  const empty = ours.filter(
    ({ id, body }) => !body.includes(heading) && !comments.some(({ review }) => review === id),
  );
  const runs = street.checkRuns(pull.head.sha);
  const open = street.repository.checkRuns.filter(({ status }) => status !== 'completed');
  const untold = expected.filter((path) => !paths.includes(path) && !report.includes(path));
  const unmarked =
    phase === 'first'
      ? []
      : comments.filter(
          ({ path, body, minimized }) =>
            fixed.includes(path) && !(body.startsWith('Fixed in ') && minimized !== null),
        );
  const annotations = runs.map((run) => run.annotations.length).filter((count) => count > expected.length);

  const found: (readonly [boolean, Breach['kind'], string])[] = [
    [reports.length === 0, 'lost', 'no report'],
    [
      reports.length > 0 && !report.includes(`\`${pull.head.sha.slice(0, 7)}\``),
      'lost',
      'the report is about an older commit',
    ],
    [reports.length > 1, 'doubled', `${reports.length} reports`],
    [new Set(paths).size < paths.length, 'doubled', `comments on ${paths.join(', ')}`],
    [ours.length - reports.length > (phase === 'first' ? 0 : 1), 'doubled', `${ours.length} reviews`],
    [empty.length > 0, 'doubled', `${empty.length} reviews that say nothing`],
    [pull.comments.some(({ author }) => author.type === 'Bot'), 'doubled', 'a comment in the conversation'],
    [untold.length > 0, 'lost', `nothing about ${untold.join(', ')}`],
    [unmarked.length > 0 && !mercy.unmarked, 'lost', 'a comment whose finding is gone is not marked'],
    [
      runs.length === 0 && !(mercy.withoutCheck && report.includes('`checks: write`')),
      'lost',
      'no check run',
    ],
    [runs.length > 1, 'doubled', `${runs.length} check runs of the head`],
    [open.length > 0, 'lost', `${open.length} check runs that are not concluded`],
    [
      runs.some(({ conclusion }) => conclusion !== 'failure'),
      'lost',
      `a check run that is ${runs.map(({ conclusion }) => conclusion)}`,
    ],
    [annotations.length > 0, 'doubled', `${annotations.join(', ')} annotations`],
  ];
  return found.flatMap(([broken, kind, what]) => (broken ? [{ kind, what }] : []));
}
