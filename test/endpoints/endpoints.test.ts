import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareEndpoints } from '../../src/api/compare-endpoints.ts';
import type { EndpointChange } from '../../src/api/endpoint.ts';
import { findEndpoints } from '../../src/api/find-endpoints.ts';
import { webFrameworks } from '../../src/api/registry.generated.ts';
import { shownEndpoints } from '../../src/api/shown-endpoints.ts';

/*
 * A folder for each web framework:
 *   project/             an application in the framework's own styles
 *   endpoints.txt        all of its endpoints, as `shownEndpoints` writes them
 *   changes/NAME/        files that differ from the project (an empty file is one that is gone) and
 *   changes/NAME.txt     what that changes, a line each
 */

type Files = Readonly<Record<string, string>>;

const folders = readdirSync(import.meta.dirname).filter((name) => isFolder(join(import.meta.dirname, name)));

/** What a pull request can do to an endpoint; each framework has a pair for each. */
const kindsOfChange = [
  'added',
  'removed',
  'moved',
  'method',
  'path-parameter',
  'authentication',
  'authorization',
  'validation',
  'status-codes',
  'rate-limit',
  'pagination',
];

it('there is a project for each framework', () => {
  expect(folders.sort()).toEqual(webFrameworks.map(({ id }) => id).sort());
});

describe.each(folders)('%s', (framework) => {
  const folder = join(import.meta.dirname, framework);
  const project = filesOf(join(folder, 'project'));
  const expected = linesOf(join(folder, 'endpoints.txt'));

  it('finds all endpoints of its project, and no others', () => {
    expect(shownEndpoints(project)).toEqual(expected);
    expect(expected.length).toBeGreaterThanOrEqual(25);
  });

  it('has a pair for each kind of change', () => {
    const changes = readdirSync(join(folder, 'changes')).filter((name) => name.endsWith('.txt'));
    expect(changes.map((name) => name.replace('.txt', '')).sort()).toEqual(
      expect.arrayContaining([...kindsOfChange].sort()),
    );
  });

  const changes = existsSync(join(folder, 'changes'))
    ? readdirSync(join(folder, 'changes')).filter((name) => isFolder(join(folder, 'changes', name)))
    : [];
  it.each(changes)('tells what changes: %s', (name) => {
    const overlay = filesOf(join(folder, 'changes', name));
    const head = Object.fromEntries(
      Object.entries({ ...project, ...overlay }).filter(([, text]) => text !== ''),
    );
    const found = compareEndpoints(endpointsOf(project, 'base'), endpointsOf(head, 'head'));
    expect(found.map(shownChange)).toEqual(linesOf(join(folder, 'changes', `${name}.txt`)));
    expect(found).not.toEqual([]);
  });
});

function endpointsOf(files: Files, side: 'base' | 'head'): ReturnType<typeof findEndpoints> {
  return findEndpoints(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    side,
  );
}

/** `changed GET /orders: validation, handler`, `moved GET /a to GET /b`. */
function shownChange(change: EndpointChange): string {
  const name = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;
  switch (change.kind) {
    case 'added':
      return `added ${name(change.head)}`;
    case 'removed':
      return `removed ${name(change.base)}`;
    case 'moved': {
      const lost = change.aspects ?? [];
      return `moved ${name(change.base)} to ${name(change.head)}${lost.length === 0 ? '' : `: ${lost.join(', ')}`}`;
    }
    case 'changed':
      return `changed ${name(change.head)}: ${change.aspects.join(', ')}`;
  }
}

function filesOf(folder: string): Files {
  const paths = globSync('**/*', { cwd: folder }).filter((path) => !isFolder(join(folder, path)));
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory();
}
