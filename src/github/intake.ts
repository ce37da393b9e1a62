import type { ApplicationFunction } from 'probot';
import { z } from 'zod';
import { type EventJob, type EventRules, handledEvents, jobsOfEvent } from './delivery-jobs.ts';

export interface IntakeOptions extends EventRules {
  /** Stores a delivery's jobs durably; once, where it comes twice. */
  readonly enqueue: (
    delivery: { readonly id: string; readonly installation: number },
    jobs: readonly EventJob[],
  ) => Promise<void>;
}

/** A delivery that was not stored. `malformed` where its payload is not what GitHub sends. */
export class DeliveryFailure extends Error {
  override readonly name = 'DeliveryFailure';
  readonly malformed: boolean;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.malformed = cause instanceof z.ZodError;
    // Probot hangs the event on the error and logs all that can be enumerated: titles, comments, code.
    Object.defineProperty(this, 'event', { writable: true, enumerable: false, value: null });
  }
}

/**
 * The App as Probot sees it: an event becomes jobs, and the answer waits for nothing but their storing. Probot queues
 * nothing itself, and GitHub does not send again what was answered.
 */
export function createIntake(options: IntakeOptions): ApplicationFunction {
  return (probot) => {
    for (const event of handledEvents)
      probot.on(event, async ({ id, name, payload, log }) => {
        try {
          const asked = jobsOfEvent(name, payload, options);
          if (asked === null) return;
          await options.enqueue({ id, installation: asked.installation }, asked.jobs);
          log.debug({ jobs: asked.jobs.map((job) => job.name) }, 'A delivery was stored');
        } catch (cause) {
          throw new DeliveryFailure(cause);
        }
      });
  };
}
