import { pino } from 'pino';
import { z } from 'zod';
import type { NewPullRequest } from '../../src/sandbox/people.ts';
import type { PullRecord } from '../../src/sandbox/state/records.ts';
import type { Content } from '../support/repository.ts';
import { openShop, type Shop, type ShopOptions } from '../support/shop.ts';
import { commitTree } from './commit-tree.ts';

/** A shop whose log is kept, and where any file can be committed. */
export interface WatchedShop extends Shop {
  /** The lines of the service's log, from the finest level on. */
  readonly log: readonly string[];
  /** Commits files of any path and content on top of `main`, or of another commit. */
  commit(files: Readonly<Record<string, Content>>, parent?: string): string;
  /** Opens a pull request and has it reviewed. `base` and `head` are branches or commits. */
  opened(request: Partial<NewPullRequest> & { readonly head: string }): Promise<PullRecord>;
  /** The body of the report; empty where there is none. */
  report(pull: PullRecord): string;
  /** What the report says of each file that was not or only partly analysed, or is none of a backend. */
  coverage(pull: PullRecord): Record<string, string>;
  /** What must not be in the log: lines with a stack, or one of these texts. */
  leaks(texts: readonly string[]): readonly string[];
}

/** A busy machine takes long for a large change. */
const limitMs = 300_000;

export async function openWatchedShop(options: Omit<ShopOptions, 'log'> = {}): Promise<WatchedShop> {
  const log: string[] = [];
  const shop = await openShop({
    ...options,
    log: pino({ level: 'trace', base: null }, { write: (line: string) => void log.push(line) }),
  });
  const report = (pull: PullRecord): string => pull.reviews[0]?.body ?? '';
  return {
    ...shop,
    log,
    commit: (files, parent = shop.repository.base.sha) =>
      commitTree(shop.repository.directory, parent, files),
    async opened(request) {
      const { github, deliver, concluded } = shop.house;
      const event = await github.openPullRequest({
        owner: 'acme',
        name: 'shop',
        base: 'main',
        title: 'Change something',
        ...request,
      });
      await deliver('pull_request', event);
      return concluded('acme', 'shop', event.number, limitMs);
    },
    report,
    coverage: (pull) =>
      Object.fromEntries(
        [...report(pull).matchAll(/^\| (`+ ?)(.*?)( ?`+) \| (.*?) \|$/gm)].map(
          ([, , path = '', , why = '']) => [path, why],
        ),
      ),
    leaks(texts) {
      const { privateKey } = shop.house.settings.app;
      const secrets = [
        ...shop.house.settings.webhookSecrets,
        ...(privateKey ?? '').split('\n').filter((line) => line.length > 20 && !line.startsWith('-----')),
        ...shop.house.github.state.tokens.keys(),
        ...texts,
      ];
      return log.filter((line) => hasStack(line) || secrets.some((secret) => line.includes(secret)));
    },
  };
}

const logLine = z.record(z.string(), z.unknown());

function hasStack(line: string): boolean {
  const { stack, err } = logLine.parse(JSON.parse(line));
  return stack !== undefined || err !== undefined;
}
