import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PullRecord } from '../../src/sandbox/state/records.ts';
import { openWatchedShop, type WatchedShop } from './watched-shop.ts';

let shop: WatchedShop;
beforeAll(async () => {
  shop = await openWatchedShop();
}, 180_000);
afterAll(() => shop?.close());

const purge = 'DELETE FROM order_events;\n';
const places = (pull: PullRecord): string[] =>
  pull.reviewComments.map(({ path, line, side }) => `${path}:${line} ${side}`).sort();

describe('odd files of a pull request', { timeout: 300_000 }, () => {
  it('get their comments whatever signs their paths have', async () => {
    const paths = [
      '-rf.sql',
      'queries/-- drop.sql',
      'queries/a b  c.sql',
      'queries/back\\slash.sql',
      'queries/it\'s `so` "quoted".sql',
      'queries/tab\there.sql',
      'queries/two\nlines.sql',
      'queries/a|b.sql',
      'queries/Überblick-日本語.sql',
      'queries/\u202egnp.sql',
    ];
    const pull = await shop.opened({
      head: shop.commit(Object.fromEntries(paths.map((path) => [path, purge]))),
    });
    expect(places(pull)).toEqual(paths.map((path) => `${path}:1 RIGHT`).sort());
    expect(shop.checkRun(pull)?.output.title).toBe(`${paths.length} blockers`);
    expect(shop.coverage(pull)).toEqual({});
    expect(shop.report(pull)).toContain('`queries/two lines.sql`');
    expect(shop.report(pull)).toContain('`queries/\\u{202e}gnp.sql`');
    expect(shop.leaks([purge.trim()])).toEqual([]);
  });

  it('are reviewed around what does not parse, and the report says where that is', async () => {
    const pull = await shop.opened({
      head: shop.commit({
        'migrations/0009_mixed.sql': `-- +goose Up\nCREATE TABLE a (id bigint PRIMARY KEY);\nCREAT TABLE b (id bigint);\nDELETE FROM order_events;\n-- +goose Down\nDROP TABLE a;\n`,
        'queries/mixed.sql': `SELECT 1;\nSELECT id\n  FORM orders;\n${purge}`,
        'queries/none.sql': 'Dear reader, this is a letter.\n',
      }),
    });
    expect(places(pull)).toEqual([
      'migrations/0009_mixed.sql:3 RIGHT',
      'migrations/0009_mixed.sql:4 RIGHT',
      'queries/mixed.sql:4 RIGHT',
    ]);
    expect(shop.coverage(pull)).toEqual({
      'migrations/0009_mixed.sql': 'partly: 1 of 3 statements did not parse (line 3)',
      'queries/mixed.sql': 'partly: 1 of 3 statements did not parse (line 3)',
      'queries/none.sql': '1 of 1 statements did not parse (line 1)',
    });
    expect(shop.leaks(['CREAT TABLE', 'Dear reader', 'FORM orders'])).toEqual([]);
  });

  it('are read in every encoding, and named where they are no text', async () => {
    const wide = Buffer.from(`\ufeff${purge}`, 'utf16le');
    const pull = await shop.opened({
      head: shop.commit({
        'queries/binary.sql': Buffer.from(`${purge}\0`),
        'queries/bom.sql': `\ufeff${purge}`,
        'queries/crlf.sql': `SELECT 1;\r\n${purge.trim()}\r\n`,
        'queries/empty.sql': '',
        'queries/latin.sql': Buffer.from(`-- \xfcber\n${purge}`, 'latin1'),
        'queries/no-end.sql': purge.trim(),
        'queries/wide.sql': wide,
      }),
    });
    expect(places(pull)).toEqual([
      'queries/bom.sql:1 RIGHT',
      'queries/crlf.sql:2 RIGHT',
      'queries/latin.sql:2 RIGHT',
      'queries/no-end.sql:1 RIGHT',
    ]);
    // Git and GitHub take UTF-16 for binary: there is no line to comment on, so it is said in the report.
    expect(shop.report(pull)).toContain('`queries/wide.sql:1` – **Blocker**');
    expect(shop.checkRun(pull)?.output.title).toBe('5 blockers');
    expect(shop.coverage(pull)).toEqual({ 'queries/binary.sql': 'it is binary' });
  });

  it('that are links or submodules are named and not followed', async () => {
    const pull = await shop.opened({
      head: shop.commit({
        'queries/link.sql': { link: '../../../etc/passwd' },
        'queries/list_open_orders.sql': { link: 'purge.sql' },
        'queries/module.sql': { submodule: 'a'.repeat(40) },
        'queries/run.sql': { executable: purge },
      }),
    });
    expect(places(pull)).toEqual(['queries/run.sql:1 RIGHT']);
    expect(shop.coverage(pull)).toEqual({
      'queries/link.sql': 'it is a symbolic link',
      'queries/list_open_orders.sql': 'it is a symbolic link',
      'queries/module.sql': 'it is a submodule',
    });
  });

  it('that are deleted, or renamed with an edit, are reviewed as such', async () => {
    const base = shop.commit({ 'queries/old.sql': `${'SELECT id FROM orders;\n'.repeat(20)}${purge}` });
    const head = shop.commit(
      {
        'queries/old.sql': null,
        'queries/new.sql': `${'SELECT id FROM orders;\n'.repeat(20)}${purge}TRUNCATE order_events;\nUPDATE orders SET email = NULL;\n`,
        'queries/list_open_orders.sql': null,
        'migrations/0008_orders_shipped.sql': null,
      },
      base,
    );
    const pull = await shop.opened({ base, head });
    expect(places(pull)).toEqual(['queries/new.sql:23 RIGHT']);
    expect(shop.report(pull)).toContain('Migration: `migrations/0008_orders_shipped.sql` is removed.');
    expect(shop.coverage(pull)).toEqual({});
  });
});
