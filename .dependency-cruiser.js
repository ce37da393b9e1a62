// Without swc dependency-cruiser reads no TypeScript (it knows no TypeScript 7), finds nothing and says all is well.
import '@swc/core';

/** Rooms that hold data and ways to read it. They know nothing of those that use them. */
const data = '^src/(text|change|sql|migrations|api|code|rules|report)/';
const test = '[.]test[.]ts$';

/** A package that only some rooms may import. */
const only = (name, packages, rooms, why) => ({
  name,
  comment: why,
  severity: 'error',
  from: { path: '^src/', pathNot: [...rooms, test] },
  to: { path: `^node_modules/(${packages})/` },
});

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Types count: two files that need each other are one thing or three.',
      severity: 'error',
      from: { path: '^(src|scripts)/' },
      to: { circular: true },
    },
    {
      name: 'found',
      comment: 'A path or package that does not exist, or is not in package.json.',
      severity: 'error',
      from: { path: '^(src|scripts)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'packages-are-declared',
      comment: 'The published package has only its own dependencies.',
      severity: 'error',
      from: { path: '^src/', pathNot: [test, '^src/sandbox/'] },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: '^node_modules/@types/|-types/',
      },
    },
    {
      name: 'data-does-not-know-its-users',
      comment:
        'What a proof has shown, what PostgreSQL says and what its versions do, are data; how it was shown is not.',
      severity: 'error',
      from: { path: data, pathNot: test },
      to: {
        path: '^src/(review|github|queue|store|commands|command-line|persona|proof|service|sandbox)/',
        pathNot: '^src/proof/(proof|database|locks/(version-notes|lock-modes))[.]ts$',
      },
    },
    {
      name: 'review-gets-the-world-handed-in',
      comment:
        'GitHub, queue, database, model and proof are arguments of the pipeline; it has its own types for them.',
      severity: 'error',
      from: { path: '^src/review/', pathNot: test },
      to: {
        path: '^src/(github|queue|store|persona|proof|service|commands|command-line|sandbox)/',
        pathNot: '^src/proof/(proof|subject)[.]ts$',
      },
    },
    {
      name: 'sql-knows-no-files',
      severity: 'error',
      from: { path: '^src/sql/', pathNot: test },
      to: { path: '^src/(change|migrations|api|code|rules|report)/' },
    },
    {
      name: 'facts-hold-no-rules',
      severity: 'error',
      from: { path: '^src/(text|change|sql|migrations|api|code)/', pathNot: test },
      to: { path: '^src/rules/' },
    },
    {
      name: 'queue-knows-no-job',
      severity: 'error',
      from: { path: '^src/queue/', pathNot: test },
      to: { path: '^src/(review|github|commands|command-line|persona|report|service|sandbox)/' },
    },
    {
      name: 'github-judges-no-code',
      severity: 'error',
      from: { path: '^src/github/', pathNot: test },
      to: { path: '^src/(sql|migrations|api|code|rules|proof|persona|service|command-line|sandbox)/' },
    },
    {
      name: 'persona-posts-nothing',
      severity: 'error',
      from: { path: '^src/persona/', pathNot: test },
      to: { path: '^src/(github|queue|store|service|commands|command-line|sandbox)/' },
    },
    {
      name: 'rules-do-no-io',
      severity: 'error',
      from: { path: '^src/rules/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sandbox-is-apart',
      comment: 'The stand-ins are for the demo and the tests; the service never meets them.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/sandbox/', test] },
      to: { path: '^src/sandbox/' },
    },
    only(
      'octokit-only-in-github',
      '@octokit/[^/]+|octokit|probot',
      ['^src/github/', '^src/sandbox/', '^src/service/'],
      'src/service wires Probot up; the stand-in is typed with Octokit’s types.',
    ),
    {
      name: 'octokit-not-in-service',
      severity: 'error',
      from: { path: '^src/service/', pathNot: test },
      to: { path: '^node_modules/(@octokit/[^/]+|octokit)/' },
    },
    only(
      'anthropic-only-in-persona',
      '@anthropic-ai/sdk',
      ['^src/persona/'],
      'One place talks to the model.',
    ),
    only(
      'sql-parsers-only-in-sql',
      'libpg-query|node-sql-parser',
      ['^src/sql/'],
      'Nobody sees a parser’s tree.',
    ),
    only(
      'ast-grep-only-in-code-and-api',
      '@ast-grep/[^/]+',
      ['^src/code/', '^src/api/'],
      'Nobody sees a parser’s tree.',
    ),
    only(
      'contract-parsers-only-in-api',
      'graphql|@graphql-inspector/[^/]+|protobufjs',
      ['^src/api/'],
      'Nobody sees a parser’s tree.',
    ),
    only(
      'databases-only-in-queue-store-and-proof',
      'pg|pg-boss|@electric-sql/pglite',
      ['^src/queue/', '^src/store/', '^src/proof/'],
      'The proof’s sandboxed database is PGlite too.',
    ),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: '^node_modules/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      // Some packages hold types only.
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
