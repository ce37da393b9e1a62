import { type Capabilities, capabilities, type Effort } from './capabilities.ts';
import { PersonaError } from './persona-error.ts';

/** A model and how it is asked. */
export interface ModelChoice {
  /** As the API knows it. */
  readonly id: string;
  /** null leaves it to the API's default. */
  readonly effort: Effort | null;
  /** The request's `thinking`; null sends none. */
  readonly thinking:
    | { readonly type: 'enabled'; readonly budget_tokens: number }
    | { readonly type: 'adaptive' }
    | null;
  /** Thinking and answer together. */
  readonly maxTokens: number;
  readonly capabilities: Capabilities;
}

/** Room for the answer beside the thinking: twenty claims with replacements need about 10,000 tokens. */
const answerTokens = 16_000;

/** Thinking tokens where the model takes a budget. The API wants at least 1,024 and less than `max_tokens`. */
const budgets: Record<Effort, number> = {
  low: 4_000,
  medium: 8_000,
  high: 16_000,
  xhigh: 32_000,
  max: 48_000,
};

const suffix = /^(?<name>.*?)(?:-(?<effort>low|medium|high|xhigh|max))?(?<thinking>-thinking)?$/;

/**
 * The parameters of a model: from a persona's name for it (`claude-4.5-opus-high-thinking`) or the API's
 * (`claude-opus-4-5`, with or without date, with the same suffixes). Throws PersonaError with the models it knows.
 */
export function parseModel(name: string): ModelChoice {
  const groups = suffix.exec(name.trim())?.groups;
  const id = apiId(groups?.name ?? '');
  const known = capabilitiesOf(id);
  if (known === null)
    throw new PersonaError(`${name} is no model we know: ${[...capabilities.keys()].join(', ')}`);
  const effort = (groups?.effort as Effort | undefined) ?? null;
  // A model without the parameter still thinks more or less: there the word sets the budget only.
  if (effort !== null && known.efforts.length > 0 && !known.efforts.includes(effort))
    throw new PersonaError(
      `${name}: effort ${effort} is none of ${known.efforts.join(', ')} that ${id} takes`,
    );
  const thinks = groups?.thinking !== undefined;
  const budget = known.thinking === 'budget' && thinks ? budgets[effort ?? 'high'] : null;
  return {
    id,
    effort: known.efforts.length > 0 ? effort : null,
    thinking:
      budget !== null ? { type: 'enabled', budget_tokens: budget } : thinks ? { type: 'adaptive' } : null,
    maxTokens: Math.min(known.maximumOutput, answerTokens + thinkingRoom(known, effort, budget)),
    capabilities: known,
  };
}

/** Adaptive models may think without being asked to (from claude-opus-5 on they do). */
function thinkingRoom(known: Capabilities, effort: Effort | null, budget: number | null): number {
  return known.thinking === 'adaptive' ? budgets[effort ?? 'high'] : (budget ?? 0);
}

/** `claude-4.5-opus` is how editors write `claude-opus-4-5`. */
function apiId(name: string): string {
  const editor = /^claude-(\d+)(?:\.(\d+))?-([a-z]+)$/.exec(name);
  if (editor === null) return name;
  const [, major, minor, family] = editor;
  return `claude-${family}-${major}${minor === undefined ? '' : `-${minor}`}`;
}

function capabilitiesOf(id: string): Capabilities | null {
  return capabilities.get(id.replace(/-20\d{6}$/, '')) ?? null;
}
