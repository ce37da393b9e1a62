import { Refusal } from './answer.ts';

/** Requests an hour of an installation (GitHub: 5,000 to 12,500 by size). */
export const requestsPerHour = 5_000;
/** Content an installation may create (docs: "Rate limits for the REST API", secondary limits). */
export const contentPerMinute = 80;
const contentPerHour = 500;

const hour = 3_600_000;
const minute = 60_000;

export type RateResource = 'core' | 'graphql';

export interface RateLimits {
  readonly perHour: number;
}

export interface RateStatus {
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  /** Seconds since the epoch. */
  readonly reset: number;
  readonly resource: RateResource;
}

export interface RateLimiter {
  /** Counts a request. Throws a `Refusal` (403) above the hour's limit. */
  take(actor: string, resource: RateResource): RateStatus;
  /** Gives a request back (304 is free). */
  giveBack(actor: string, resource: RateResource): RateStatus;
  peek(actor: string, resource: RateResource): RateStatus;
  /** Counts created content. Throws a `Refusal` (403 with retry-after) above the secondary limits. */
  create(actor: string): void;
}

export function makeRateLimiter(clock: () => number, limits: RateLimits): RateLimiter {
  const windows = new Map<string, { used: number; reset: number }>();
  const created = new Map<string, number[]>();

  function windowOf(actor: string, resource: RateResource) {
    const key = `${resource} ${actor}`;
    const now = clock();
    const found = windows.get(key);
    if (found && found.reset > now) return found;
    const fresh = { used: 0, reset: now + hour };
    windows.set(key, fresh);
    return fresh;
  }
  function peek(actor: string, resource: RateResource): RateStatus {
    const { used, reset } = windowOf(actor, resource);
    const remaining = Math.max(0, limits.perHour - used);
    return { limit: limits.perHour, remaining, used, reset: Math.ceil(reset / 1000), resource };
  }
  return {
    peek,
    take(actor, resource) {
      const window = windowOf(actor, resource);
      if (window.used >= limits.perHour) {
        const headers = rateHeaders(peek(actor, resource));
        throw new Refusal(403, `API rate limit exceeded for ${actor}.`, {}, headers);
      }
      window.used += 1;
      return peek(actor, resource);
    },
    giveBack(actor, resource) {
      const window = windowOf(actor, resource);
      window.used = Math.max(0, window.used - 1);
      return peek(actor, resource);
    },
    create(actor) {
      const now = clock();
      const times = (created.get(actor) ?? []).filter((time) => time > now - hour);
      const lastMinute = times.filter((time) => time > now - minute);
      const oldest = lastMinute.length >= contentPerMinute ? lastMinute[0] : undefined;
      const oldestOfHour = times.length >= contentPerHour ? times[0] : undefined;
      const until = Math.max((oldest ?? -minute) + minute, (oldestOfHour ?? -hour) + hour);
      created.set(actor, times);
      if (until > now) {
        throw new Refusal(
          403,
          'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.',
          {},
          { 'retry-after': String(Math.ceil((until - now) / 1000)) },
        );
      }
      times.push(now);
    },
  };
}

export function rateHeaders(status: RateStatus): Record<string, string> {
  return {
    'x-ratelimit-limit': String(status.limit),
    'x-ratelimit-remaining': String(status.remaining),
    'x-ratelimit-used': String(status.used),
    'x-ratelimit-reset': String(status.reset),
    'x-ratelimit-resource': status.resource,
  };
}
