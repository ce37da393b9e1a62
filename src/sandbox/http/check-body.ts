import type { z } from 'zod';
import { invalidRequest } from './answer.ts';

/** Checks a request's body as GitHub's schemas do; the first mistake is refused with GitHub's sentence (422). */
export function checkBody<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const missing = result.error.issues.filter(
    (issue) => issue.code === 'invalid_type' && at(body, issue.path) === undefined,
  );
  if (missing.length > 0) {
    const names = missing.map((issue) => `"${String(issue.path.at(-1))}"`);
    throw invalidRequest(`${names.join(', ')} ${names.length === 1 ? "wasn't" : "weren't"} supplied.`);
  }
  const [issue] = result.error.issues;
  throw invalidRequest(issue ? sentence(issue, body) : 'The request is invalid.');
}

function sentence(issue: z.core.$ZodIssue, body: unknown): string {
  const value = at(body, issue.path);
  const place = `For '${issue.path.map((part) => (typeof part === 'number' ? part : `properties/${String(part)}`)).join('/')}',`;
  switch (issue.code) {
    case 'too_big':
      return Array.isArray(value)
        ? `No more than ${issue.maximum} items are allowed; ${value.length} were supplied.`
        : `Only ${issue.maximum} characters are allowed; ${String(value).length} were supplied.`;
    case 'too_small':
      return `${place} ${inspect(value)} is too small.`;
    case 'invalid_value':
      return `${inspect(value)} is not a member of [${issue.values.map((one) => JSON.stringify(one)).join(', ')}].`;
    case 'unrecognized_keys':
      return `${issue.keys.map((key) => `"${key}"`).join(', ')} is not a permitted key.`;
    case 'invalid_type':
      return `${place} ${inspect(value)} is not ${article(issue.expected)}.`;
    default:
      return `${place} ${inspect(value)} is not valid: ${issue.message}.`;
  }
}

function inspect(value: unknown): string {
  return value === null || value === undefined ? 'nil' : JSON.stringify(value).slice(0, 200);
}

function article(type: string): string {
  const name = type === 'int' ? 'integer' : type === 'number' ? 'number' : type;
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}
