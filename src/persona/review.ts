import type { Change, ChangedFile } from '../change/change.ts';
import type { SectionSentences } from '../report/build-report.ts';
import type { Finding } from '../report/finding.ts';
import { filterLine } from '../report/markdown/filter-text.ts';
import type { PersonaPart } from '../report/report.ts';
import type { Answer } from './answer.ts';
import type { ModelClient } from './anthropic-client.ts';
import { converse } from './converse.ts';
import { type Failure, failed } from './failure.ts';
import { parseModel } from './model.ts';
import type { Persona } from './persona-file.ts';
import { buildPrompt } from './prompt.ts';
import { costOf, type Usage } from './usage.ts';
import { type ClaimStatistics, type ClaimTools, verifyClaims } from './verify-claims.ts';

export interface PersonaSettings {
  /** Instead of the persona's own; its name or the API's. */
  readonly model: string | null;
  /** Tokens that are sent at most. The model's context bounds it as well. */
  readonly maximumInputTokens: number;
  /** Findings at most. */
  readonly maximumFindings: number;
  /** Lines of the head file shown around each hunk. */
  readonly contextLines: number;
  readonly cacheTime: '5m' | '1h';
  /** Milliseconds. */
  readonly timeLimit: number;
}

export const defaultPersonaSettings: PersonaSettings = {
  model: null,
  maximumInputTokens: 120_000,
  maximumFindings: 20,
  contextLines: 12,
  cacheTime: '5m',
  timeLimit: 600_000,
};

export interface PersonaTask {
  readonly persona: Persona;
  readonly client: ModelClient;
  readonly change: Change;
  /** Paths of the change that are to be reviewed (the backend's). */
  readonly paths: ReadonlySet<string>;
  /** Decoded texts at the head, by path. */
  readonly headFiles: ReadonlyMap<string, string>;
  /** What the analysis worked out, as text (JSON). */
  readonly factsText: string;
  /** What our rules found. */
  readonly findings: readonly Finding[];
  readonly tools: ClaimTools;
  readonly settings: PersonaSettings;
  readonly signal: AbortSignal;
}

export interface PersonaReview {
  /** Verified claims. */
  readonly findings: readonly Finding[];
  /** Filtered sentences for the report's sections. */
  readonly summary: SectionSentences;
  readonly statistics: ClaimStatistics;
  readonly usage: Usage | null;
  /** Dollars. */
  readonly cost: number;
  /** Paths that the model did not see, and of which it saw only the first hunks: for the coverage. */
  readonly notShown: readonly string[];
  readonly partlyShown: readonly string[];
  /** null where it answered. */
  readonly failure: Failure | null;
  /** For the report. */
  readonly part: PersonaPart;
}

const silent: SectionSentences = { api: [], database: [], security: [], testing: [] };

/** Of the context that the answer leaves; the rest is for text of more tokens than estimated (digits, base64). */
const contextShare = 0.8;

/** What the report says without a key. */
export const noPersona: PersonaPart = { state: 'absent', note: 'No model reviewed this (no key).' };

/**
 * Lets the persona review a change and keeps what checks out. A failure of the API is a result; it throws
 * PersonaError for a model that is not known, and the signal's reason when it aborts.
 */
export async function reviewWithPersona(task: PersonaTask): Promise<PersonaReview> {
  const { persona, settings, change, headFiles, findings } = task;
  const model = parseModel(settings.model ?? persona.model);
  const prompt = buildPrompt({
    persona: persona.prompt,
    change,
    paths: task.paths,
    headFiles,
    factsText: task.factsText,
    findings,
    risk: risksOf(change, findings),
    contextLines: settings.contextLines,
    tokenBudget: Math.min(
      settings.maximumInputTokens,
      contextShare * (model.capabilities.context - model.maxTokens),
    ),
    bytesPerToken: model.capabilities.bytesPerToken,
  });
  const { notShown, partlyShown } = prompt;
  if (notShown.length === task.paths.size)
    return failedReview(
      failed('nothing-to-show', 'no changed file could be shown to it'),
      null,
      0,
      notShown,
      partlyShown,
    );
  const result = await converse({ ...settings, client: task.client, model, prompt, signal: task.signal });
  const cost = result.usage === null ? 0 : costOf(result.usage, model.capabilities.prices);
  if (result.kind === 'failed')
    return failedReview(result.failure, result.usage, cost, notShown, partlyShown);
  const { answer } = result;
  const verified = await verifyClaims({
    claims: answer.claims,
    change,
    headFiles,
    findings,
    limit: settings.maximumFindings,
    tools: task.tools,
  });
  const statistics = withMalformed(verified.statistics, answer.malformed);
  return {
    findings: verified.findings,
    summary: filteredSummary(answer.summary),
    statistics,
    usage: result.usage,
    cost,
    notShown,
    partlyShown,
    failure: null,
    part: {
      state: 'answered',
      note: answeredNote(model.id, statistics, notShown.length + partlyShown.length),
    },
  };
}

function failedReview(
  failure: Failure,
  usage: Usage | null,
  cost: number,
  notShown: readonly string[],
  partlyShown: readonly string[],
): PersonaReview {
  return {
    findings: [],
    summary: silent,
    statistics: { made: 0, verified: 0, dropped: {} },
    usage,
    cost,
    notShown,
    partlyShown,
    failure,
    part: { state: 'failed', note: `No model reviewed this: ${failure.reason}.` },
  };
}

function answeredNote(model: string, { made, verified }: ClaimStatistics, missing: number): string {
  const claims =
    made === 0 ? 'no claims' : `${made} ${made === 1 ? 'claim' : 'claims'}, ${verified} verified`;
  const rest = missing === 0 ? '' : ` It did not see all of ${missing} ${missing === 1 ? 'file' : 'files'}.`;
  return `Reviewed by ${model}: ${claims}.${rest}`;
}

function withMalformed(statistics: ClaimStatistics, malformed: number): ClaimStatistics {
  if (malformed === 0) return statistics;
  return { ...statistics, made: statistics.made + malformed, dropped: { ...statistics.dropped, malformed } };
}

function filteredSummary(summary: Answer['summary']): SectionSentences {
  const filtered = (sentences: readonly string[]): string[] =>
    sentences.map(filterLine).filter((text) => text !== '');
  return {
    api: filtered(summary.api),
    database: filtered(summary.database),
    security: filtered(summary.security),
    testing: filtered(summary.testing),
  };
}

const findingWeight = { blocker: 100, warning: 30, advice: 5 } as const;

/** Higher for files with findings and with much changed code: they are shown first when there is no room for all. */
function risksOf(change: Change, findings: readonly Finding[]): Map<string, number> {
  const risks = new Map(change.files.map((file) => [file.path, changedLines(file)]));
  for (const finding of findings)
    risks.set(finding.path, (risks.get(finding.path) ?? 0) + findingWeight[finding.severity]);
  return risks;
}

/** At most 50: a generated file of thousands of lines is not riskier than a long one. */
function changedLines(file: ChangedFile): number {
  const lines = (file.hunks ?? []).flatMap((hunk) => hunk.lines);
  return Math.min(50, lines.filter((line) => line.type !== 'context').length);
}
