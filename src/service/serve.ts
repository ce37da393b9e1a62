import { randomBytes } from 'node:crypto';
import { type Logger, pino } from 'pino';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { OperatorSettings } from '../config/environment.ts';
import { processSettings, takeServiceSettings } from '../config/process.ts';
import type { ServiceSettings } from '../config/service-settings.ts';
import { BackendEngineerError } from '../errors.ts';
import { setUpApp } from './set-up.ts';
import { startService } from './start.ts';

/** How long jobs may go on after SIGTERM; container platforms kill after 30 s. */
const deadlineMs = 20_000;

const clock = { now: () => Date.now() };

/** Runs the service until it is told to stop. What an operator can mend is one line and exit 1. */
export async function serve(): Promise<void> {
  // Whatever this process and its children write is for their user alone.
  process.umask(0o077);
  try {
    const settings = await completeSettings(takeServiceSettings());
    if (settings === null) return;
    const log = pino({ level: settings.logLevel, base: null });
    const { searchPath } = processSettings();
    const service = await startService(settings, { log, searchPath, clock });
    const stop = (): void => {
      service.stop({ deadlineMs }).then(
        () => process.exit(0),
        (error: unknown) => {
          log.error(
            { reason: error instanceof Error ? error.message : String(error) },
            'It did not stop cleanly',
          );
          process.exit(1);
        },
      );
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    if (!(error instanceof ConfigurationError || error instanceof BackendEngineerError)) throw error;
    process.stderr.write(`backend-engineer: ${error.message}\n`);
    process.exitCode = 1;
  }
}

/** The settings, after set-up where there is no App yet; null where set-up was told to stop. */
async function completeSettings(read: () => ServiceSettings): Promise<OperatorSettings | null> {
  const found = read();
  if (found.kind === 'complete') return withNotes(found);
  // Not at LOG_LEVEL: without the address in the log nobody could go on.
  const done = await untilTold((signal) =>
    setUpApp(found.settings, {
      log: pino({ level: 'info', base: null }),
      clock,
      random: randomBytes,
      signal,
    }),
  );
  if (!done) return null;
  const written = read();
  if (written.kind !== 'complete') throw new ConfigurationError('The credentials that set-up wrote are gone');
  return withNotes(written);
}

function withNotes({ settings, notes }: Extract<ServiceSettings, { kind: 'complete' }>): OperatorSettings {
  const log: Logger = pino({ level: settings.logLevel, base: null });
  for (const note of notes) log.warn(note);
  return settings;
}

/** Aborts the signal when the process is told to stop. */
async function untilTold<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const told = new AbortController();
  const stop = (): void => told.abort();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  try {
    return await work(told.signal);
  } finally {
    process.removeListener('SIGTERM', stop);
    process.removeListener('SIGINT', stop);
  }
}
