import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type House, startHouse } from '../../src/sandbox/house.ts';
import type { PullRecord } from '../../src/sandbox/state/records.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { searchPath } from '../support/repository.ts';
import { makeExample } from '../support/shop.ts';
import { commitTree } from './commit-tree.ts';

/** Each has a repository of the same name, and a pull request with a file of its own. */
const owners = ['acme', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'] as const;
type Owner = (typeof owners)[number];

let house: House;
let example: Awaited<ReturnType<typeof makeExample>>;
const opened = new Map<Owner, object>();
const pulls = new Map<Owner, PullRecord>();
const limits = { timeout: 280_000 };

beforeAll(async () => {
  example = await makeExample();
  house = await startHouse({
    repositories: owners.map((owner) => ({ owner, name: 'shop', directory: example.directory })),
    searchPath,
    proof: false,
  });
  for (const owner of owners) {
    const head = commitTree(example.directory, example.base.sha, {
      [`queries/${owner}.sql`]: 'DELETE FROM order_events;\n',
    });
    const event = await house.github.openPullRequest({
      owner,
      name: 'shop',
      base: 'main',
      head,
      title: `For ${owner}`,
    });
    opened.set(owner, event);
    await house.deliver('pull_request', event);
  }
  for (const owner of owners) pulls.set(owner, await house.concluded(owner, 'shop', 1, 120_000));
}, 300_000);
afterAll(async () => {
  await house?.close();
  example?.remove();
});

function installationOf(owner: Owner): number {
  const found = house.github.state.installations.find(({ account }) => account.login === owner);
  if (found === undefined) throw new Error(`${owner} has no installation`);
  return found.id;
}

/** The cached repositories, each with its installation. */
function mirrors(): string[] {
  const folder = join(house.dataDir, 'mirrors');
  return readdirSync(folder)
    .flatMap((installation) =>
      readdirSync(join(folder, installation)).map((name) => `${installation}/${name}`),
    )
    .sort();
}

/**
 * What stays for a minute: pg-boss's list of what is under way. For an hour: the jobs that had it forgotten. For a week:
 * the number of a delivery that came late.
 */
const passing =
  /^pgboss\.queue |^pgboss\S+ .*"name":"(lifecycle|review-failed)"|^backend_engineer\.deliveries /;

/** Rows of all tables that name one of these. Stops the service. */
async function rowsNaming(words: readonly RegExp[]): Promise<string[]> {
  await house.service.stop({ deadlineMs: 5_000 });
  const log = { warn: () => {}, error: () => {} };
  const database = await openDatabase({ dataDir: house.dataDir, databaseUrl: null, log });
  try {
    const tables = await database.query<{ name: string }>(
      `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
       WHERE table_schema IN ('backend_engineer', 'pgboss') AND table_type = 'BASE TABLE'`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await database.query<{ row: string }>(`SELECT to_json(t)::text AS row FROM ${name} t`);
      const lines = rows.map(({ row }) => `${name} ${row}`);
      found.push(...lines.filter((line) => words.some((word) => word.test(line)) && !passing.test(line)));
    }
    return found;
  } finally {
    await database.close();
  }
}

describe('installations that have repositories of the same name', () => {
  it('get a mirror each, and reviews of their own files', () => {
    expect(mirrors()).toEqual(owners.map((owner) => `${installationOf(owner)}/${owner}__shop`).sort());
    for (const [owner, { reviews, reviewComments }] of pulls) {
      expect(reviewComments.map(({ path }) => path)).toEqual([`queries/${owner}.sql`]);
      const others = owners.filter((other) => other !== owner).join('|');
      expect(reviews[0]?.body).not.toMatch(new RegExp(`\\b(${others})\\b`));
    }
  });

  it('are read and written with a token of their own', () => {
    const wrong = house.github.requests.filter(({ path, actor }) => {
      const owner = /^\/(?:repos\/)?(\w+)\/shop(?:\.git)?\//.exec(path)?.[1];
      return owner !== undefined && actor !== `installation ${installationOf(owner as Owner)}`;
    });
    expect(wrong).toEqual([]);
    const gitOwners = house.github.requests
      .filter(({ kind }) => kind === 'git')
      .map(({ path }) => path.split('/')[1]);
    expect(new Set(gitOwners)).toEqual(new Set(owners));
  });
});

describe('what went away', limits, () => {
  it('is deleted with its mirror when it is uninstalled, removed, renamed, transferred or deleted', async () => {
    const { github, deliver } = house;
    const stays = installationOf('zeta');
    const gone = installationOf('acme');
    await deliver('installation', github.uninstall('acme'));
    await deliver('installation_repositories', github.removeFromInstallation('beta', 'shop'));
    const renamed = github.renameRepository('gamma', 'shop', 'store');
    await deliver('repository', renamed);
    // GitHub tells the new owner's installation.
    await deliver('repository', {
      ...renamed,
      action: 'transferred',
      repository: { ...renamed.repository, full_name: 'omega/shop' },
      changes: { owner: { from: { organization: { login: 'delta' } } } },
      installation: { id: stays, node_id: '-' },
    });
    await deliver('repository', github.deleteRepository('epsilon', 'shop'));
    await vi.waitFor(() => expect(mirrors()).toEqual([`${stays}/zeta__shop`]), limits);

    // A delivery that comes late begins a review, which leaves traces before it learns that there is nothing.
    expect(await deliver('pull_request', opened.get('acme') ?? {})).toBeLessThan(300);
    const late = (): Promise<string> => fetch(`${house.service.adminUrl}/metrics`).then((got) => got.text());
    await vi.waitFor(
      async () => expect(await late()).toContain('review_seconds_count{outcome="failed"} 1'),
      limits,
    );
    await vi.waitFor(() => expect(mirrors()).toEqual([`${stays}/zeta__shop`]), limits);

    const words = [
      /\b(acme|beta|gamma|delta|epsilon)\/(shop|store)\b/i,
      new RegExp(`"(installation|i)":\\s?${gone}\\b`),
    ];
    expect(await rowsNaming(words)).toEqual([]);
    expect((await rowsNaming([/\bzeta\/shop\b/])).length).toBeGreaterThan(2);
  });
});
