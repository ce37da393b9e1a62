import { expect, it } from 'vitest';
import { wantedPaths } from './wanted-paths.ts';

const tree = [
  'package.json',
  'ci.yml',
  'db/changelog/1-a.yaml',
  'db/changelog/2-b.json',
  'migrations/1_a.sql',
];

it('wants the migrations where one of them, or SQL, changes', () => {
  expect(wantedPaths(tree, ['db/changelog/2-b.json'])).toEqual(
    expect.arrayContaining(['db/changelog/1-a.yaml', 'db/changelog/2-b.json', 'migrations/1_a.sql']),
  );
  expect(wantedPaths(tree, ['queries/a.sql'])).toContain('db/changelog/1-a.yaml');
});

it('wants none of them for YAML and JSON that are something else', () => {
  expect(wantedPaths(tree, ['package.json', 'ci.yml'])).toEqual(['package.json', 'ci.yml']);
});
