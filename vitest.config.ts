import { defineConfig } from 'vitest/config';
import { postgresAvailable, postgresNeeded } from './test/support/postgres.ts';

/** What must hold on both engines: the embedded one, and a server that several processes share. */
const onBothEngines = [
  'src/proof/trace/trace-migration.test.ts',
  'src/queue/{inbox,queue}.test.ts',
  'src/store/store.test.ts',
  'test/{commands,outsiders,persona,pushes,review,suggestions}.test.ts',
];

const hasPostgres = postgresAvailable();
if (!hasPostgres) console.log(`The tests on PostgreSQL: ${postgresNeeded}`);

export default defineConfig({
  test: {
    // Git, embedded PostgreSQL and child processes share two cores; the limit only catches a test that hangs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
    // As `compileWasmOnce` has it in the product.
    execArgv: ['--liftoff-only'],
    // graphql has two builds that refuse each other's objects: Node gives everyone the one, vitest gives us the other.
    server: { deps: { inline: ['@graphql-inspector/core'] } },
    globalSetup: 'test/support/blank-database.ts',
    projects: [
      {
        extends: true,
        test: { name: 'embedded', include: ['src/**/*.test.ts', 'test/**/*.test.ts'] },
      },
      ...(hasPostgres
        ? [
            {
              extends: true as const,
              test: {
                name: 'PostgreSQL',
                include: onBothEngines,
                globalSetup: ['test/support/blank-database.ts', 'test/support/postgres-project.ts'],
                setupFiles: 'test/support/postgres-file.ts',
              },
            },
          ]
        : []),
    ],
  },
});
