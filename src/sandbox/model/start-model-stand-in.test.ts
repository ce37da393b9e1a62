import { afterEach, describe, expect, it } from 'vitest';
import type { ModelScript } from './script.ts';
import { type ModelStandIn, startModelStandIn } from './start-model-stand-in.ts';

let standIn: ModelStandIn | null = null;
afterEach(async () => {
  await standIn?.close();
  standIn = null;
});

const headers = { 'x-api-key': 'key', 'anthropic-version': '2023-06-01', 'content-type': 'application/json' };
const request = {
  model: 'claude-opus-4-5',
  max_tokens: 2_000,
  messages: [{ role: 'user', content: 'Hello' }],
};

async function ask(
  body: unknown,
  script: ModelScript = [{ kind: 'text', text: 'Hi' }],
  path = '/v1/messages',
  more = headers,
) {
  standIn ??= await startModelStandIn({ script });
  const response = await fetch(`${standIn.url}${path}`, {
    method: 'POST',
    headers: more,
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const messageOf = (text: string): string => JSON.parse(text).error.message;

describe('the stand-in for the model’s API', () => {
  it('answers as scripted, and repeats the last reply', async () => {
    const script: ModelScript = [
      { kind: 'answer', answer: { a: 1 } },
      { kind: 'text', text: 'last', stopReason: 'refusal' },
    ];
    const seen = [];
    for (let turn = 0; turn < 3; turn++) {
      const message = JSON.parse((await ask(request, script)).text);
      seen.push([message.content.at(-1).text, message.stop_reason]);
    }
    expect(seen).toEqual([
      ['{"a":1}', 'end_turn'],
      ['last', 'refusal'],
      ['last', 'refusal'],
    ]);
  });

  it('streams the same message as events', async () => {
    const { text, headers: answered } = await ask({ ...request, stream: true }, [
      { kind: 'text', text: 'x'.repeat(100), thinking: 'hm' },
    ]);
    const types = [...text.matchAll(/^event: (\w+)$/gm)].map((match) => match[1]);
    expect(answered.get('content-type')).toBe('text/event-stream');
    expect(types).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'content_block_start',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });

  it('answers scripted errors with their headers', async () => {
    const answer = await ask(request, [
      { kind: 'error', status: 429, type: 'rate_limit_error', headers: { 'retry-after': '7' } },
    ]);
    expect([answer.status, answer.headers.get('retry-after'), JSON.parse(answer.text).error.type]).toEqual([
      429,
      '7',
      'rate_limit_error',
    ]);
  });

  it('counts tokens without using up the script', async () => {
    const counted = await ask(
      { model: request.model, messages: request.messages },
      undefined,
      '/v1/messages/count_tokens',
    );
    expect(JSON.parse(counted.text).input_tokens).toBeGreaterThan(5);
  });

  it('keeps a log without keys', async () => {
    await ask(request);
    await ask({ ...request, max_tokens: 0 });
    expect(standIn?.requests).toEqual([
      { path: '/v1/messages', status: 200, body: request },
      { path: '/v1/messages', status: 400, body: { ...request, max_tokens: 0 } },
    ]);
  });

  it.each([
    ['no max_tokens', { ...request, max_tokens: undefined }, /^max_tokens/],
    ['more output than the model has', { ...request, max_tokens: 64_001 }, /64001 > 64000/],
    [
      'a budget under 1,024',
      { ...request, thinking: { type: 'enabled', budget_tokens: 1_023 } },
      /at least 1024/,
    ],
    [
      'a budget that leaves no room',
      { ...request, thinking: { type: 'enabled', budget_tokens: 2_000 } },
      /greater than/,
    ],
    [
      'a budget from 4.7 on',
      { ...request, model: 'claude-opus-4-7', thinking: { type: 'enabled', budget_tokens: 1_024 } },
      /thinking.type/,
    ],
    ['adaptive thinking before 4.6', { ...request, thinking: { type: 'adaptive' } }, /thinking.type/],
    ['temperature from 4.7 on', { ...request, model: 'claude-opus-5-5', temperature: 0 }, /temperature/],
    [
      'temperature beside thinking',
      { ...request, temperature: 0, thinking: { type: 'enabled', budget_tokens: 1_024 } },
      /temperature/,
    ],
    ['an effort that the model lacks', { ...request, output_config: { effort: 'max' } }, /effort/],
    [
      'an effort on a model without',
      { ...request, model: 'claude-haiku-4-5', output_config: { effort: 'low' } },
      /effort/,
    ],
    [
      'roles that do not alternate',
      { ...request, messages: [...request.messages, ...request.messages] },
      /alternate/,
    ],
    [
      'an assistant that begins',
      { ...request, messages: [{ role: 'assistant', content: 'x' }] },
      /alternate/,
    ],
    [
      'empty text',
      { ...request, messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] },
      /messages/,
    ],
    [
      'five breakpoints',
      {
        ...request,
        system: Array.from({ length: 5 }, () => ({
          type: 'text',
          text: 'x',
          cache_control: { type: 'ephemeral' },
        })),
      },
      /maximum of 4/,
    ],
    [
      'limits in the schema',
      {
        ...request,
        output_config: { format: { type: 'json_schema', schema: { type: 'string', maxLength: 3 } } },
      },
      /maxLength/,
    ],
    [
      'open objects in the schema',
      {
        ...request,
        output_config: { format: { type: 'json_schema', schema: { type: 'object', properties: {} } } },
      },
      /additionalProperties/,
    ],
    [
      'recursive schemas',
      {
        ...request,
        output_config: {
          format: {
            type: 'json_schema',
            schema: { $ref: '#/$defs/a', $defs: { a: { type: 'array', items: { $ref: '#/$defs/a' } } } },
          },
        },
      },
      /recursive/,
    ],
  ])('refuses %s', async (_, body, message) => {
    const answer = await ask(body);
    expect(answer.status).toBe(400);
    expect(messageOf(answer.text)).toMatch(message);
  });

  it('refuses a request without a key, an unknown model and an unknown path', async () => {
    const statuses = [
      (await ask(request, undefined, '/v1/messages', { ...headers, 'x-api-key': '' })).status,
      (await ask({ ...request, model: 'gpt-4' })).status,
      (await ask(request, undefined, '/v1/complete')).status,
    ];
    expect(statuses).toEqual([401, 404, 404]);
  });

  it('refuses more than 32 MB', async () => {
    const answer = await ask({
      ...request,
      messages: [{ role: 'user', content: 'x'.repeat(33 * 1024 * 1024) }],
    });
    expect([answer.status, JSON.parse(answer.text).error.type]).toEqual([413, 'request_too_large']);
  });

  it('refuses a script that is none', async () => {
    await expect(startModelStandIn({ script: [] })).rejects.toThrow();
  });
});
