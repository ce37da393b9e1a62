import process, { argv } from 'node:process';
import { z } from 'zod';
import { type StandIn, startStandIn } from '../../src/sandbox/stand-in.ts';

// The stand-in for GitHub in a process of its own, so that it shares no event loop with what is measured. Told where
// the service is, it opens the pull requests, delivers their webhooks and says so; asked later, it tells which of them
// are still reviewed.

const pull = z.object({
  owner: z.string(),
  name: z.string(),
  base: z.string(),
  head: z.string(),
});
const options = z
  .object({
    app: z.object({ id: z.int(), slug: z.string(), privateKey: z.string(), webhookSecret: z.string() }),
    repositories: z.array(z.object({ owner: z.string(), name: z.string(), directory: z.string() })),
    pulls: z.array(pull),
  })
  .parse(JSON.parse(argv[2] ?? ''));
const message = z.union([z.object({ deliverTo: z.url() }), z.object({ ask: z.literal('under review') })]);

/** What the child says. */
export type Told =
  | { readonly delivered: number; readonly installation: number }
  /** Of each pull request whether its review began and has not ended. */
  | { readonly underReview: readonly boolean[] };

const github = await startStandIn({
  app: options.app,
  repositories: options.repositories,
  clock: () => Date.now(),
});
const opened: number[] = [];
process.on('message', (received) => {
  const asked = message.parse(received);
  if ('ask' in asked) return void tell({ underReview: opened.map((id) => underReview(github, id)) });
  openAll(asked.deliverTo).then(tell, (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit(0));
process.stdout.write(`${JSON.stringify({ port: Number(new URL(github.url).port) })}\n`);

async function openAll(to: string): Promise<Told> {
  for (const request of options.pulls) {
    const event = await github.openPullRequest({ ...request, title: 'Bench' });
    opened.push(event.pull_request.id);
    const { statusCode } = await github.deliver('pull_request', event, to);
    if (statusCode >= 300) throw new Error(`the service answered ${statusCode}`);
  }
  return { delivered: opened.length, installation: github.state.installations[0]?.id ?? 0 };
}

function underReview({ state }: StandIn, id: number): boolean {
  for (const { pulls, checkRuns } of state.repositories) {
    const pull = pulls.find((one) => one.id === id);
    if (pull === undefined) continue;
    // Several have the same head: the run's external id tells whose it is.
    return checkRuns.some((run) => run.externalId.includes(`#${pull.number}@`) && run.status !== 'completed');
  }
  return false;
}

function tell(told: Told): void {
  process.send?.(told);
}
