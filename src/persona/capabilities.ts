export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** Dollars a million tokens. */
export interface Prices {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  /** Kept 5 minutes. */
  readonly cacheWrite: number;
  /** Kept an hour. */
  readonly cacheWriteHour: number;
}

/** What a model takes and gives. */
export interface Capabilities {
  /** `budget`: thinking by `budget_tokens`; `adaptive`: the model decides, a budget is refused or deprecated. */
  readonly thinking: 'budget' | 'adaptive';
  /** Values of `output_config.effort`; empty where the parameter is refused. */
  readonly efforts: readonly Effort[];
  /** Whether `temperature`, `top_p` and `top_k` are taken (refused with 400 from 4.7 on). */
  readonly sampling: boolean;
  /** Tokens. */
  readonly context: number;
  readonly maximumOutput: number;
  /** Shorter prefixes are not cached, without a word. */
  readonly minimumCache: number;
  /** UTF-8 bytes of code a token, on the low side. The newer tokenizer makes up to 1.35 times more tokens. */
  readonly bytesPerToken: number;
  readonly prices: Prices;
}

const upToHigh = ['low', 'medium', 'high'] as const;
const upToMax = ['low', 'medium', 'high', 'max'] as const;
const all = ['low', 'medium', 'high', 'xhigh', 'max'] as const;

const older = { sampling: true, context: 200_000, maximumOutput: 64_000, bytesPerToken: 3 } as const;
const newer = {
  thinking: 'adaptive',
  efforts: all,
  sampling: false,
  context: 1_000_000,
  maximumOutput: 128_000,
  bytesPerToken: 2.2,
} as const;

/**
 * Models that we know how to ask, oldest first (platform.claude.com: models, effort, prompt caching, pricing;
 * October 2026). Others are refused: a wrong parameter is a 400 for every review.
 */
export const capabilities: ReadonlyMap<string, Capabilities> = new Map<string, Capabilities>([
  [
    'claude-haiku-4-5',
    { ...older, thinking: 'budget', efforts: [], minimumCache: 4_096, prices: prices(1, 5, 0.1) },
  ],
  [
    'claude-opus-4-5',
    { ...older, thinking: 'budget', efforts: upToHigh, minimumCache: 4_096, prices: prices(5, 25, 0.1) },
  ],
  [
    'claude-opus-4-6',
    {
      ...older,
      thinking: 'adaptive',
      efforts: upToMax,
      context: 1_000_000,
      maximumOutput: 128_000,
      minimumCache: 4_096,
      prices: prices(5, 25, 0.1),
    },
  ],
  [
    'claude-sonnet-4-6',
    {
      ...older,
      thinking: 'adaptive',
      efforts: upToMax,
      context: 1_000_000,
      minimumCache: 2_048,
      prices: prices(3, 15, 0.1),
    },
  ],
  ['claude-opus-4-7', { ...newer, minimumCache: 2_048, prices: prices(5, 25, 0.1) }],
  ['claude-opus-4-8', { ...newer, minimumCache: 1_024, prices: prices(5, 25, 0.1) }],
  ['claude-opus-5', { ...newer, minimumCache: 512, prices: prices(5, 25, 0.1) }],
  ['claude-sonnet-5', { ...newer, minimumCache: 1_024, prices: prices(2, 10, 0.1) }],
  ['claude-opus-5-5', { ...newer, minimumCache: 1_024, prices: prices(4, 20, 0.05) }],
  ['claude-sonnet-5-5', { ...newer, minimumCache: 1_024, prices: prices(2, 10, 0.05) }],
]);

/** @param readShare price of a token read from the cache, as a share of the input's */
function prices(input: number, output: number, readShare: number): Prices {
  return { input, output, cacheRead: input * readShare, cacheWrite: input * 1.25, cacheWriteHour: input * 2 };
}
