import { describe, expect, it } from 'vitest';
import { createProgram } from './program.ts';
import { projectImports } from './project-imports.ts';
import { createReadLog } from './read-log.ts';
import { resolveImport } from './resolve-import.ts';

function resolved(files: Record<string, string>, from: string, source: string): string | null {
  const log = createReadLog();
  const program = createProgram(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    log,
  );
  return resolveImport(from, source, program.has, projectImports(program, log));
}

describe('projectImports', () => {
  const files = {
    'tsconfig.base.json': '{ "compilerOptions": { "paths": { "@libs/*": ["libs/*/src"], }, } }',
    'apps/api/tsconfig.json':
      '{ // settings\n "extends": "./tsconfig.more", "compilerOptions": { "baseUrl": "." } }',
    'apps/api/tsconfig.more.json':
      '{ "compilerOptions": { "paths": { "@/*": ["./src/*"], "@config": ["./config.ts"], "@/deep/*": ["./other/*"] } } }',
    'apps/api/package.json': '{ "name": "api", "imports": { "#db/*": "./src/db/*.js" } }',
    'apps/api/src/a.ts': '',
    'apps/api/src/db/pool.ts': '',
    'apps/api/config.ts': '',
    'apps/api/other/b.ts': '',
    'libs/orders/src/index.ts': '',
    'packages/shared/package.json': '{ "name": "@acme/shared", "main": "./dist/main.js" }',
    'packages/shared/src/main.ts': '',
    'packages/shared/src/routes.ts': '',
  };

  it.each([
    ['@/a', 'apps/api/src/a.ts'],
    ['@/deep/b', 'apps/api/other/b.ts'],
    ['@config', 'apps/api/config.ts'],
    ['src/a', 'apps/api/src/a.ts'],
    ['other/b', 'apps/api/other/b.ts'],
    ['#db/pool', 'apps/api/src/db/pool.ts'],
    ['@libs/orders', 'libs/orders/src/index.ts'],
    ['@acme/shared', 'packages/shared/src/main.ts'],
    ['@acme/shared/routes', 'packages/shared/src/routes.ts'],
    ['@acme/shared/none', null],
    ['express', null],
    ['@config/x', null],
  ])('follows %s', (source, path) => {
    expect(resolved(files, 'apps/api/src/routes/index.ts', source)).toBe(path);
  });

  it('takes settings that cannot be read, leave the tree or extend each other for none', () => {
    const hostile = {
      'tsconfig.json':
        '{ "extends": "./jsconfig.json", "compilerOptions": { "paths": { "@/*": ["../../*", 1, {}] } } ',
      'jsconfig.json': '{ "extends": "./tsconfig.json", "compilerOptions": 1 }',
      'package.json': '[]',
      'packages/a/package.json': '{ "name": 1, "imports": "x" }',
      'a.ts': '',
    };
    expect(resolved(hostile, 'src/b.ts', '@/a')).toBe(null);
    expect(resolved({ 'tsconfig.json': '{'.repeat(5000) }, 'src/b.ts', '@/a')).toBe(null);
  });
});
