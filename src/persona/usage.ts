import type { Prices } from './capabilities.ts';

/** Tokens of a conversation. `output` includes the thinking. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly thinking: number;
  readonly cacheRead: number;
  /** Written for 5 minutes. */
  readonly cacheWrite: number;
  /** Written for an hour. */
  readonly cacheWriteHour: number;
}

/** Dollars. */
export function costOf(usage: Usage, prices: Prices): number {
  const millionths =
    usage.input * prices.input +
    usage.output * prices.output +
    usage.cacheRead * prices.cacheRead +
    usage.cacheWrite * prices.cacheWrite +
    usage.cacheWriteHour * prices.cacheWriteHour;
  return millionths / 1_000_000;
}
