import { describe, expect, it } from 'vitest';
import { createOneTimeAddress, type OneTimeAddress } from './one-time-address.ts';

const hour = 3_600_000;

function opened(): { address: OneTimeAddress; tokens: string[]; ends: number[]; clock: { time: number } } {
  const clock = { time: 1_000 };
  const [tokens, ends]: [string[], number[]] = [[], []];
  const seeds = [0x6b, 0x7c, 0x8d, 0x9e, 0xaf, 0xb1];
  const address = createOneTimeAddress({
    clock: { now: () => clock.time },
    random: (bytes) => Buffer.alloc(bytes, seeds.shift()),
    onToken: (token, expiresAt) => {
      tokens.push(token);
      ends.push(expiresAt);
    },
  });
  return { address, tokens, ends, clock };
}

describe('createOneTimeAddress', () => {
  it('admits its token and nothing else', () => {
    const { address, tokens, ends } = opened();
    const [token = ''] = tokens;
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(address.admit(token)).toEqual({
      token,
      state: expect.not.stringContaining(token),
      expiresAt: ends[0],
    });
    for (const other of ['', token.slice(1), `${token}x`, token.toUpperCase(), 'x'.repeat(10_000)])
      expect(address.admit(other)).toBeNull();
    expect(tokens).toHaveLength(1);
  });

  it('replaces the token after an hour, whether someone asks for it or not', () => {
    const { address, tokens, ends, clock } = opened();
    clock.time += hour - 1;
    expect(address.admit(tokens[0] ?? '')).not.toBeNull();
    clock.time += 1;
    expect(address.admit(tokens[0] ?? '')).toBeNull();
    expect(address.admit(tokens[1] ?? '')).not.toBeNull();
    address.renew();
    expect(tokens).toHaveLength(2);
    clock.time += hour;
    address.renew();
    expect(new Set(tokens).size).toBe(3);
    expect(ends).toEqual([1_000 + hour, 1_000 + 2 * hour, 1_000 + 3 * hour]);
  });

  it('admits nothing after its end, and makes no new token', () => {
    const { address, tokens, clock } = opened();
    address.end();
    expect(address.admit(tokens[0] ?? '')).toBeNull();
    clock.time += 2 * hour;
    address.renew();
    expect(tokens).toHaveLength(1);
  });
});
