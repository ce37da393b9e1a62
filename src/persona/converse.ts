import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import type {
  Message,
  MessageStreamParams,
  TextBlockParam,
} from '@anthropic-ai/sdk/resources/messages/messages';
import { type Answer, answerSchema, parseAnswer } from './answer.ts';
import type { ModelClient } from './anthropic-client.ts';
import { type Failure, failed, failureOf } from './failure.ts';
import type { ModelChoice } from './model.ts';
import type { Prompt, PromptBlock } from './prompt.ts';
import type { Usage } from './usage.ts';

export interface Conversation {
  readonly client: ModelClient;
  readonly model: ModelChoice;
  readonly prompt: Prompt;
  /** How long the API keeps a cached prefix: an hour costs 2 times the input to write, five minutes 1.25 times. */
  readonly cacheTime: '5m' | '1h';
  /** Milliseconds for the whole answer. */
  readonly timeLimit: number;
  readonly signal: AbortSignal;
}

export type ConversationResult =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly usage: Usage }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly usage: Usage | null };

/**
 * Asks the model once, streaming. Every stop reason and every error of the API becomes a result; it throws only when
 * `signal` aborts (with the signal's reason).
 */
export async function converse(conversation: Conversation): Promise<ConversationResult> {
  const { client, signal, timeLimit } = conversation;
  signal.throwIfAborted();
  const deadline = AbortSignal.timeout(timeLimit);
  let message: Message;
  try {
    message = await client.send(requestOf(conversation), AbortSignal.any([signal, deadline]));
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted)
      return unanswered(failed('timeout', `no answer within ${Math.ceil(timeLimit / 1000)} s`), null);
    const failure = failureOf(error);
    if (failure === null) throw error;
    return unanswered(failure, null);
  }
  return read(message);
}

/** The request: persona and instructions first, so that the cache's prefix is the same for every pull request. */
export function requestOf({
  model,
  prompt,
  cacheTime,
}: Pick<Conversation, 'model' | 'prompt' | 'cacheTime'>): MessageStreamParams {
  const toParam = (block: PromptBlock): TextBlockParam => ({
    type: 'text',
    text: block.text,
    ...(block.cache ? { cache_control: { type: 'ephemeral', ttl: cacheTime } } : {}),
  });
  // Without the helper's parser: it throws on JSON that was cut off, before the stop reason can be seen.
  const { type, schema } = zodOutputFormat(answerSchema);
  return {
    model: model.id,
    max_tokens: model.maxTokens,
    system: prompt.system.map(toParam),
    messages: [{ role: 'user', content: prompt.user.map(toParam) }],
    output_config: { format: { type, schema }, ...(model.effort === null ? {} : { effort: model.effort }) },
    ...(model.thinking === null ? {} : { thinking: model.thinking }),
  };
}

function read(message: Message): ConversationResult {
  const usage = usageOf(message);
  switch (message.stop_reason) {
    case 'end_turn':
      break;
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return unanswered(failed('cut-off', 'the model’s answer was cut off'), usage);
    case 'refusal':
      return unanswered(failed('refused', 'the model refused to review this'), usage);
    default:
      // We offer no tools, servers or stop sequences: nothing else ends an answer of ours.
      return unanswered(
        failed('unexpected-stop', `the model stopped for another reason (${message.stop_reason})`),
        usage,
      );
  }
  const text = message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  const answer = parseAnswer(text);
  if (answer === null)
    return unanswered(failed('invalid-answer', 'the model’s answer is not in the form asked for'), usage);
  return { kind: 'answered', answer, usage };
}

function unanswered(failure: Failure, usage: Usage | null): ConversationResult {
  return { kind: 'failed', failure, usage };
}

function usageOf({ usage }: Message): Usage {
  const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  return {
    input: usage.input_tokens,
    output: usage.output_tokens,
    thinking: usage.output_tokens_details?.thinking_tokens ?? 0,
    cacheRead: usage.cache_read_input_tokens ?? 0,
    cacheWrite: Math.max(0, (usage.cache_creation_input_tokens ?? 0) - hour),
    cacheWriteHour: hour,
  };
}
