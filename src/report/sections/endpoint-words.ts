import type { Endpoint, Seen } from '../../api/endpoint.ts';
import type { EndpointNote, Facts } from '../facts.ts';
import { codeSpan } from '../markdown/code-span.ts';

/** `GET /orders/:id` as code, with a word where a prefix may be missing. */
export function route(endpoint: Pick<Endpoint, 'method' | 'path' | 'prefixSeen'>): string {
  return `${codeSpan(`${endpoint.method} ${endpoint.path}`)}${endpoint.prefixSeen ? '' : ' (prefix not seen)'}`;
}

/** Where nothing comes in, there is nothing to validate. */
export function needsValidation(endpoint: Endpoint): boolean {
  return endpoint.inputs?.length !== 0 || endpoint.validation.length > 0;
}

/** The evidence of a property: its text and place, by line alone where that is the endpoint's own file. */
export function seen(evidence: readonly Seen[], endpoint: Endpoint | null = null): string {
  const first = evidence[0];
  if (first === undefined) return 'not seen';
  const more = evidence.length > 1 ? ` and ${evidence.length - 1} more` : '';
  const place =
    first.path === endpoint?.span.path ? `line ${first.line}` : codeSpan(`${first.path}:${first.line}`);
  return `${codeSpan(first.text)}, ${place}${more}`;
}

export function noteOf({ endpointNotes }: Facts, endpoint: Endpoint): EndpointNote | null {
  return (
    endpointNotes.find(({ method, path }) => method === endpoint.method && path === endpoint.path) ?? null
  );
}

/** What one has to know to call an endpoint: who may, what is checked, how often, what comes back. */
export function properties(endpoint: Endpoint): string {
  const statuses = [...new Set(endpoint.statusCodes.map((code) => code.status))].sort((a, b) => a - b);
  return [
    access(endpoint),
    ...(endpoint.authorization.length > 0 ? [`allowed by ${seen(endpoint.authorization, endpoint)}`] : []),
    ...(needsValidation(endpoint) ? [validation(endpoint)] : []),
    ...limits(endpoint),
    ...(statuses.length > 0 ? [statuses.join('/')] : []),
  ].join('; ');
}

function access(endpoint: Endpoint): string {
  const [first] = endpoint.authentication;
  if (first !== undefined)
    return `${credential(first)} required (${seen(endpoint.authentication, endpoint)})`;
  if (endpoint.publicBy !== undefined) return `public (${seen([endpoint.publicBy], endpoint)})`;
  return endpoint.authorization.length > 0 ? 'sign-in required' : 'authentication not seen';
}

function credential({ text }: Seen): string {
  if (/jwt|bearer/i.test(text)) return 'JWT';
  if (/api[-_]?key/i.test(text)) return 'API key';
  return /\bbasic[-_]?auth/i.test(text) ? 'basic authentication' : 'sign-in';
}

function validation(endpoint: Endpoint): string {
  if (endpoint.validation.length === 0) return 'validation not seen';
  const inputs = [...new Set(endpoint.validation.flatMap(({ input }) => input ?? []))];
  return `${inputs.length > 0 ? `${inputs.join(' and ')} ` : ''}validated by ${seen(endpoint.validation, endpoint)}`;
}

function limits({ rateLimit, pagination = [], idempotency = [] }: Endpoint): string[] {
  return [
    ...rateLimit.slice(0, 1).map(({ text }) => `rate limit ${codeSpan(text)}`),
    ...pagination
      .slice(0, 1)
      .map(
        ({ text, limit }) => `paged (${codeSpan(text)}${limit === undefined ? '' : `, at most ${limit}`})`,
      ),
    ...idempotency.slice(0, 1).map(({ text }) => `repeatable (${codeSpan(text)})`),
  ];
}
