import type { Finding } from './finding.ts';
import type { Report } from './report.ts';

const levels = { blocker: 'error', warning: 'warning', advice: 'note' } as const;

/** SARIF 2.1.0, as GitHub code scanning takes it. Findings on the base side are placed in the removed file's path. */
export function renderSarif(report: Report, toolVersion: string): object {
  const rules = [...new Map(report.findings.map((finding) => [finding.rule, finding])).values()];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'backend-engineer',
            version: toolVersion,
            rules: rules.map((finding) => ({
              id: finding.rule,
              shortDescription: { text: finding.title },
              help: { text: finding.fix, markdown: finding.fix },
              defaultConfiguration: { level: levels[finding.severity] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: report.findings.map(result),
      },
    ],
  };
}

function result(finding: Finding): object {
  const artifactLocation = { uri: uriOf(finding.path) };
  return {
    ruleId: finding.rule,
    level: levels[finding.severity],
    message: { text: [finding.what, finding.why, finding.fix].filter((text) => text !== '').join(' ') },
    locations: [
      {
        physicalLocation: {
          artifactLocation,
          region: { startLine: finding.startLine, endLine: finding.endLine },
        },
      },
    ],
    partialFingerprints: { 'identity/v1': finding.identity, 'substance/v1': finding.substance },
    ...(finding.suggestion === null
      ? {}
      : {
          fixes: [
            {
              description: { text: finding.title },
              artifactChanges: [
                {
                  artifactLocation,
                  replacements: [
                    {
                      deletedRegion: {
                        startLine: finding.suggestion.startLine,
                        startColumn: 1,
                        // The end is the beginning of the next line: whole lines go, with their line ends.
                        endLine: finding.suggestion.endLine + 1,
                        endColumn: 1,
                      },
                      ...(finding.suggestion.replacement === ''
                        ? {}
                        : { insertedContent: { text: `${finding.suggestion.replacement}\n` } }),
                    },
                  ],
                },
              ],
            },
          ],
        }),
  };
}

/** A relative reference: a colon, a `#` or a `?` of a name must not begin a scheme, a fragment or a query. */
function uriOf(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
