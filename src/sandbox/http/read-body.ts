import type { IncomingMessage } from 'node:http';
import { Refusal } from './answer.ts';

/** Larger requests are refused; reviews and check runs stay far below. */
const bodyLimit = 32 * 1024 * 1024;

/** The whole body of a request. Throws a `Refusal` (413). */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new Refusal(413, 'Payload Too Large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A JSON object; `{}` of an empty body. Throws a `Refusal` (400) as GitHub does. */
export function parseBody(text: string): unknown {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(400, 'Body should be a JSON object');
  }
  return value;
}
