import type { Endpoint, Seen } from '../api/endpoint.ts';
import type { Evidence } from '../report/finding.ts';
import { codeSpan } from '../report/markdown/code-span.ts';

/** `GET /orders/:id`, as findings name an endpoint. */
export function endpointName(endpoint: Endpoint): string {
  return `${endpoint.method} ${endpoint.path}`;
}

/** What stood there before, with its place on the base side. */
export function seenBefore(lost: readonly Seen[]): readonly Evidence[] {
  return lost.map(({ text, path, line }) => ({
    kind: 'parsed',
    text: `before: ${codeSpan(text)}`,
    path,
    line,
  }));
}
