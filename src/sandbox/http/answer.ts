/** An answer before it is written: `body` is the text to send, null for none. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function noContent(): Answer {
  return { status: 204, headers: {}, body: null };
}

/** A request that GitHub would refuse; thrown by handlers, answered by the server. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code = 'refused';
  readonly answer: Answer;

  constructor(status: number, message: string, more: Readonly<Record<string, unknown>> = {}, headers = {}) {
    super(message);
    const documentation = 'https://docs.github.com/rest';
    this.answer = json(
      status,
      { message, ...more, documentation_url: documentation, status: String(status) },
      headers,
    );
  }
}

export function notFound(message = 'Not Found'): Refusal {
  return new Refusal(404, message);
}

/** `accepted` names what would have been enough, as `x-accepted-github-permissions` does. */
export function notAccessible(accepted: string): Refusal {
  return new Refusal(
    403,
    'Resource not accessible by integration',
    {},
    { 'x-accepted-github-permissions': accepted },
  );
}

export function badCredentials(message = 'Bad credentials'): Refusal {
  return new Refusal(401, message);
}

/** 422 with plain sentences, as reviews are refused. */
export function unprocessable(...errors: readonly string[]): Refusal {
  return new Refusal(422, 'Unprocessable Entity', { errors });
}

export interface FieldError {
  readonly resource: string;
  readonly code: 'custom' | 'missing_field' | 'invalid' | 'unprocessable' | 'missing';
  readonly field: string;
  readonly message?: string;
}

/** 422 with errors by field, as comments are refused. */
export function validationFailed(...errors: readonly FieldError[]): Refusal {
  return new Refusal(422, 'Validation Failed', { errors });
}

/** 422 of GitHub's JSON schemas, as check runs are refused. */
export function invalidRequest(sentence: string): Refusal {
  return new Refusal(422, `Invalid request.\n\n${sentence}`);
}
