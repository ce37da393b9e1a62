import { z } from 'zod';
import type { ExecOutcome } from '../database.ts';

/** What the database's process is asked, one question at a time. */
export type ToDatabaseChild =
  | {
      readonly kind: 'open';
      /** Compressed; null for an empty database. */
      readonly image: Uint8Array | null;
      readonly extensions: readonly string[];
      /** Of the database's program: it is told that there is no more. */
      readonly memoryBytes: number;
    }
  | { readonly kind: 'exec'; readonly sql: string }
  /** Its files, compressed. */
  | { readonly kind: 'image' }
  | { readonly kind: 'close' };

export type FromDatabaseChild =
  | { readonly kind: 'done' }
  | { readonly kind: 'outcome'; readonly outcome: ExecOutcome }
  | { readonly kind: 'image'; readonly image: Uint8Array }
  /** It cannot go on, and ends. `reason` is the end of a sentence. */
  | { readonly kind: 'ended'; readonly reason: string };

const field = z.string().nullable();

const postgresError = z.strictObject({
  code: z.string(),
  message: z.string(),
  detail: field,
  hint: field,
  position: z.number().nullable(),
  schema: field,
  table: field,
  column: field,
  constraint: field,
});

const execOutcome = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    results: z.array(
      z.strictObject({
        command: z.string(),
        rows: z.array(z.record(z.string(), field)),
        affected: z.number(),
      }),
    ),
    notices: z.array(z.string()),
  }),
  z.strictObject({ ok: z.literal(false), error: postgresError }),
]);

/** Its answers. They come from where hostile text ran, so they are looked at before they are believed. */
export const fromDatabaseChild: z.ZodType<FromDatabaseChild> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done') }),
  z.strictObject({ kind: z.literal('outcome'), outcome: execOutcome }),
  z.strictObject({ kind: z.literal('image'), image: z.instanceof(Uint8Array) }),
  z.strictObject({ kind: z.literal('ended'), reason: z.string().max(300) }),
]);
