import type { ContractChange } from '../api/contract-change.ts';
import type { Endpoint, EndpointChange } from '../api/endpoint.ts';
import { contractOf, isAnsweredAt } from '../api/match-contract.ts';
import { webFrameworks } from '../api/registry.generated.ts';
import type { Evidence, Finding, RolloutStep, Suggestion } from '../report/finding.ts';
import { codeSpan } from '../report/markdown/code-span.ts';
import { fillWords } from '../rules/fill.ts';
import type { Rule } from '../rules/rule.ts';
import type { RuleSettings } from '../rules/rule-settings.ts';
import { severityOf } from '../rules/severity.ts';
import type { ApiAnalysis } from './analyze-api.ts';
import { compatibleWay, wayOut } from './compatible-way.ts';
import { createContractSuggestions } from './contract-suggestions.ts';
import { createEndpointSuggestions } from './endpoint-suggestions.ts';
import { identityOf, substanceOf, withOrdinals } from './identity.ts';

type PlacedMatch = ReturnType<Extract<Rule, { about: 'endpoint' | 'contract' }>['detect']>[number];

interface Place {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
}

interface Found {
  readonly rule: Rule;
  readonly match: PlacedMatch;
  readonly place: Place;
  readonly evidence: Evidence;
  readonly substance: string;
  readonly suggestion: Suggestion | null;
  /** How callers keep what they have meanwhile, where the finding is that they lose it. */
  readonly rollout: readonly RolloutStep[];
}

/** Runs the rules about endpoints and contracts and gives their matches words, places and identities. */
export function apiFindings(rules: readonly Rule[], api: ApiAnalysis, settings: RuleSettings): Finding[] {
  const suggest = createContractSuggestions(api.contractTrials);
  const suggestRoute = createEndpointSuggestions(api.endpoints, api.trial);
  const found = [
    ...api.endpoints.filter(isMeasured).flatMap((change) => aboutEndpoint(rules, change, api, suggestRoute)),
    ...api.contracts.flatMap((change) => aboutContract(rules, change, api, suggest)),
  ];
  const key = ({ rule, match, place }: Found): string => identityOf(rule.id, place.path, match.object, 0);
  return withOrdinals(found, key).map(
    ({ item: { rule, match, place, evidence, substance, suggestion, rollout }, ordinal }) => ({
      rule: rule.id,
      severity: severityOf(rule, match, settings),
      title: rule.title,
      ...fillWords(rule, match),
      ...place,
      side: match.place,
      evidence: [evidence, ...(match.evidence ?? [])],
      suggestion,
      ...(rollout.length > 0 && match.severity !== 'advice' ? { rollout: [...rollout] } : {}),
      followUps: [],
      identity: identityOf(rule.id, place.path, match.object, ordinal),
      substance: substanceOf(substance),
    }),
  );
}

const measured: ReadonlySet<string> = new Set(
  webFrameworks.filter((framework) => framework.measured).map(({ id }) => id),
);

/** Where nobody compared what is found with what projects answer to, endpoints are told and not judged. */
function isMeasured(change: EndpointChange): boolean {
  return measured.has(('head' in change ? change.head : change.base).framework);
}

function aboutEndpoint(
  rules: readonly Rule[],
  change: EndpointChange,
  api: ApiAnalysis,
  suggest: ReturnType<typeof createEndpointSuggestions>,
): Found[] {
  const subject = 'head' in change ? change.head : change.base;
  const siblings = api.headEndpoints.filter((endpoint) => endpoint.span.path === subject.span.path);
  const contract = contractOf(api.promises, subject);
  return rules
    .filter((rule) => rule.about === 'endpoint')
    .flatMap((rule) =>
      rule.detect({ change, siblings, contract }).flatMap((match) => {
        const endpoint = endpointAt(change, match.place);
        if (endpoint === null) return [];
        const { span } = endpoint;
        const place = { path: span.path, startLine: span.startLine, endLine: span.startLine };
        const evidence: Evidence = {
          kind: 'parsed',
          text: codeSpan(`${endpoint.method} ${endpoint.path}`),
          path: span.path,
          line: span.startLine,
        };
        return [
          {
            rule,
            match,
            place,
            evidence,
            substance: `${endpoint.method} ${endpoint.path} ${change.kind}`,
            suggestion: match.place === 'base' ? null : suggest(rule, change),
            rollout: rule.family === 'backward-compat' ? wayOfEndpoint(change, api) : [],
          },
        ];
      }),
    );
}

function endpointAt(change: EndpointChange, side: 'base' | 'head'): Endpoint | null {
  if (side === 'head') return 'head' in change ? change.head : null;
  return 'base' in change ? change.base : null;
}

function wayOfEndpoint(change: EndpointChange, api: ApiAnalysis): RolloutStep[] {
  const name = ({ method, path }: Endpoint): string => `${method} ${path}`;
  if (change.kind === 'removed') return wayOut(name(change.base), null);
  if (change.kind === 'moved') return wayOut(name(change.base), name(change.head));
  return compatibleWay(
    name(change.head),
    api.headEndpoints.map(({ path }) => path),
  );
}

function wayOfContract({ operation, format }: ContractChange, api: ApiAnalysis): RolloutStep[] {
  const others = api.promises.flatMap(({ operations }) => operations.map(({ path }) => path));
  return compatibleWay(operation, others, format === 'openapi' ? 'http' : format);
}

function aboutContract(
  rules: readonly Rule[],
  change: ContractChange,
  api: ApiAnalysis,
  suggest: ReturnType<typeof createContractSuggestions>,
): Found[] {
  const answered = change.head === null ? null : isAnsweredAt(api.promises, change.head);
  return rules
    .filter((rule) => rule.about === 'contract')
    .flatMap((rule) =>
      rule.detect({ change, answered }).flatMap((match) => {
        const at = match.place === 'head' ? change.head : change.base;
        if (at === null) return [];
        const place = { path: at.path, startLine: at.line, endLine: at.line };
        const evidence: Evidence = { kind: 'contract', text: change.message, path: at.path, line: at.line };
        return [
          {
            rule,
            match,
            place,
            evidence,
            substance: `${change.id} ${change.operation} ${change.subject}`,
            suggestion: match.place === 'base' ? null : suggest(rule, change),
            rollout: rule.family === 'backward-compat' ? wayOfContract(change, api) : [],
          },
        ];
      }),
    );
}
