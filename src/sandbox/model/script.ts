import { z } from 'zod';

const stopReasons = [
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
] as const;

const usage = z
  .strictObject({
    output: z.int().min(0),
    thinking: z.int().min(0),
    cacheRead: z.int().min(0),
    cacheWrite: z.int().min(0),
  })
  .partial();

const thinking = z.string().optional().describe('a thinking block before the answer');

const replySchema = z.discriminatedUnion('kind', [
  /** A structured answer, written as JSON. */
  z.strictObject({
    kind: z.literal('answer'),
    answer: z.unknown(),
    stopReason: z.enum(stopReasons).default('end_turn'),
    thinking,
    usage: usage.default({}),
  }),
  /** Text as it is: no JSON, JSON that is cut off. */
  z.strictObject({
    kind: z.literal('text'),
    text: z.string(),
    stopReason: z.enum(stopReasons).default('end_turn'),
    thinking,
    usage: usage.default({}),
  }),
  /** An answer with a status of its own. */
  z.strictObject({
    kind: z.literal('error'),
    status: z.int().min(400).max(599),
    type: z.string(),
    message: z.string().default('scripted'),
    headers: z.record(z.string(), z.string()).default({}),
  }),
  /** A stream that begins well and then brings an error. */
  z.strictObject({
    kind: z.literal('error-in-stream'),
    type: z.string(),
    message: z.string().default('scripted'),
    text: z.string().default('{"summary":'),
  }),
  /** The connection ends: before the headers, or within the stream. */
  z.strictObject({ kind: z.literal('drop'), when: z.enum(['at-once', 'in-stream']) }),
  /** Headers and a first event, then nothing more until the client gives up. */
  z.strictObject({ kind: z.literal('stall') }),
]);
export type ScriptedReply = z.infer<typeof replySchema>;

/** What the model says, one reply a request; the last one is repeated. Can be read from a JSON file. */
export const modelScriptSchema = z.array(replySchema).min(1);
export type ModelScript = z.input<typeof modelScriptSchema>;
