import { AnthropicError, APIConnectionError, APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk';
import { filterLine } from '../report/markdown/filter-text.ts';

export type FailureCode =
  | 'rate-limited'
  | 'overloaded'
  | 'unavailable'
  | 'unreachable'
  | 'timeout'
  | 'bad-key'
  | 'not-permitted'
  | 'billing'
  | 'unknown-model'
  | 'too-large'
  | 'rejected'
  | 'refused'
  | 'cut-off'
  | 'unexpected-stop'
  | 'invalid-answer'
  | 'nothing-to-show';

export interface Failure {
  readonly code: FailureCode;
  /** One line for people, Markdown that may be published. */
  readonly reason: string;
  /** Seconds, where the API said how long to wait. */
  readonly retryAfter: number | null;
}

/** Failures that pass by themselves: asking again later makes sense. */
export function isTemporary(code: FailureCode): boolean {
  return ['rate-limited', 'overloaded', 'unavailable', 'unreachable', 'timeout'].includes(code);
}

/** By the API's error type, which is also there when an error arrives inside a stream that began with a 200. */
const byType: Readonly<Record<string, readonly [FailureCode, string]>> = {
  rate_limit_error: ['rate-limited', 'the rate limit of the model’s API is reached'],
  overloaded_error: ['overloaded', 'the model is overloaded'],
  api_error: ['unavailable', 'the model’s API had an internal error'],
  timeout_error: ['timeout', 'the model’s API timed out'],
  authentication_error: ['bad-key', 'the API key is not accepted'],
  permission_error: ['not-permitted', 'the API key may not use this model'],
  billing_error: ['billing', 'the account of the API key cannot pay'],
  not_found_error: ['unknown-model', 'the API does not know the model'],
  request_too_large: ['too-large', 'the request is larger than the API takes'],
  invalid_request_error: ['rejected', 'the API rejected the request'],
};

const byStatus: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** What an error of the SDK means; null for an error that is not the SDK's. Abortion is not for this function. */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof APIConnectionTimeoutError) return failed('timeout', 'the model’s API timed out');
  if (error instanceof APIConnectionError) return failed('unreachable', 'the model’s API cannot be reached');
  if (error instanceof APIError) return apiFailure(error);
  // What breaks while the stream is read has no class of its own.
  if (error instanceof AnthropicError) return failed('unreachable', 'the connection to the model was lost');
  return null;
}

export function failed(code: FailureCode, reason: string): Failure {
  return { code, reason, retryAfter: null };
}

function apiFailure(error: APIError): Failure {
  // A proxy's page has no type, a new type has a status.
  const fallback =
    byStatus[error.status ?? 0] ?? ((error.status ?? 500) >= 500 ? 'api_error' : 'invalid_request_error');
  const [code, words] = byType[error.type ?? ''] ??
    byType[fallback] ?? ['unavailable', 'the model’s API failed'];
  // Only these say something that an operator needs: which field, which limit.
  const detail = code === 'rejected' || code === 'billing' || code === 'unknown-model' ? detailOf(error) : '';
  return { code, reason: `${words}${detail}`, retryAfter: retryAfterOf(error.headers) };
}

function detailOf(error: APIError): string {
  const message = filterLine((error.apiMessage ?? '').slice(0, 200).toWellFormed());
  return message === '' ? '' : `: ${message}`;
}

function retryAfterOf(headers: Headers | undefined): number | null {
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
}
