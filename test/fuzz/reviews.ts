import { APIError } from '@anthropic-ai/sdk';
import type { Message } from '@anthropic-ai/sdk/resources/messages/messages';
import fc from 'fast-check';
import { readRepositorySettings } from '../../src/config/repository-settings.ts';
import { categories } from '../../src/persona/answer.ts';
import type { ModelClient } from '../../src/persona/anthropic-client.ts';
import type { Persona } from '../../src/persona/persona-file.ts';
import { buildReport } from '../../src/report/build-report.ts';
import { severities } from '../../src/report/finding.ts';
import { analyze } from '../../src/review/analyze.ts';
import { createRepositoryCache } from '../../src/review/repository-cache.ts';
import { unanalyzed } from '../../src/review/unanalyzed.ts';
import { createPersonaReviewer, withoutModel } from '../../src/service/persona-reviewer.ts';
import { hostileFiles } from './hostile-change.ts';
import { hostileText, hostileTextOfAnyLength } from './hostile-text.ts';
import { changeOf, treesOf, type WrittenFile } from './memory-change.ts';
import { postedProblems } from './posted-problems.ts';
import { expectNone, property } from './property.ts';

/** A model that was talked into something, or an API that fails. */
interface HostileModel {
  readonly failure: string | null;
  readonly summary: readonly string[];
  readonly claims: readonly {
    readonly file: number;
    readonly line: number;
    readonly category: (typeof categories)[number];
    readonly severity: (typeof severities)[number];
    readonly title: string;
    readonly scenario: string;
    readonly fix: string;
    readonly replacement: string | null;
  }[];
}

const model: fc.Arbitrary<HostileModel> = fc.record({
  failure: fc.option(hostileText, { freq: 6 }),
  summary: fc.array(hostileText, { maxLength: 3 }),
  claims: fc.array(
    fc.record({
      file: fc.nat({ max: 5 }),
      line: fc.nat({ max: 12 }),
      category: fc.constantFrom(...categories),
      severity: fc.constantFrom(...severities),
      title: hostileText.map((text) => text.slice(0, 200)),
      scenario: hostileTextOfAnyLength.map((text) => text.slice(0, 3_000)),
      fix: hostileText,
      replacement: fc.option(hostileText),
    }),
    { maxLength: 3 },
  ),
});

const persona: Persona = {
  name: 'backend-engineer',
  description: 'x',
  color: 'blue',
  model: 'claude-4.5-opus-high-thinking',
  tools: [],
  permissionMode: 'default',
  prompt: 'You review.',
};

function clientOf({ failure, summary, claims }: HostileModel, files: readonly WrittenFile[]): ModelClient {
  const read = files.filter(({ head }) => head !== null && head.trim() !== '');
  const answer = {
    summary: { api: summary, database: summary, security: summary, testing: summary },
    claims: claims.flatMap(({ file, line, ...claim }) => {
      const written = read[file % Math.max(1, read.length)];
      const lines = (written?.head ?? '').split('\n');
      const at = line % lines.length;
      return written === undefined
        ? []
        : [{ ...claim, path: written.path, startLine: at + 1, endLine: at + 1, quote: lines[at] ?? '' }];
    }),
  };
  return {
    async send() {
      if (failure !== null)
        throw APIError.generate(
          400,
          { type: 'error', error: { type: 'invalid_request_error', message: failure } },
          undefined,
          new Headers(),
        );
      return messageOf(JSON.stringify(answer));
    },
  };
}

function messageOf(text: string): Message {
  return {
    id: 'm',
    type: 'message',
    role: 'assistant',
    model: 'claude-opus-4-5',
    content: [{ type: 'text', text, citations: null }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: {
      input_tokens: 1,
      output_tokens: 1,
      cache_creation: null,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      inference_geo: null,
      output_tokens_details: null,
      server_tool_use: null,
      speed: null,
      service_tier: null,
    },
  };
}

/** A settings file as an organisation or a base branch may hold it. */
const settingsText = fc.option(
  fc.oneof(
    hostileText,
    hostileText.map((text) => `${JSON.stringify(text)}: 1\n`),
    hostileText.map((text) => `inline:\n  ${JSON.stringify(text)}: 1\n`),
    hostileText.map((text) => `postgres_version: ${JSON.stringify(text)}\n`),
    hostileText.map((text) => `ignore: !${text}\n`),
  ),
);

const reviewCase = fc.record({
  files: hostileFiles,
  model: fc.option(model),
  settings: settingsText,
  skip: fc.option(hostileText, { freq: 8 }),
  died: fc.option(hostileText, { freq: 20 }),
});

export const reviews = [
  property('reviews: a whole review of a hostile pull request', 12, reviewCase, () => ({
    async check({ files, model: asked, settings: text, skip, died }) {
      const change = changeOf(files);
      const trees = treesOf(files);
      const { settings, problem } = readRepositorySettings(text);
      const first = change.files[0]?.path;
      const analysis =
        died === null
          ? await analyze({
              change,
              ...trees,
              settings,
              ...createRepositoryCache(),
              prove: null,
              skip: skip === null || first === undefined ? {} : { [first]: skip },
              onFile() {},
            })
          : unanalyzed(change, `the analysis failed (${died})`);
      const part =
        asked === null
          ? withoutModel
          : await createPersonaReviewer(persona, clientOf(asked, files), async () => true)(
              change,
              analysis,
              trees.head,
              new AbortController().signal,
            );
      const report = buildReport({
        base: change.base,
        head: change.head,
        facts: analysis.facts,
        findings: [...analysis.findings, ...part.findings],
        coverage: part.cover(analysis.coverage),
        notices: [...(problem === null ? [] : [problem]), ...analysis.notices],
        persona: part.part,
        sentences: part.sentences,
      });
      const missing = change.files.filter(({ path }) => !report.coverage.some((file) => file.path === path));
      expectNone([
        ...missing.map(({ path }) => `${JSON.stringify(path)} is in no coverage`),
        ...postedProblems(report, analysis.facts, change),
      ]);
    },
  })),
];
