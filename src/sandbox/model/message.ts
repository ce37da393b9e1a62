import type { MessagesRequest } from './check-request.ts';
import type { ScriptedReply } from './script.ts';

/** A message as the API answers it, as far as text goes. */
export interface WireMessage {
  readonly id: string;
  readonly type: 'message';
  readonly role: 'assistant';
  readonly model: string;
  readonly content: readonly WireBlock[];
  readonly stop_reason: string | null;
  readonly stop_sequence: null;
  readonly usage: WireUsage;
}

export type WireBlock =
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'text'; readonly text: string; readonly citations: null };

interface WireUsage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly output_tokens_details: { readonly thinking_tokens: number } | null;
  readonly cache_creation_input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation: {
    readonly ephemeral_5m_input_tokens: number;
    readonly ephemeral_1h_input_tokens: number;
  };
  readonly service_tier: 'standard';
}

/** UTF-8 bytes a token, for the counters. */
const bytesPerToken = 3.5;

/** An estimate in place of the API's count. */
export function tokensOf(value: unknown): number {
  return Math.ceil(Buffer.byteLength(JSON.stringify(value)) / bytesPerToken);
}

/** What a scripted reply says to a request. Replies that break off have said the beginning of an answer. */
export function messageOf(reply: ScriptedReply, request: MessagesRequest, id: string): WireMessage {
  const said = reply.kind === 'answer' || reply.kind === 'text' ? reply : null;
  const text =
    reply.kind === 'answer'
      ? JSON.stringify(reply.answer ?? null)
      : 'text' in reply
        ? reply.text
        : '{"summary":';
  const usage = said?.usage ?? {};
  const cached = (usage.cacheRead ?? 0) + (usage.cacheWrite ?? 0);
  const thinking: WireBlock[] =
    said?.thinking === undefined
      ? []
      : [{ type: 'thinking', thinking: said.thinking, signature: 'c2lnbmF0dXJl' }];
  return {
    id,
    type: 'message',
    role: 'assistant',
    model: request.model,
    content: [...thinking, { type: 'text', text, citations: null }],
    stop_reason: said?.stopReason ?? 'end_turn',
    stop_sequence: null,
    usage: {
      input_tokens: Math.max(0, tokensOf({ messages: request.messages, system: request.system }) - cached),
      output_tokens: usage.output ?? tokensOf(text),
      output_tokens_details: usage.thinking === undefined ? null : { thinking_tokens: usage.thinking },
      cache_creation_input_tokens: usage.cacheWrite ?? 0,
      cache_read_input_tokens: usage.cacheRead ?? 0,
      cache_creation: { ephemeral_5m_input_tokens: usage.cacheWrite ?? 0, ephemeral_1h_input_tokens: 0 },
      service_tier: 'standard',
    },
  };
}
