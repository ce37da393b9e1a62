import { describe, expect, it } from 'vitest';
import { createMemoryTree } from '../change/memory-tree.ts';
import { defaultRepositorySettings } from '../config/repository-settings.ts';
import { analyze } from './analyze.ts';
import { createRepositoryCache } from './repository-cache.ts';

const first = 'CREATE TABLE orders (id bigint PRIMARY KEY, state text);\n';

/** What is found in `queries/q.sql`, which a pull request adds to `before` together with `more`. */
async function found(
  sql: string,
  more: Readonly<Record<string, string>> = {},
  before: Readonly<Record<string, string>> = { 'migrations/0001_orders.sql': first },
): Promise<string[]> {
  const files = { ...more, 'queries/q.sql': sql };
  const { findings } = await analyze({
    change: {
      base: 'base',
      head: 'head',
      files: Object.keys(files).map((path) => ({
        status: path in before ? ('modified' as const) : ('added' as const),
        kind: 'text' as const,
        path,
        basePath: path in before ? path : null,
        baseObject: null,
        headObject: null,
        hunks: null,
      })),
    },
    base: createMemoryTree('base', before),
    head: createMemoryTree('head', { ...before, ...files }),
    settings: defaultRepositorySettings,
    prove: null,
    skip: {},
    ...createRepositoryCache(),
    onFile() {},
  });
  return findings.filter(({ path }) => path === 'queries/q.sql').map(({ rule }) => rule);
}

describe('the columns that a query names', () => {
  const query = 'SELECT id FROM orders WHERE note = $1;\n';

  it('are unknown where nothing makes them', async () => {
    expect(await found(query)).toContain('unknown-table-or-column');
  });

  it('are none where sqlc names its parameters', async () => {
    expect(
      await found('-- name: One :one\nSELECT id FROM orders WHERE state = @note::text AND id = @p;\n'),
    ).not.toContain('unknown-table-or-column');
    expect(await found("SELECT id FROM orders WHERE note = '@p' AND state = @p;\n")).toContain(
      'unknown-table-or-column',
    );
  });

  it('are those that migrations of the same pull request add', async () => {
    const adds = { 'migrations/0002_note.sql': 'ALTER TABLE orders ADD COLUMN note text;\n' };
    expect(await found(query, adds)).not.toContain('unknown-table-or-column');
  });

  it('are those of a migration that the pull request changes', async () => {
    const changed = { 'migrations/0001_orders.sql': first.replace('state text', 'state text, note text') };
    expect(await found(query, changed)).not.toContain('unknown-table-or-column');
  });

  it('may be there where the base branch keeps a dump of what its code makes', async () => {
    const dump = `--\n-- PostgreSQL database dump\n--\n\n${first}`;
    expect(await found(query, {}, { 'db/structure.sql': dump, 'db/migrate/1_orders.rb': 'x' })).not.toContain(
      'unknown-table-or-column',
    );
  });
});
