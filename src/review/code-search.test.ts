import { describe, expect, it } from 'vitest';
import { changeOf, treesOf, type WrittenFile } from '../../test/fuzz/memory-change.ts';
import type { SourceTree } from '../change/source-tree.ts';
import { maximumSearchedFiles } from '../code/usages/search-paths.ts';
import { defaultRepositorySettings } from '../config/repository-settings.ts';
import { analyze } from './analyze.ts';
import { createRepositoryCache } from './repository-cache.ts';

const both = (path: string, text: string): WrittenFile => ({ path, base: text, head: text });
const create = both(
  'migrations/0001_orders.up.sql',
  'CREATE TABLE orders (id bigint PRIMARY KEY, total_cents int);',
);
const down = both('migrations/0001_orders.down.sql', 'DROP TABLE orders;');
const drop: WrittenFile = {
  path: 'migrations/0002_total.up.sql',
  base: null,
  head: 'ALTER TABLE orders DROP COLUMN total_cents;',
};
const reads = "export const list = () => db.query('SELECT id, total_cents FROM orders');\n";
const readsNot = "export const list = () => db.query('SELECT id FROM orders');\n";

/** The findings about the drop as `rule severity`, with the paths that they quote, and the notices. */
async function review(
  files: readonly WrittenFile[],
  { wrap = (tree: SourceTree) => tree, skip = {} as Record<string, string>, ignore = [] as string[] } = {},
) {
  const all = [create, down, drop, ...files];
  const { base, head } = treesOf(all);
  const { findings, notices } = await analyze({
    change: changeOf(all),
    base: wrap(base),
    head: wrap(head),
    settings: { ...defaultRepositorySettings, ignore },
    prove: null,
    skip,
    ...createRepositoryCache(),
    onFile: () => {},
  });
  return {
    findings: findings
      .filter(({ rule }) => /drop-column$|code-still/.test(rule))
      .map(({ rule, severity, evidence }) => [
        `${rule} ${severity}`,
        ...evidence.flatMap(({ path, kind }) => (kind === 'quoted' ? [path] : [])),
      ]),
    notices,
  };
}

describe('the code beside a migration', () => {
  it('still names what is dropped: a blocker, once', async () => {
    expect(await review([both('src/orders.ts', reads)])).toEqual({
      findings: [['code-still-uses-dropped-object blocker', 'src/orders.ts']],
      notices: [],
    });
  });

  it('named it until this pull request: a warning', async () => {
    expect(await review([{ path: 'src/orders.ts', base: reads, head: readsNot }])).toEqual({
      findings: [['drop-column warning', 'src/orders.ts']],
      notices: [],
    });
    expect((await review([{ path: 'src/orders.ts', base: reads, head: null }])).findings).toEqual([
      ['drop-column warning', 'src/orders.ts'],
    ]);
  });

  it('never named it: advice', async () => {
    expect(await review([both('src/orders.ts', readsNot)])).toEqual({
      findings: [['drop-column advice']],
      notices: [],
    });
  });

  it('is not asked for tests, seeds and migrations', async () => {
    const { findings } = await review([
      both('src/orders.test.ts', reads),
      both('db/seeds/orders.ts', reads),
      both('migrations/0000_orders.up.sql', 'SELECT total_cents FROM orders;'),
    ]);
    expect(findings).toEqual([['drop-column advice']]);
  });

  it('that is left out, or too much, makes nothing advice', async () => {
    expect(
      (await review([both('src/a.ts', readsNot)], { skip: { 'src/a.ts': 'it took too long' } })).findings,
    ).toEqual([['drop-column blocker']]);
    expect(
      await review([both('gen/a.ts', reads), both('src/b.ts', readsNot)], { ignore: ['gen/**'] }),
    ).toEqual({
      findings: [['drop-column blocker']],
      notices: [
        'The code was searched for what the migrations drop in 1 of 2 files; the others may name it, too.',
      ],
    });
    const many = Array.from({ length: maximumSearchedFiles + 1 }, (_, at) => both(`src/${at}.py`, ''));
    expect((await review(many)).findings).toEqual([['drop-column blocker']]);
  });

  it('that cannot be fetched costs no review', async () => {
    const wrap = (tree: SourceTree): SourceTree => ({
      ...tree,
      async read(paths) {
        if (paths.includes('src/a.ts')) throw new Error('the remote hung up');
        return tree.read(paths);
      },
    });
    expect(await review([both('src/a.ts', reads)], { wrap })).toEqual({
      findings: [['drop-column blocker']],
      notices: ['The code could not be searched for what the migrations drop: it could not be fetched.'],
    });
  });

  it('of another service with a table of the same name is no use, and no proof of none', async () => {
    const other = both(
      'billing/migrations/0001_orders.up.sql',
      'CREATE TABLE orders (id int, total_cents int);',
    );
    const { findings } = await review([
      other,
      both('billing/migrations/0001_orders.down.sql', 'DROP TABLE orders;'),
      both('billing/src/orders.ts', reads),
    ]);
    expect(findings).toEqual([['drop-column blocker']]);
  });

  it('that may speak to another database of the repository proves nothing, of use or of none', async () => {
    const other = [
      both('copies/0001_orders.up.sql', 'CREATE TABLE orders (id int, total_cents int);'),
      both('copies/0001_orders.down.sql', 'DROP TABLE orders;'),
    ];
    expect((await review([...other, both('src/orders.ts', reads)])).findings).toEqual([
      ['drop-column blocker'],
    ]);
    const dropped = { ...drop, path: 'copies/0002_total.up.sql' };
    expect((await review([...other, dropped, both('src/orders.ts', reads)])).findings).toEqual([
      ['code-still-uses-dropped-object blocker', 'src/orders.ts'],
      ['code-still-uses-dropped-object blocker', 'src/orders.ts'],
    ]);
  });

  it('is read at once', async () => {
    const reads: number[] = [];
    const wrap = (tree: SourceTree): SourceTree => ({
      ...tree,
      async read(paths) {
        const code = paths.filter((path) => path.endsWith('.py')).length;
        if (code > 0) reads.push(code);
        return tree.read(paths);
      },
    });
    await review(
      Array.from({ length: 1_500 }, (_, at) => both(`src/${at}.py`, '')),
      { wrap },
    );
    expect(reads).toEqual([1_500]);
  });

  it('is read only where something is dropped', async () => {
    const read: string[] = [];
    const wrap = (tree: SourceTree): SourceTree => ({
      ...tree,
      async read(paths) {
        read.push(...paths);
        return tree.read(paths);
      },
    });
    const adds = { ...drop, head: 'ALTER TABLE orders ADD COLUMN note text;' };
    const all = [create, down, adds, both('src/orders.ts', reads)];
    const { base, head } = treesOf(all);
    const settings = defaultRepositorySettings;
    await analyze({
      change: changeOf(all),
      base: wrap(base),
      head: wrap(head),
      settings,
      prove: null,
      skip: {},
      ...createRepositoryCache(),
      onFile: () => {},
    });
    expect(read).not.toContain('src/orders.ts');
  });
});
