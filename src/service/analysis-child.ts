import { constants, setPriority } from 'node:os';
import { LRUCache } from 'lru-cache';
import { openObjectReader } from '../change/cat-file.ts';
import { commitDay } from '../change/commit-day.ts';
import { createGit } from '../change/git.ts';
import { openGitTree } from '../change/git-tree.ts';
import type { SourceTree } from '../change/source-tree.ts';
import { compileWasmOnce } from '../config/compile-once.ts';
import { prove } from '../proof/prove.ts';
import { relayToHost } from '../proof/sandbox/relay-to-host.ts';
import type { Analysis } from '../review/analysis.ts';
import { analyze } from '../review/analyze.ts';
import { parsesText } from '../review/parses-text.ts';
import { createRepositoryCache, type RepositoryCache } from '../review/repository-cache.ts';
import { warmUp } from '../review/warm-up.ts';
import type { AnalysisRequest, FromChild, ToChild } from './analysis-protocol.ts';
import { endWithParent } from './end-with-parent.ts';

// The process that parses what strangers wrote. It has no environment, no secret and no network of its own; its
// parent ends it from outside when it takes too long or too much.

/** Of the repositories that this child worked for last: one never sees what is kept of another. */
const kept = new LRUCache<string, RepositoryCache>({ max: 3 });
const waiting = new Map<number, { resolve(): void; reject(error: Error): void }>();
let fetches = 0;
/** What a pull request's migrations do is run in yet another process, which our parent has. */
const proofs = relayToHost((message) => send({ kind: 'to-host', message }));

process.on('message', (message: ToChild) => {
  if (message.kind === 'fetched') settleFetch(message.fetch, message.problem);
  else if (message.kind === 'from-host') proofs.receive(message.message);
  else work(message).then(send, (error: unknown) => send(failureOf(error)));
});

// Without its parent there is nobody to work for.
process.on('disconnect', () => process.exit(0));
endWithParent();
compileWasmOnce();
// Whoever waits for an answer to a webhook or a command comes before whoever waits for a review.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

async function work(message: Exclude<ToChild, { kind: 'fetched' | 'from-host' }>): Promise<FromChild> {
  if (message.kind === 'parse')
    return { kind: 'parsed', correct: await parsesText(message.path, message.text) };
  if (message.kind === 'warm-up') {
    await warmUp();
    return { kind: 'warm' };
  }
  return { kind: 'analyzed', analysis: await analyzeRequest(message.request) };
}

async function analyzeRequest({
  repository,
  searchPath,
  change,
  settings,
  skip,
  proves,
}: AnalysisRequest): Promise<Analysis> {
  const git = createGit({ path: searchPath });
  const objects = openObjectReader({ git, repository });
  try {
    const tree = (commit: string): SourceTree =>
      openGitTree({ git, repository, commit, objects, fetchObjects });
    const [base, head] = [tree(change.base), tree(change.head)];
    let file: string | null = null;
    return await analyze({
      change,
      base,
      head,
      settings,
      prove: proves ? (request) => prove(request, proofs.databases) : null,
      skip,
      ...keptOf(repository),
      headDay: () => commitDay(git, repository, change.head),
      onFile(path) {
        // Many steps work on the same file one after the other.
        if (path !== file) send({ kind: 'file', path });
        file = path;
      },
    });
  } finally {
    objects.close();
  }
}

function keptOf(repository: string): RepositoryCache {
  const known = kept.get(repository) ?? createRepositoryCache();
  kept.set(repository, known);
  return known;
}

function fetchObjects(objects: readonly string[]): Promise<void> {
  const fetch = fetches++;
  return new Promise<void>((resolve, reject) => {
    waiting.set(fetch, { resolve, reject });
    send({ kind: 'fetch', fetch, objects });
  });
}

function settleFetch(fetch: number, problem: string | null): void {
  const settle = waiting.get(fetch);
  waiting.delete(fetch);
  if (problem === null) settle?.resolve();
  else settle?.reject(new Error(problem));
}

function failureOf(error: unknown): FromChild {
  if (!(error instanceof Error)) return { kind: 'failed', name: 'Error', frames: [] };
  const frames = error.stack?.split('\n').filter((line) => /^ {4}at /.test(line)) ?? [];
  return { kind: 'failed', name: error.name, frames: frames.map((line) => line.trim()) };
}

function send(message: FromChild): void {
  process.send?.(message);
}
