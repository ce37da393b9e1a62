import type { Fault } from '../../src/sandbox/http/faults.ts';

/** Seconds that a limit asks to wait; short, since the tests wait for it. */
export const retryAfterSeconds = 2;

const limits = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api';
const message = 'You have exceeded a secondary rate limit.';

/** Faults that come once and pass. */
export const passingFaults: Readonly<Record<string, Fault>> = {
  '502 before': '502-before',
  '502 after': '502-after',
  dropped: 'drop',
  'dropped after': 'drop-after',
  '429': { status: 429, headers: { 'retry-after': String(retryAfterSeconds) }, body: { message } },
  'secondary limit': {
    status: 403,
    headers: { 'retry-after': String(retryAfterSeconds) },
    body: { message, documentation_url: limits },
  },
  slow: { slow: 1_500 },
  'token ended': 'token-ended',
  '401 once': { status: 401, body: { message: 'Bad credentials' } },
  '403 once': { status: 403, body: { message: 'Resource not accessible by integration' } },
  '404 once': { status: 404, body: { message: 'Not Found' } },
  '422 once': { status: 422, body: { message: 'Validation Failed' } },
};

/** Faults that stay until somebody changes something. */
export const lastingFaults: Readonly<Record<string, Fault>> = {
  '403 always': { status: 403, body: { message: 'Resource not accessible by integration' } },
  '404 always': { status: 404, body: { message: 'Not Found' } },
  '422 always': { status: 422, body: { message: 'Validation Failed' } },
};

/** Lists show what was created only after this time. */
export const lag: Fault = { lag: 3_000 };

/** Longer than the service waits for an answer: the request is carried out when nobody listens any more. */
export const hang: Fault = { slow: 31_000 };

/** True for what GitHub says of a limit, which has to be obeyed. */
export function isLimit(fault: Fault): boolean {
  return typeof fault === 'object' && 'status' in fault && fault.headers?.['retry-after'] !== undefined;
}
