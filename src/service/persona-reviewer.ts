import type { ModelClient } from '../persona/anthropic-client.ts';
import type { Persona } from '../persona/persona-file.ts';
import { defaultPersonaSettings, noPersona, reviewWithPersona } from '../persona/review.ts';
import type { Coverage } from '../report/coverage.ts';
import { identityOf, substanceOf } from '../review/identity.ts';
import { applySuggestion } from '../review/whole-lines.ts';
import { rules } from '../rules/registry.generated.ts';
import { indexLines } from '../text/lines.ts';
import type { PersonaContribution, PersonaReviewer } from './review-world.ts';

/** What a review is without a model. */
export const withoutModel: PersonaContribution = {
  findings: [],
  sentences: { api: [], database: [], security: [], testing: [] },
  part: noPersona,
  cover: (coverage) => coverage,
};

const families = new Map(rules.map((rule) => [rule.id, rule.family]));

/** Facts that the model gets, in UTF-16 units: those of a huge change would leave no room for its code. */
const maximumFacts = 60_000;

/** @param parses whether a text is correct in the language of its path; asked in the process that holds no secrets */
export function createPersonaReviewer(
  persona: Persona,
  client: ModelClient,
  parses: (path: string, text: string) => Promise<boolean>,
): PersonaReviewer {
  return async (change, analysis, head, signal) => {
    const paths = new Set(
      analysis.coverage.filter(({ backend, ignored }) => backend && !ignored).map(({ path }) => path),
    );
    const files = await head.read([...paths]);
    const headFiles = new Map(
      [...files].flatMap(([path, { text }]) => (text === null ? [] : [[path, text] as const])),
    );
    // What is drawn is in the migrations' operations, too.
    const { pictures: _drawn, ...facts } = analysis.facts;
    const review = await reviewWithPersona({
      persona,
      client,
      change,
      paths,
      headFiles,
      factsText: JSON.stringify(facts).slice(0, maximumFacts),
      findings: analysis.findings,
      tools: {
        identityOf,
        substanceOf,
        applySuggestion: (text, suggestion) => applySuggestion(text, indexLines(text), suggestion),
        parses,
        familyOf: (rule) => families.get(rule) ?? null,
      },
      settings: defaultPersonaSettings,
      signal,
    });
    const unseen = new Map([
      ...review.partlyShown.map((path) => [path, 'shown to the model in part'] as const),
      ...review.notShown.map((path) => [path, 'not shown to the model'] as const),
    ]);
    return {
      findings: review.findings,
      sentences: review.summary,
      part: review.part,
      cover: (coverage) => coverage.map((file) => withReason(file, unseen.get(file.path))),
    };
  };
}

function withReason(file: Coverage, reason: string | undefined): Coverage {
  if (reason === undefined) return file;
  return {
    ...file,
    status: file.status === 'analyzed' ? 'partial' : file.status,
    reason: [file.reason, reason].filter((part) => part !== null).join('; '),
  };
}
