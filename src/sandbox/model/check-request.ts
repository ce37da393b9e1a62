import { z } from 'zod';
import { invalidRequest } from './api-error.ts';
import { checkOutputFormat } from './check-output-format.ts';
import { limitsOf } from './model-limits.ts';

/** The API: 4 cache breakpoints a request. */
const maximumBreakpoints = 4;

const cacheControl = z.strictObject({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']).optional() });
const textBlock = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1, 'text content blocks must be non-empty'),
  cache_control: cacheControl.nullish(),
});
const content = z.union([z.string().min(1), z.array(textBlock).min(1)]);

/** Of a request, what a client of ours may send: text in, structured text out. */
const messagesSchema = z.strictObject({
  model: z.string(),
  max_tokens: z.int().positive(),
  messages: z.array(z.strictObject({ role: z.enum(['user', 'assistant']), content })).min(1),
  system: content.optional(),
  thinking: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('enabled'), budget_tokens: z.int(), display: z.string().optional() }),
      z.strictObject({ type: z.literal('adaptive'), display: z.string().optional() }),
      z.strictObject({ type: z.literal('disabled') }),
    ])
    .optional(),
  output_config: z
    .strictObject({
      effort: z.string().nullish(),
      format: z
        .strictObject({ type: z.literal('json_schema'), schema: z.record(z.string(), z.unknown()) })
        .nullish(),
    })
    .optional(),
  temperature: z.number().optional(),
  top_p: z.number().optional(),
  top_k: z.number().optional(),
  stream: z.boolean().optional(),
  metadata: z.strictObject({ user_id: z.string().nullish() }).optional(),
  stop_sequences: z.array(z.string()).optional(),
});
export type MessagesRequest = z.infer<typeof messagesSchema>;

const countSchema = messagesSchema.omit({
  max_tokens: true,
  stream: true,
  metadata: true,
  stop_sequences: true,
});

/** Refuses what the API refuses (ApiRefusal). */
export function checkMessages(body: unknown): MessagesRequest {
  const request = parsed(messagesSchema, body);
  const limits = limitsOf(request.model);
  if (request.max_tokens > limits.maximumOutput)
    throw invalidRequest(
      `max_tokens: ${request.max_tokens} > ${limits.maximumOutput}, which is the maximum for ${request.model}`,
    );
  const { thinking } = request;
  if (thinking !== undefined && !limits.thinking.includes(thinking.type))
    throw invalidRequest(`thinking.type: "${thinking.type}" is not supported for ${request.model}`);
  if (thinking?.type === 'enabled') {
    if (thinking.budget_tokens < 1024) throw invalidRequest('thinking.budget_tokens: must be at least 1024');
    if (thinking.budget_tokens >= request.max_tokens)
      throw invalidRequest('max_tokens must be greater than thinking.budget_tokens');
  }
  checkSampling(request, limits.sampling);
  const effort = request.output_config?.effort;
  if (effort != null && !limits.efforts.includes(effort))
    throw invalidRequest(`output_config.effort: "${effort}" is not supported for ${request.model}`);
  if (request.output_config?.format != null) checkOutputFormat(request.output_config.format.schema);
  checkTurns(request);
  return request;
}

/** As `count_tokens` checks. */
export function checkCount(body: unknown): { messages: unknown; system?: unknown } {
  const request = parsed(countSchema, body);
  limitsOf(request.model);
  return request;
}

function parsed<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalidRequest(`${issue?.path.join('.')}: ${issue?.message}`);
}

function checkSampling(request: MessagesRequest, allowed: boolean): void {
  const used = (['temperature', 'top_p', 'top_k'] as const).find((name) => request[name] !== undefined);
  if (used === undefined) return;
  if (!allowed) throw invalidRequest(`${used}: is not supported for ${request.model}`);
  const thinks = request.thinking !== undefined && request.thinking.type !== 'disabled';
  if (thinks && (used === 'top_k' || (request.temperature ?? 1) !== 1))
    throw invalidRequest('temperature may only be set to 1 and top_k not at all when thinking is enabled');
}

function checkTurns(request: MessagesRequest): void {
  request.messages.forEach((message, index) => {
    if ((index % 2 === 0) !== (message.role === 'user'))
      throw invalidRequest(`messages.${index}.role: roles must alternate between "user" and "assistant"`);
  });
  if (request.messages.at(-1)?.role !== 'user')
    throw invalidRequest('messages: the last one must be of the user');
  const blocks = [request.system ?? [], ...request.messages.map((message) => message.content)].flatMap(
    (part) => (typeof part === 'string' ? [] : part),
  );
  const breakpoints = blocks.filter((block) => block.cache_control != null);
  if (breakpoints.length > maximumBreakpoints)
    throw invalidRequest(
      `A maximum of ${maximumBreakpoints} blocks with cache_control may be provided. Found ${breakpoints.length}.`,
    );
  const firstShort = breakpoints.findIndex((block) => block.cache_control?.ttl !== '1h');
  if (firstShort !== -1 && breakpoints.slice(firstShort).some((block) => block.cache_control?.ttl === '1h'))
    throw invalidRequest('cache_control: a ttl of 1h must not come after one of 5m');
}
