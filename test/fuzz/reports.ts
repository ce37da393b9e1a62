import fc from 'fast-check';
import type { Endpoint } from '../../src/api/endpoint.ts';
import { buildReport, type ReportParts } from '../../src/report/build-report.ts';
import type { Coverage } from '../../src/report/coverage.ts';
import type { Facts } from '../../src/report/facts.ts';
import { type Finding, severities } from '../../src/report/finding.ts';
import type { ColumnType } from '../../src/sql/definitions.ts';
import type { ObjectName } from '../../src/sql/object-name.ts';
import type { DdlOperation } from '../../src/sql/operation.ts';
import { hostilePath, hostileText, hostileTextOfAnyLength } from './hostile-text.ts';
import { baseCommit, changeOf, headCommit } from './memory-change.ts';
import { postedProblems } from './posted-problems.ts';
import { expectNone, property } from './property.ts';

const line = fc.integer({ min: 1, max: 9 });
const range = { start: 0, end: 0 };
const objectName: fc.Arbitrary<ObjectName> = fc.record({ schema: fc.option(hostileText), name: hostileText });
const columnType: fc.Arbitrary<ColumnType> = fc.record({
  schema: fc.option(hostileText),
  name: hostileText,
  modifiers: fc.constant([]),
  dimensions: fc.constant(0),
  text: hostileText,
});

const finding: fc.Arbitrary<Finding> = fc
  .record({
    rule: fc.oneof(
      fc.constantFrom('drop-column', 'persona-race'),
      hostileText.map((text) => `x${text}`),
    ),
    severity: fc.constantFrom(...severities),
    title: hostileText,
    what: hostileTextOfAnyLength,
    why: hostileText,
    fix: hostileText,
    path: hostilePath,
    side: fc.constantFrom('base' as const, 'head' as const),
    startLine: line,
    endLine: line,
    evidence: fc.array(
      fc.record(
        {
          kind: fc.constantFrom(
            'executed' as const,
            'parsed' as const,
            'schema' as const,
            'contract' as const,
            'quoted' as const,
            'searched' as const,
          ),
          text: hostileTextOfAnyLength,
          path: fc.option(hostilePath),
          line: fc.option(line),
          code: hostileTextOfAnyLength,
        },
        { requiredKeys: ['kind', 'text', 'path', 'line'] },
      ),
      { minLength: 1, maxLength: 2 },
    ),
    suggestion: fc.option(fc.record({ startLine: line, endLine: line, replacement: hostileTextOfAnyLength })),
    followUps: fc.array(fc.record({ path: hostilePath, text: hostileTextOfAnyLength }), { maxLength: 2 }),
    rollout: fc.array(
      fc.record({
        text: hostileText,
        file: fc.option(fc.record({ path: hostilePath, text: hostileTextOfAnyLength })),
      }),
      { maxLength: 2 },
    ),
    identity: hostileText,
    substance: hostileText,
  })
  .map((found) => ({
    ...found,
    endLine: Math.max(found.startLine, found.endLine),
    suggestion:
      found.suggestion === null
        ? null
        : { ...found.suggestion, endLine: Math.max(found.suggestion.startLine, found.suggestion.endLine) },
  }));

const seen = fc.array(fc.record({ text: hostileText, path: hostilePath, line }), { maxLength: 2 });
const endpoint: fc.Arbitrary<Endpoint> = fc.record({
  method: hostileText,
  path: hostileText,
  prefixSeen: fc.boolean(),
  framework: fc.constant('express'),
  span: fc.record({
    path: hostilePath,
    side: fc.constant('head' as const),
    startLine: line,
    endLine: line,
    start: line,
    end: line,
  }),
  handler: fc.constant(null),
  handlerText: fc.constant(null),
  authentication: seen,
  authorization: seen,
  validation: seen,
  statusCodes: fc.array(
    fc.record({ text: hostileText, path: hostilePath, line, status: fc.constantFrom(200, 404) }),
    { maxLength: 2 },
  ),
  rateLimit: seen,
});

const operation: fc.Arbitrary<DdlOperation> = fc
  .tuple(objectName, objectName, hostileText, columnType, fc.nat({ max: 11 }))
  .map(([table, other, text, type, form]) => {
    const on = { range, table };
    const forms: readonly DdlOperation[] = [
      { ...on, kind: 'drop-table', ifExists: false, cascade: false },
      { ...on, kind: 'rename-table', to: other },
      { ...on, kind: 'drop-column', column: text, ifExists: false, cascade: false },
      { ...on, kind: 'rename-column', column: text, to: other.name },
      { ...on, kind: 'set-column-type', column: text, type, using: null },
      { ...on, kind: 'validate-constraint', name: text },
      { range, kind: 'add-enum-value', name: table, value: text },
      { range, kind: 'run-code', language: text, body: text },
      { range, kind: 'grant', revoke: false, privileges: [text], objects: [table], grantees: [text] },
      { range, kind: 'truncate', tables: [table, other], cascade: false },
      { ...on, kind: 'not-understood', what: text },
      {
        ...on,
        kind: 'create-index',
        concurrently: false,
        ifNotExists: false,
        index: {
          name: text,
          columns: [{ column: null, text, descending: false }],
          include: [],
          unique: true,
          method: text,
          predicate: text,
        },
      },
    ];
    return forms[form] ?? { range, kind: 'begin' };
  });

const pictureChange = fc.option(
  fc.constantFrom('added' as const, 'dropped' as const, 'changed' as const, 'renamed' as const),
);
const picture: fc.Arbitrary<Facts['pictures'][number]> = fc
  .array(
    fc.record({
      name: hostileText,
      change: pictureChange,
      was: fc.option(hostileText),
      columns: fc.array(
        fc.record({
          name: hostileText,
          type: fc.option(hostileText),
          keys: fc.subarray(['PK' as const, 'FK' as const, 'UK' as const]),
          change: pictureChange,
          was: fc.option(hostileText),
        }),
        { maxLength: 4 },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((tables) => ({
    tables: tables.map((table, at) => ({ ...table, name: `${table.name}${at}` })),
    relations: tables.map(({ was }, at) => ({
      from: `${tables[at]?.name}${at}`,
      to: `${tables[0]?.name}0`,
      columns: [was ?? ''],
      optional: false,
      unique: true,
      change: null,
    })),
    left: tables.length,
  }));

const postgresError = hostileText.map((text) => ({
  code: text.slice(0, 5),
  message: text,
  detail: text,
  hint: text,
  position: null,
  schema: null,
  table: text,
  column: text,
  constraint: text,
}));

const proof: fc.Arbitrary<Facts['proofs'][number]> = fc
  .record({
    path: hostilePath,
    texts: fc.array(hostileText, { minLength: 1, maxLength: 3 }),
    error: postgresError,
    outcome: fc.constantFrom('ran' as const, 'failed' as const, 'not-run' as const),
    watched: fc.boolean(),
    differences: fc.array(hostileText, { maxLength: 2 }),
  })
  .map(({ path, texts, error, outcome, watched, differences }) => ({
    texts: Object.fromEntries(texts.map((text, at) => [`${path} ${at}`, text])),
    proof: {
      server: 'PostgreSQL 18.6',
      base: { statements: texts.length, failed: texts.length, firstFailure: error.message },
      migrations: [
        {
          path,
          statements: texts.map((text, start) => ({
            range: { start, end: start + 1 },
            outcome,
            reason: text,
            error,
            watched,
            locks: [{ relation: text, kind: 'table' as const, mode: 'AccessExclusiveLock' }],
            held: watched,
            rewritten: [text],
            rewrittenAlone: [text],
            scans: [{ relation: text, read: 1, held: 1 }],
            notices: [text],
            counterexample: null,
          })),
          losses: [],
          reversal: {
            path,
            outcome: 'ran' as const,
            reason: null,
            range: null,
            error: null,
            differences: differences.map((object) => ({ object, before: object, after: null })),
            onNewData: null,
          },
          runsTwice: null,
        },
      ],
      brokenQueries: [],
      plans: [],
      indexes: [],
      deadlocks: [],
      notices: texts,
    },
  }));

const factsWithoutNotes: fc.Arbitrary<Omit<Facts, 'endpointNotes'>> = fc.record({
  proofs: fc.array(proof, { maxLength: 2 }),
  notRun: fc.array(hostileText, { maxLength: 2 }),
  migrations: fc.array(
    fc.record({
      path: hostilePath,
      framework: hostileText,
      status: fc.constantFrom('added' as const, 'modified' as const, 'removed' as const),
      transaction: fc.record({
        mode: fc.constantFrom('wrapped' as const, 'none' as const),
        because: hostileText,
      }),
      operations: fc.array(fc.record({ line, operation, onNewTable: fc.boolean() }), { maxLength: 9 }),
      dataStatements: fc.array(
        fc.record({ kind: fc.oneof(fc.constant('update'), hostileText), table: hostileText, line }),
        { maxLength: 2 },
      ),
      hasDown: fc.boolean(),
      failedStatements: fc.nat({ max: 2 }),
    }),
    { maxLength: 2 },
  ),
  pictures: fc.array(picture, { maxLength: 2 }),
  queryFiles: fc.array(fc.record({ path: hostilePath, statements: fc.nat() }), { maxLength: 2 }),
  endpoints: fc.array(
    fc.oneof(
      endpoint.map((head) => ({ kind: 'added' as const, head })),
      endpoint.map((base) => ({ kind: 'removed' as const, base })),
      fc.tuple(endpoint, endpoint).map(([base, head]) => ({ kind: 'moved' as const, base, head })),
      fc.tuple(endpoint, endpoint).map(([base, head]) => ({
        kind: 'changed' as const,
        base,
        head,
        aspects: ['authentication' as const],
      })),
    ),
    { maxLength: 2 },
  ),
  contracts: fc.array(
    fc.record({
      id: fc.constant('x'),
      level: fc.constantFrom('breaking' as const, 'risky' as const, 'compatible' as const),
      format: fc.constant('openapi' as const),
      operation: hostileText,
      subject: hostileText,
      message: hostileTextOfAnyLength,
      base: fc.constant(null),
      head: fc.constant(null),
    }),
    { maxLength: 2 },
  ),
  tests: fc.array(
    fc.record({
      path: hostilePath,
      kinds: fc.constant([{ kind: 'endpoint' as const, line: 1, text: '' }]),
    }),
    { maxLength: 4 },
  ),
});

const facts: fc.Arbitrary<Facts> = fc
  .tuple(factsWithoutNotes, hostileText, hostilePath, fc.boolean())
  .map(([found, text, path, tested]) => ({
    ...found,
    endpointNotes: found.endpoints.map((change) => {
      const endpoint = 'head' in change ? change.head : change.base;
      return {
        method: endpoint.method,
        path: endpoint.path,
        promise: { operation: text, summary: text, path, line: 1 },
        test: tested ? { path, line: 1 } : null,
      };
    }),
  }));

const coverage: fc.Arbitrary<Coverage> = fc.record({
  path: hostilePath,
  status: fc.constantFrom('analyzed' as const, 'partial' as const, 'skipped' as const),
  backend: fc.boolean(),
  reason: fc.option(hostileTextOfAnyLength),
});

const sentences = fc.array(hostileText, { maxLength: 2 });

/** A report in which every text is a stranger's, also those that our own code writes: the analysis may be taken over. */
const parts: fc.Arbitrary<ReportParts> = fc.record({
  base: fc.constant(baseCommit),
  head: fc.constant(headCommit),
  facts,
  findings: fc.array(finding, { maxLength: 3 }),
  coverage: fc.array(coverage, { maxLength: 3 }),
  notices: fc.array(hostileTextOfAnyLength, { maxLength: 2 }),
  persona: fc.record({ state: fc.constant('failed' as const), note: hostileTextOfAnyLength }),
  sentences: fc.record({ api: sentences, database: sentences, security: sentences, testing: sentences }),
});

export const reports = [
  property(
    'reports: whatever the analysis says',
    10,
    fc.tuple(parts, fc.integer({ min: -1_000, max: 60 })),
    () => ({
      check([given, times]) {
        // Now and then so many that not all have room.
        const many = times < 40 ? 1 : times;
        const repeated = {
          ...given,
          findings: Array.from({ length: many }, (_, round) =>
            given.findings.map((each) => ({ ...each, identity: `${each.identity}${round}` })),
          ).flat(),
          coverage: Array.from({ length: many }, () => given.coverage).flat(),
        };
        const text = 'x\n'.repeat(9);
        const change = changeOf(
          [...new Set(given.findings.map(({ path }) => path))].map((path) => ({
            path,
            base: text,
            head: `${text}y\n`,
          })),
        );
        expectNone(postedProblems(buildReport(repeated), given.facts, change));
      },
    }),
  ),
];
