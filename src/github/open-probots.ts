import type { Logger } from 'pino';
import { type ApplicationFunction, Probot } from 'probot';

export interface ProbotOptions {
  readonly app: { readonly id: number; readonly privateKey: string };
  /** Each is accepted, so that a secret can be rotated without losing a delivery. */
  readonly webhookSecrets: readonly string[];
  readonly log: Logger;
  readonly intake: ApplicationFunction;
}

/** One Probot for each webhook secret: it verifies with one only. */
export async function openProbots(options: ProbotOptions): Promise<Probot[]> {
  return Promise.all(
    options.webhookSecrets.map(async (secret) => {
      const probot = new Probot({
        appId: options.app.id,
        privateKey: options.app.privateKey,
        secret,
        log: options.log,
      });
      await probot.ready();
      await probot.load(options.intake);
      return probot;
    }),
  );
}
