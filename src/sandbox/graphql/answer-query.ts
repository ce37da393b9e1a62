import { type Answer, json, Refusal } from '../http/answer.ts';
import { execute } from './execute.ts';
import { type Document, type Operation, parseQuery, QuerySyntaxError } from './parse.ts';
import type { QueryError } from './query-error.ts';
import type { QueryContext } from './schema.ts';
import { githubSchema } from './types/query.ts';
import { validate } from './validate.ts';
import { checkVariables } from './variables.ts';

/** Answers a GraphQL request: 200 also for what is refused, as GitHub does. */
export async function answerQuery(body: unknown, context: QueryContext): Promise<Answer> {
  const { query, variables, operationName } = readRequest(body);
  const document = parse(query);
  if ('message' in document) return refused([document]);
  const operation = pick(document, operationName);
  if ('message' in operation) return refused([operation]);
  const mistakes = validate(githubSchema, document, operation);
  if (mistakes.length > 0) return refused(mistakes);
  const wrong = checkVariables(githubSchema, operation, variables);
  if (wrong.length > 0) return refused(wrong);
  const { data, errors } = await execute(githubSchema, document, operation, variables, context);
  return json(200, errors.length > 0 ? { data, errors } : { data });
}

function refused(errors: readonly QueryError[]): Answer {
  return json(200, { errors });
}

function readRequest(body: unknown) {
  const field = (name: string): unknown =>
    typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  const query = field('query');
  if (typeof query !== 'string') {
    throw new Refusal(400, 'A query attribute must be specified and must be a string.');
  }
  const variables = field('variables') ?? {};
  if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) {
    throw new Refusal(400, 'Variables must be an object.');
  }
  const operationName = field('operationName');
  return {
    query,
    variables: { ...variables },
    operationName: typeof operationName === 'string' && operationName !== '' ? operationName : null,
  };
}

function parse(query: string): Document | QueryError {
  try {
    return parseQuery(query);
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    return { message: error.message, locations: [error.at] };
  }
}

function pick(document: Document, name: string | null): Operation | QueryError {
  const fits = document.operations.filter((operation) => name === null || operation.name === name);
  const [operation] = fits;
  if (operation === undefined)
    return { message: name === null ? 'No operation found' : `No operation named "${name}"` };
  if (fits.length > 1) return { message: 'An operation name is required' };
  if (operation.kind === 'subscription') return { message: 'Schema is not configured for subscriptions' };
  return operation;
}
