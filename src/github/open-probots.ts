import type { Logger } from 'pino';
import { type ApplicationFunction, Probot } from 'probot';

/**
 * Probot wants credentials. The intake asks GitHub for nothing, so it holds no key, and no client is made for each
 * delivery (which costs more than all else that Probot does).
 */
const noToken = 'the intake asks GitHub for nothing';

export interface ProbotOptions {
  /** Each is accepted, so that a secret can be rotated without losing a delivery. */
  readonly webhookSecrets: readonly string[];
  readonly log: Logger;
  readonly intake: ApplicationFunction;
}

/** One Probot for each webhook secret: it verifies with one only. */
export async function openProbots(options: ProbotOptions): Promise<Probot[]> {
  return Promise.all(
    options.webhookSecrets.map(async (secret) => {
      const probot = new Probot({ githubToken: noToken, secret, log: options.log });
      await probot.ready();
      await probot.load(options.intake);
      return probot;
    }),
  );
}
