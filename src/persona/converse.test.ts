import { afterEach, describe, expect, it } from 'vitest';
import type { ModelScript } from '../sandbox/model/script.ts';
import { type ModelStandIn, startModelStandIn } from '../sandbox/model/start-model-stand-in.ts';
import { createAnthropicClient } from './anthropic-client.ts';
import { capabilities } from './capabilities.ts';
import { type Conversation, converse, requestOf } from './converse.ts';
import { isTemporary } from './failure.ts';
import { lostUpdate } from './fixtures/transfer.ts';
import { parseModel } from './model.ts';
import type { Prompt } from './prompt.ts';

const prompt: Prompt = {
  system: [
    { text: 'persona', cache: false },
    { text: 'instructions', cache: true },
  ],
  user: [
    { text: 'diff', cache: true },
    { text: 'task', cache: false },
  ],
  notShown: [],
  partlyShown: [],
  tokens: 10,
};
const model = parseModel('claude-4.5-opus-high-thinking');
const answer = { summary: { api: ['a'], database: [], security: [], testing: [] }, claims: [lostUpdate] };

let standIn: ModelStandIn | null = null;
afterEach(async () => {
  await standIn?.close();
  standIn = null;
});

async function ask(script: ModelScript, more: Partial<Conversation> = {}) {
  standIn = await startModelStandIn({ script });
  const client = createAnthropicClient({ apiKey: 'test', baseUrl: standIn.url });
  return converse({
    client,
    model,
    prompt,
    cacheTime: '5m',
    timeLimit: 30_000,
    signal: new AbortController().signal,
    ...more,
  });
}

/** Code, reason and whether it passes by itself. */
async function failureOf(script: ModelScript, more: Partial<Conversation> = {}) {
  const result = await ask(script, more);
  if (result.kind !== 'failed') throw new Error('it answered');
  return { ...result.failure, temporary: isTemporary(result.failure.code) };
}

describe('converse', () => {
  it('sends what the persona’s model takes, and reads the answer with what it cost', async () => {
    const usage = { output: 900, thinking: 700, cacheRead: 4, cacheWrite: 2 };
    const result = await ask([{ kind: 'answer', answer, thinking: 'Let me see.', usage }]);
    expect(result).toEqual({
      kind: 'answered',
      answer: { ...answer, malformed: 0 },
      usage: {
        input: expect.any(Number),
        output: 900,
        thinking: 700,
        cacheRead: 4,
        cacheWrite: 2,
        cacheWriteHour: 0,
      },
    });
    expect(standIn?.requests.map((request) => request.body)).toEqual([
      {
        model: 'claude-opus-4-5',
        max_tokens: 32_000,
        stream: true,
        thinking: { type: 'enabled', budget_tokens: 16_000 },
        system: [
          { type: 'text', text: 'persona' },
          { type: 'text', text: 'instructions', cache_control: { type: 'ephemeral', ttl: '5m' } },
        ],
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'diff', cache_control: { type: 'ephemeral', ttl: '5m' } },
              { type: 'text', text: 'task' },
            ],
          },
        ],
        output_config: { effort: 'high', format: { type: 'json_schema', schema: expect.any(Object) } },
      },
    ]);
  });

  it('asks every model of the table in a way that the API takes', async () => {
    standIn = await startModelStandIn({ script: [{ kind: 'answer', answer }] });
    const client = createAnthropicClient({ apiKey: 'test', baseUrl: standIn.url });
    const signal = new AbortController().signal;
    const names = [...capabilities].flatMap(([id, { efforts }]) =>
      ['', ...efforts.map((effort) => `-${effort}`)].flatMap((effort) => [
        `${id}${effort}`,
        `${id}${effort}-thinking`,
      ]),
    );
    for (const name of names) {
      const result = await converse({
        client,
        model: parseModel(name),
        prompt,
        cacheTime: '1h',
        timeLimit: 30_000,
        signal,
      });
      expect([name, result.kind]).toEqual([name, 'answered']);
    }
  });

  it('sends the same request for the same prompt', () => {
    const request = () => JSON.stringify(requestOf({ model, prompt, cacheTime: '5m' }));
    expect(request()).toBe(request());
  });

  it.each<
    [string, ModelScript, { code: string; reason: string; retryAfter: number | null; temporary: boolean }]
  >([
    [
      'a rate limit, with its wait',
      [{ kind: 'error', status: 429, type: 'rate_limit_error', headers: { 'retry-after': '17' } }],
      {
        code: 'rate-limited',
        reason: 'the rate limit of the model’s API is reached',
        retryAfter: 17,
        temporary: true,
      },
    ],
    [
      'an overload',
      [
        {
          kind: 'error',
          status: 529,
          type: 'overloaded_error',
          headers: { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' },
        },
      ],
      { code: 'overloaded', reason: 'the model is overloaded', retryAfter: null, temporary: true },
    ],
    [
      'an overload inside the stream',
      [{ kind: 'error-in-stream', type: 'overloaded_error' }],
      { code: 'overloaded', reason: 'the model is overloaded', retryAfter: null, temporary: true },
    ],
    [
      'an internal error',
      [{ kind: 'error', status: 500, type: 'api_error' }],
      {
        code: 'unavailable',
        reason: 'the model’s API had an internal error',
        retryAfter: null,
        temporary: true,
      },
    ],
    [
      'a proxy’s error without a type we know',
      [{ kind: 'error', status: 502, type: 'x' }],
      {
        code: 'unavailable',
        reason: 'the model’s API had an internal error',
        retryAfter: null,
        temporary: true,
      },
    ],
    [
      'a bad key',
      [{ kind: 'error', status: 401, type: 'authentication_error', message: 'invalid x-api-key sk-123' }],
      { code: 'bad-key', reason: 'the API key is not accepted', retryAfter: null, temporary: false },
    ],
    [
      'a key without the right',
      [{ kind: 'error', status: 403, type: 'permission_error' }],
      {
        code: 'not-permitted',
        reason: 'the API key may not use this model',
        retryAfter: null,
        temporary: false,
      },
    ],
    [
      'an account that cannot pay',
      [{ kind: 'error', status: 402, type: 'billing_error', message: 'See https://evil.example/pay' }],
      {
        code: 'billing',
        reason: 'the account of the API key cannot pay: See `https://evil.example/pay`',
        retryAfter: null,
        temporary: false,
      },
    ],
    [
      'a spend limit',
      [
        {
          kind: 'error',
          status: 400,
          type: 'invalid_request_error',
          message: 'You have reached your usage limit.',
        },
      ],
      {
        code: 'rejected',
        reason: 'the API rejected the request: You have reached your usage limit.',
        retryAfter: null,
        temporary: false,
      },
    ],
    [
      'a model that is gone',
      [{ kind: 'error', status: 404, type: 'not_found_error', message: 'model: x' }],
      {
        code: 'unknown-model',
        reason: 'the API does not know the model: model: x',
        retryAfter: null,
        temporary: false,
      },
    ],
    [
      'a request that is too large',
      [{ kind: 'error', status: 413, type: 'request_too_large' }],
      {
        code: 'too-large',
        reason: 'the request is larger than the API takes',
        retryAfter: null,
        temporary: false,
      },
    ],
    [
      'a connection that is dropped at once',
      [{ kind: 'drop', when: 'at-once' }],
      { code: 'unreachable', reason: 'the model’s API cannot be reached', retryAfter: null, temporary: true },
    ],
    [
      'a connection that is dropped in the stream',
      [{ kind: 'drop', when: 'in-stream' }],
      {
        code: 'unreachable',
        reason: 'the connection to the model was lost',
        retryAfter: null,
        temporary: true,
      },
    ],
    [
      'JSON that was cut off',
      [{ kind: 'text', text: '{"summary": {"api": ["', stopReason: 'max_tokens' }],
      { code: 'cut-off', reason: 'the model’s answer was cut off', retryAfter: null, temporary: false },
    ],
    [
      'a full context',
      [{ kind: 'text', text: '{', stopReason: 'model_context_window_exceeded' }],
      { code: 'cut-off', reason: 'the model’s answer was cut off', retryAfter: null, temporary: false },
    ],
    [
      'a refusal',
      [{ kind: 'text', text: 'No.', stopReason: 'refusal' }],
      { code: 'refused', reason: 'the model refused to review this', retryAfter: null, temporary: false },
    ],
    ...(['pause_turn', 'tool_use', 'stop_sequence'] as const).map(
      (
        stopReason,
      ): [string, ModelScript, { code: string; reason: string; retryAfter: null; temporary: boolean }] => [
        `a stop for ${stopReason}`,
        [{ kind: 'answer', answer, stopReason }],
        {
          code: 'unexpected-stop',
          reason: `the model stopped for another reason (${stopReason})`,
          retryAfter: null,
          temporary: false,
        },
      ],
    ),
    [
      'text that is no JSON',
      [{ kind: 'text', text: 'Looks good to me!' }],
      {
        code: 'invalid-answer',
        reason: 'the model’s answer is not in the form asked for',
        retryAfter: null,
        temporary: false,
      },
    ],
    [
      'JSON of another form',
      [{ kind: 'answer', answer: { summary: 'fine', claims: [] } }],
      {
        code: 'invalid-answer',
        reason: 'the model’s answer is not in the form asked for',
        retryAfter: null,
        temporary: false,
      },
    ],
  ])('makes a result of %s, after one request', async (_, script, failure) => {
    expect(await failureOf(script)).toEqual(failure);
    expect(standIn?.requests).toHaveLength(1);
  });

  it('reports a server that is not there', async () => {
    const gone = await startModelStandIn({ script: [{ kind: 'stall' }] });
    await gone.close();
    const client = createAnthropicClient({ apiKey: 'test', baseUrl: gone.url });
    expect((await failureOf([{ kind: 'stall' }], { client })).code).toBe('unreachable');
  });

  it('does not wait for ever', async () => {
    expect(await failureOf([{ kind: 'stall' }], { timeLimit: 200 })).toMatchObject({
      code: 'timeout',
      reason: 'no answer within 1 s',
    });
  });

  it('throws the reason when the job is cancelled, before and while it waits', async () => {
    const reason = new Error('the head moved');
    await expect(ask([{ kind: 'answer', answer }], { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    await standIn?.close();
    const controller = new AbortController();
    standIn = await startModelStandIn({ script: [{ kind: 'stall' }] });
    const real = createAnthropicClient({ apiKey: 'test', baseUrl: standIn.url });
    const waiting = converse({
      client: {
        send(request, signal) {
          const sent = real.send(request, signal);
          setImmediate(() => controller.abort(reason));
          return sent;
        },
      },
      model,
      prompt,
      cacheTime: '5m',
      timeLimit: 30_000,
      signal: controller.signal,
    });
    await expect(waiting).rejects.toBe(reason);
  });

  it('keeps good claims beside a bad one, and counts it', async () => {
    const bad = [
      { ...lostUpdate, startLine: 0 },
      { ...lostUpdate, category: 'style' },
      { ...lostUpdate, title: 'x'.repeat(201) },
      null,
    ];
    const result = await ask([{ kind: 'answer', answer: { ...answer, claims: [...bad, lostUpdate] } }]);
    expect(result).toMatchObject({ kind: 'answered', answer: { claims: [lostUpdate], malformed: 4 } });
  });
});
