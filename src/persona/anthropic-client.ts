import Anthropic from '@anthropic-ai/sdk';
import type { Message, MessageStreamParams } from '@anthropic-ai/sdk/resources/messages/messages';

/** The model's API as the conversation needs it. */
export interface ModelClient {
  /** Streams one message to its end. Throws the SDK's errors; APIUserAbortError when the signal aborts. */
  send(request: MessageStreamParams, signal: AbortSignal): Promise<Message>;
}

const officialBaseUrl = 'https://api.anthropic.com';

/**
 * A client of the real API, or of what speaks like it.
 * @param baseUrl null for the real one. Never the SDK's own reading of the environment: settings come from src/config
 */
export function createAnthropicClient(options: {
  readonly apiKey: string;
  readonly baseUrl: string | null;
}): ModelClient {
  const anthropic = new Anthropic({
    apiKey: options.apiKey,
    authToken: null,
    baseURL: options.baseUrl ?? officialBaseUrl,
    // The SDK would obey a retry-after without a cap while a worker waits: waiting belongs to the queue.
    maxRetries: 0,
    // Its debug level logs bodies, which are code.
    logLevel: 'off',
  });
  return {
    send: (request, signal) => anthropic.messages.stream(request, { signal }).finalMessage(),
  };
}
