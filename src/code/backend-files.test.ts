import { describe, expect, it } from 'vitest';
import { isBackendPath } from './backend-files.ts';

const shown = (path: string): string => {
  const found = isBackendPath(path);
  return found.backend ? found.kind : `not: ${found.reason}`;
};

describe('isBackendPath', () => {
  it.each([
    ['src/routes/orders.ts', 'code'],
    ['public/index.php', 'code'],
    ['src/endpoints/public/public.controller.ts', 'code'],
    ['internal/api/handler.go', 'code'],
    ['src/routes/orders.test.ts', 'test'],
    ['tests/test_orders.py', 'test'],
    ['db/0001_init.sql', 'sql'],
    ['prisma/schema.prisma', 'migration'],
    ['app/migrations/0002_auto.py', 'migration'],
    ['db/migrate/20240101_add.rb', 'migration'],
    ['openapi.yaml', 'contract'],
    ['api/orders.proto', 'contract'],
    ['schema.graphql', 'contract'],
    ['Dockerfile', 'configuration'],
    ['src/main/resources/application-prod.yml', 'configuration'],
  ])('%s is %s', (path, kind) => {
    expect(shown(path)).toBe(kind);
  });

  it.each([
    ['src/components/Button.tsx', 'not a backend file'],
    ['frontend/src/api.ts', 'not a backend file'],
    ['src/styles/site.css', 'not a backend file'],
    ['public/app.js', 'not a backend file'],
    ['logo.svg', 'not a backend file'],
    ['docs/export.pdf', 'not a backend file'],
    ['README.md', 'documentation'],
    ['package-lock.json', 'a lock file'],
    ['dist/index.js', 'generated'],
    ['node_modules/express/index.js', 'a dependency'],
    ['vite.config.ts', 'configuration of a build tool'],
    ['strange.xyz', 'not a backend file'],
  ])('%s is not: %s', (path, reason) => {
    expect(shown(path)).toBe(`not: ${reason}`);
  });
});
