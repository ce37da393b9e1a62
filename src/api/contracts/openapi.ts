import type { ContractFormat, ContractProblem, ContractSide } from '../contract-format.ts';
import { checks } from '../openapi/checks.ts';
import { diffOpenApi } from '../openapi/diff-open-api.ts';
import { looksLikeOpenApi, type OpenApiDocument, parseOpenApi } from '../openapi/document.ts';
import { isOpenApiPath } from '../openapi/open-api-path.ts';
import { promisedOperations } from '../openapi/promised-operations.ts';
import { externalReferences } from '../openapi/references.ts';

/** OpenAPI 2.0 and 3: https://spec.openapis.org/oas/ */
export default {
  id: 'openapi',
  title: 'OpenAPI',
  checks,
  concerns: isOpenApiPath,
  recognises: looksLikeOpenApi,
  related: () => [],
  promises(file) {
    const document = parseOpenApi(file.path, file.text);
    return 'problem' in document ? [] : promisedOperations(document);
  },
  compare({ base, head, changed }) {
    const compared = changed.map(([before, after]) => compareDocuments(base, before, head, after));
    return {
      changes: compared.flatMap(({ changes }) => changes),
      problems: compared.flatMap(({ problems }) => problems),
    };
  },
} satisfies ContractFormat as ContractFormat;

function compareDocuments(
  base: ContractSide,
  before: string | null,
  head: ContractSide,
  after: string | null,
): ReturnType<ContractFormat['compare']> {
  const [old, next] = [documentAt(base, before), documentAt(head, after)];
  if (before === null || after === null || old === null || next === null)
    return { changes: [], problems: [] };
  const problem = (reason: string, partial: boolean): ContractProblem => ({ path: after, partial, reason });
  if ('problem' in next) return { changes: [], problems: [problem(next.problem, false)] };
  if ('problem' in old)
    return { changes: [], problems: [problem(`before this change ${old.problem}`, false)] };
  const [outside] = [old, next].flatMap((document) => externalReferences(document, 1));
  return {
    changes: diffOpenApi(old, next),
    problems:
      outside === undefined
        ? []
        : [{ ...problem('what it refers to in other files is not compared', true), subject: outside }],
  };
}

function documentAt(side: ContractSide, path: string | null): OpenApiDocument | { problem: string } | null {
  const file = path === null ? null : side.read(path);
  return file === null ? null : parseOpenApi(file.path, file.text);
}
