import { pino } from 'pino';
import { ConfigurationError } from '../config/configuration-error.ts';
import { operatorSettings, processSettings } from '../config/process.ts';
import { BackendEngineerError } from '../errors.ts';
import { startService } from './start.ts';

/** How long jobs may go on after SIGTERM; container platforms kill after 30 s. */
const deadlineMs = 20_000;

/** Runs the service until it is told to stop. What an operator can mend is one line and exit 1. */
export async function serve(): Promise<void> {
  try {
    const settings = operatorSettings();
    const log = pino({ level: settings.logLevel, base: null });
    const { searchPath } = processSettings();
    const service = await startService(settings, { log, searchPath, clock: { now: () => Date.now() } });
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
