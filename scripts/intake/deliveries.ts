import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';

/** Makes signed deliveries, each of a pull request of its own. */
export interface Deliveries {
  /** Bytes of one body. */
  readonly bodyBytes: number;
  /** A whole HTTP request: `POST`, the headers of GitHub, the body. `number` is the pull request's. */
  request(number: number): Buffer;
}

export interface DeliveriesOptions {
  readonly secret: string;
  /** Begins the ids, so that a database that is used again does not know them. */
  readonly run: string;
  readonly installation: number;
  /** Length that the body is filled up to; a longer payload stays as it is. */
  readonly bodyBytes: number;
  /** JSON of a `pull_request` event; GitHub's own example of an opened one by default. */
  readonly payload?: string;
}

/** Throws TypeError for a payload that is none of `pull_request`. */
export function makeDeliveries(options: DeliveriesOptions): Deliveries {
  const payload: unknown = options.payload === undefined ? example() : JSON.parse(options.payload);
  if (!isPullRequest(payload)) throw new TypeError('the payload is none of a `pull_request` event');
  const body = (number: number): string => {
    const event = {
      ...payload,
      number,
      pull_request: { ...payload.pull_request, number, id: 1_000_000_000 + number },
      installation: { id: options.installation, node_id: 'MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9uMQ==' },
    };
    const text = JSON.stringify(event);
    const missing = options.bodyBytes - Buffer.byteLength(text);
    return missing <= 20 ? text : `${text.slice(0, -1)},"padding":"${'x'.repeat(missing - 13)}"}`;
  };
  return {
    bodyBytes: Buffer.byteLength(body(1)),
    request(number) {
      const text = body(number);
      const signature = createHmac('sha256', options.secret).update(text).digest('hex');
      const head = [
        'POST /api/github/webhooks HTTP/1.1',
        'Host: 127.0.0.1',
        'User-Agent: GitHub-Hookshot/bench',
        'Accept: */*',
        'Content-Type: application/json',
        `Content-Length: ${Buffer.byteLength(text)}`,
        `X-GitHub-Delivery: ${options.run}-${number}`,
        'X-GitHub-Event: pull_request',
        'X-GitHub-Hook-Installation-Target-Type: integration',
        `X-Hub-Signature-256: sha256=${signature}`,
      ];
      return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`);
    },
  };
}

interface PullRequestPayload {
  readonly action: string;
  readonly pull_request: object;
  readonly repository: { readonly full_name: string };
}

function isPullRequest(value: unknown): value is PullRequestPayload {
  return typeof value === 'object' && value !== null && 'pull_request' in value && 'repository' in value;
}

function example(): unknown {
  const all: readonly {
    readonly name: string;
    readonly examples: readonly { readonly action?: string }[];
  }[] = createRequire(import.meta.url)('@octokit/webhooks-examples');
  return all.find(({ name }) => name === 'pull_request')?.examples.find(({ action }) => action === 'opened');
}
