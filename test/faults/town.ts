import { setTimeout as wait } from 'node:timers/promises';
import type { HouseOptions } from '../../src/sandbox/house.ts';
import type { FaultRule } from '../../src/sandbox/http/faults.ts';
import type { RequestEntry } from '../../src/sandbox/http/request-log.ts';
import type { StandIn } from '../../src/sandbox/stand-in.ts';
import type { CheckRunRecord, PullRecord, RepositoryRecord } from '../../src/sandbox/state/records.ts';
import { findRepository } from '../../src/sandbox/state/state.ts';
import { createRepository } from '../support/repository.ts';
import { startApart, startInside } from './running-service.ts';

/** A repository with an owner and an installation of its own, and one pull request in it. */
export interface Street {
  readonly owner: string;
  readonly installation: number;
  readonly repository: RepositoryRecord;
  /** Opens the pull request, with two findings or from this commit, and has it delivered. */
  open(head?: string): Promise<PullRecord>;
  /** Pushes what mends one finding and adds another, or this commit. */
  push(commit?: string): Promise<PullRecord>;
  /** Has the base changed to this commit. */
  changeBase(commit: string): Promise<PullRecord>;
  /** Writes `/backend review`. */
  ask(): Promise<void>;
  checkRuns(head: string): readonly CheckRunRecord[];
  /** Requests with the installation's tokens, and for them. */
  requests(): readonly RequestEntry[];
  /** When the last of these came, or an event was delivered: milliseconds since 1970. */
  lastSeen(): number;
  /** Lines of the service's log that name the repository. */
  log(): readonly string[];
  failWith(rule: FaultRule): () => void;
}

export interface Town {
  readonly github: StandIn;
  street(name: string): Promise<Street>;
  /** The base, and the two heads. */
  readonly commits: { readonly base: string; readonly first: string; readonly second: string };
  /** Commits these files (null removes one) on top of a commit. */
  commitOn(parent: string, files: Readonly<Record<string, string | null>>): string;
  /** The whole log of the service. */
  log(): readonly string[];
  close(): Promise<void>;
}

export const purge = (table: string): string => `queries/purge_${table}.sql`;
const deletion = (table: string): string => `DELETE FROM ${table};\n`;

/** Files with one finding each: of the first head, and of the second. */
export const findings = {
  first: [purge('orders'), purge('baskets')],
  second: [purge('baskets'), purge('carts')],
};

/** One house with as many repositories as there are scenarios: their faults do not meet. */
export async function openTown(limits: HouseOptions['limits'] | null = null): Promise<Town> {
  const source = createRepository();
  const base = source.commit({
    'README.md': 'A shop.\n',
    'queries/orders.sql': 'SELECT id FROM orders WHERE id = $1;\n',
  });
  source.git('branch', 'change');
  source.git('checkout', '-q', 'change');
  const first = source.commit({
    [purge('orders')]: deletion('orders'),
    [purge('baskets')]: deletion('baskets'),
  });
  const second = source.commit({
    [purge('orders')]: 'DELETE FROM orders WHERE id = $1;\n',
    [purge('carts')]: deletion('carts'),
  });
  source.git('checkout', '-q', 'main');
  const directory = source.folder;
  const repositories = [{ owner: 'town', name: 'hall', directory }];
  const service = await (limits === null ? startApart(repositories) : startInside(repositories, limits));
  const { github } = service;

  const delivered = new Map<string, number>();
  async function deliver(owner: string, event: string, payload: object): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const status = await service.deliver(event, payload);
      delivered.set(owner, Date.now());
      if (status < 300) return;
      // A machine with too much to do may not answer within GitHub's ten seconds.
      if (status !== 504 || attempt === 5) throw new Error(`the service answered the webhook with ${status}`);
    }
  }

  const indexed = { upTo: 0, entries: new Map<number, RequestEntry[]>() };
  function requestsOf(installation: number): readonly RequestEntry[] {
    for (; indexed.upTo < github.requests.length; indexed.upTo += 1) {
      const entry = github.requests[indexed.upTo];
      if (entry?.installation == null) continue;
      const list = indexed.entries.get(entry.installation) ?? [];
      indexed.entries.set(entry.installation, list);
      list.push(entry);
    }
    return indexed.entries.get(installation) ?? [];
  }

  return {
    github,
    log: service.log,
    commits: { base, first, second },
    commitOn(parent, files) {
      source.git('checkout', '-q', '--detach', parent);
      return source.commit(files);
    },
    async street(owner) {
      const name = 'shop';
      await github.addRepository({ owner, name, directory, collaborators: { sam: 'write' } });
      const repository = findRepository(github.state, owner, name);
      const installation = github.state.installations.find(({ account }) => account.login === owner);
      if (repository === null || installation === undefined) throw new Error(`there is no ${owner}/${name}`);
      const pull = (): PullRecord => {
        const [only] = repository.pulls;
        if (only === undefined) throw new Error(`${owner} has no pull request`);
        return only;
      };
      const place = () => ({ owner, name, number: pull().number });
      // All hold the same commits: what git said of them in one is true in all.
      for (const known of github.state.repositories) {
        addAll(known.diffs, repository.diffs);
        addAll(known.mergeBases, repository.mergeBases);
        addAll(known.commits, repository.commits);
      }
      return {
        owner,
        installation: installation.id,
        repository,
        async open(head = first) {
          const request = { owner, name, base: 'main', head, title: 'Purge' };
          await deliver(owner, 'pull_request', await github.openPullRequest(request));
          return pull();
        },
        async push(commit = second) {
          await deliver(owner, 'pull_request', await github.push(place(), commit));
          return pull();
        },
        async changeBase(commit) {
          await deliver(owner, 'pull_request', await github.changeBase(place(), commit));
          return pull();
        },
        async ask() {
          await deliver(owner, 'issue_comment', await github.comment(place(), 'sam', '/backend review'));
        },
        checkRuns: (head) => repository.checkRuns.filter(({ headSha }) => headSha === head),
        requests: () => requestsOf(installation.id),
        lastSeen: () => Math.max(delivered.get(owner) ?? 0, requestsOf(installation.id).at(-1)?.at ?? 0),
        log: () => service.log().filter((line) => line.includes(`"${owner}/${name}"`)),
        failWith: (rule) =>
          github.failWith({ ...rule, match: { ...rule.match, installation: installation.id } }),
      };
    },
    async close() {
      await service.close();
      source.remove();
    },
  };
}

function addAll<Value>(from: ReadonlyMap<string, Value>, to: Map<string, Value>): void {
  for (const [key, value] of from) if (!to.has(key)) to.set(key, value);
}

/** Polls: what happens in the service is seen only from outside. @returns whether it happened in time */
export async function happens(look: () => boolean, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs;
  for (;;) {
    if (look()) return true;
    if (performance.now() > end) return false;
    await wait(50);
  }
}
