import type { Endpoint } from '../api/endpoint.ts';
import type { CodeCall } from '../code/view/calls.ts';
import { type CodeView, inside } from '../code/view/code-view.ts';
import type { CodeSubject } from './code-subject.ts';

/** An endpoint of the file whose handler stands in it as well. */
export interface HandledEndpoint {
  readonly endpoint: Endpoint;
  /** What the handler calls, in the order of the text. */
  readonly calls: readonly CodeCall[];
  readonly text: string;
}

/** Longest handler whose text is looked at. */
const longestHandler = 5_000;

/** The endpoints of a file that the change brings: the last part of their path was not in the file before. */
export function newEndpoints({ code, base, endpoints }: CodeSubject): readonly HandledEndpoint[] {
  return handledEndpoints(code, endpoints).filter(
    ({ endpoint }) => base === null || !base.text.includes(lastPart(endpoint)),
  );
}

export function handledEndpoints(code: CodeView, endpoints: readonly Endpoint[]): readonly HandledEndpoint[] {
  return endpoints.flatMap((endpoint) => {
    const { handler, span } = endpoint;
    if (handler === null || handler.path !== code.path || span.path !== code.path) return [];
    const text = code.text.slice(handler.start, Math.min(handler.end, handler.start + longestHandler));
    return [{ endpoint, calls: inside(code.calls, handler), text }];
  });
}

function lastPart({ path }: Endpoint): string {
  return (
    path
      .split('/')
      .filter((part) => part !== '' && !part.startsWith(':'))
      .at(-1) ?? path
  );
}
