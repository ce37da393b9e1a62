import type { AppClient } from './app-client.ts';
import { handledEvents } from './delivery-jobs.ts';

export interface Redeliverer {
  /**
   * Asks GitHub to send once more what did not arrive in the last 3 days, which is as far back as it remembers.
   * What it sends is a delivery like any other, under its old id. Throws RetryLater when a limit is reached.
   */
  run(signal: AbortSignal): Promise<{ readonly asked: number; readonly givenUp: number }>;
}

export interface RedelivererOptions {
  readonly client: Pick<AppClient, 'app'>;
  readonly clock: { now(): number };
  readonly log: { info(data: object, message: string): void; warn(data: object, message: string): void };
}

/** GitHub keeps deliveries for so long. https://docs.github.com/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks */
const keptMs = 3 * 24 * 3600 * 1000;

const perPage = 100;

/** Pages of one run: the newest 5,000 deliveries. Older failures are found by looking at the pull requests. */
const maximumPages = 50;

/** Attempts of one delivery, GitHub's own included, until it counts as one that cannot be taken. */
const maximumAttempts = 4;

/** A run asks for so many at most; the next goes on. It would otherwise knock over what has just come up. */
const maximumAsked = 200;

interface Attempt {
  readonly id: number;
  readonly guid: string;
  readonly deliveredAt: number;
  readonly taken: boolean;
}

/** A delivery whose last known attempt failed. */
interface Failed {
  readonly attempts: number;
  /** Its newest attempt, by which it is asked for. */
  readonly newest: Attempt;
  /** `asked` until the list shows how that went. */
  readonly state: 'failed' | 'asked' | 'given up';
}

/**
 * Remembers the failures it has read, so that each run reads only what came since the one before; a new process reads
 * all of it once.
 */
export function createRedeliverer({ client, clock, log }: RedelivererOptions): Redeliverer {
  const failures = new Map<string, Failed>();
  let newest = 0;

  function note(attempt: Attempt): void {
    const { guid } = attempt;
    if (attempt.taken) failures.delete(guid);
    else {
      const attempts = (failures.get(guid)?.attempts ?? 0) + 1;
      failures.set(guid, { attempts, newest: attempt, state: 'failed' });
    }
  }

  return {
    async run(signal) {
      const oldest = clock.now() - keptMs;
      const attempts = await readAttempts(client, newest, oldest, signal);
      // The oldest first: how a delivery went is told by its last attempt.
      for (const attempt of attempts.toReversed()) note(attempt);
      newest = attempts.reduce((id, attempt) => Math.max(id, attempt.id), newest);

      let asked = 0;
      let givenUp = 0;
      for (const [guid, failed] of failures) {
        const expired = failed.newest.deliveredAt < oldest;
        if (expired) failures.delete(guid);
        if (expired || failed.state !== 'failed') continue;
        if (failed.attempts >= maximumAttempts) {
          givenUp += 1;
          failures.set(guid, { ...failed, state: 'given up' });
          log.warn(
            { delivery: guid, attempts: failed.attempts },
            'A delivery failed each time and is given up',
          );
        } else if (asked < maximumAsked) {
          await client
            .app()
            .call('repeatable', signal, (octokit, request) =>
              octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: failed.newest.id, request }),
            );
          asked += 1;
          failures.set(guid, { ...failed, state: 'asked' });
        }
      }
      if (asked > 0) log.info({ asked }, 'GitHub was asked for deliveries that had failed');
      return { asked, givenUp };
    },
  };
}

/** Attempts of the events that are looked at, newest first, back to `known` (not included) or to `oldest`. */
async function readAttempts(
  client: Pick<AppClient, 'app'>,
  known: number,
  oldest: number,
  signal: AbortSignal,
): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < maximumPages; page += 1) {
    const { data, headers } = await client.app().call('read', signal, (octokit, request) =>
      octokit.rest.apps.listWebhookDeliveries({
        per_page: perPage,
        ...(cursor === null ? {} : { cursor }),
        request,
      }),
    );
    for (const item of data) {
      const deliveredAt = Date.parse(item.delivered_at);
      if (item.id <= known || deliveredAt < oldest) return attempts;
      if (handled.has(item.event))
        attempts.push({
          id: item.id,
          guid: item.guid,
          deliveredAt,
          taken: item.status_code >= 200 && item.status_code < 300,
        });
    }
    cursor = nextCursor(headers.link);
    if (cursor === null) return attempts;
  }
  return attempts;
}

const handled: ReadonlySet<string> = new Set(handledEvents);

/** The cursor of the next page from a `Link` header, null on the last page. */
function nextCursor(link: string | undefined): string | null {
  const [, address] = /<([^>]+)>;\s*rel="next"/.exec(link ?? '') ?? [];
  return address === undefined ? null : new URL(address).searchParams.get('cursor');
}
