import type { GitHubHost } from '../config/environment.ts';
import { BackendEngineerError } from '../errors.ts';
import { type Facts, noFacts } from '../report/facts.ts';
import type { Report } from '../report/report.ts';
import { type Invocation, parseArguments, usage } from './arguments.ts';
import { exitCode, type Format, printed } from './output.ts';
import { createProgress } from './progress.ts';
import { UsageError } from './usage-error.ts';

/** What the command line gets of the world. */
export interface CommandLineWorld {
  readonly arguments: readonly string[];
  /** `24.1.0` */
  readonly nodeVersion: string;
  /** Of this package. */
  toolVersion(): string;
  /** ISO date. */
  today(): string;
  /** PATH, for git. */
  readonly searchPath: string;
  readonly githubToken: string | null;
  readonly github: GitHubHost;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Whether `error` goes to a terminal: only there is progress shown. */
  readonly terminal: boolean;
}

/** As in package.json. */
const minimumNode = 24;

/** Runs one invocation; what another command needs is not even loaded. @returns the exit code: 0 fine, 1 findings, 2 wrong usage or input */
export async function runCommandLine(world: CommandLineWorld): Promise<0 | 1 | 2> {
  try {
    if (Number.parseInt(world.nodeVersion, 10) < minimumNode)
      throw new UsageError(`Node ${minimumNode} or newer is needed, this is ${world.nodeVersion}`);
    return await run(parseArguments(world.arguments), world);
  } catch (error) {
    // Errors that have a code are the user's to mend: one line. Anything else is a bug and keeps its stack.
    if (!(error instanceof UsageError || error instanceof BackendEngineerError)) throw error;
    world.error(`backend-engineer: ${error.message}\n`);
    return 2;
  }
}

async function run(invocation: Invocation, world: CommandLineWorld): Promise<0 | 1 | 2> {
  switch (invocation.command) {
    case 'help':
      world.out(usage);
      return 0;
    case 'version':
      world.out(`${world.toolVersion()}\n`);
      return 0;
    case 'rules': {
      const { listRules } = await import('./list-rules.ts');
      world.out(listRules(invocation.id, invocation.format));
      return 0;
    }
    case 'contract': {
      const { compareContracts, contractJson, contractText, problemText } = await import('./contract.ts');
      const compared = await compareContracts(invocation.base, invocation.head, world.today());
      world.out(
        invocation.format === 'json' ? `${contractJson(compared.report)}\n` : contractText(compared.report),
      );
      if (invocation.format === 'text') world.error(problemText(compared.report));
      return compared.exitCode;
    }
    case 'check': {
      const { check } = await import('./check.ts');
      return finish({ report: await check(invocation), facts: noFacts }, invocation, world);
    }
    case 'review-range': {
      const progress = createProgress(world.terminal ? world.error : null);
      const { reviewRange } = await import('./review-range.ts');
      const reviewed = await reviewRange({
        ...invocation,
        searchPath: world.searchPath,
        onFile: progress.file,
      }).finally(progress.end);
      return finish(reviewed, invocation, world);
    }
    case 'review-pull-request': {
      const progress = createProgress(world.terminal ? world.error : null);
      const { reviewPullRequestByName } = await import('./review-pull-request.ts');
      const reviewed = await reviewPullRequestByName({
        ...invocation,
        ...world,
        onFile: progress.file,
      }).finally(progress.end);
      return finish(reviewed, invocation, world);
    }
  }
}

function finish(
  { report, facts }: { report: Report; facts: Facts },
  { format, failOn }: { format: Format; failOn: Parameters<typeof exitCode>[1] },
  world: CommandLineWorld,
): 0 | 1 {
  world.out(printed(report, facts, format, world.toolVersion()));
  return exitCode(report, failOn);
}
