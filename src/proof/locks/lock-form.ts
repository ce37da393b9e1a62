import type { LockTaken } from '../proof.ts';

/** A form of statement whose locks are known by experiment. */
export interface LockForm {
  /** Kebab-case, unique. */
  readonly id: string;
  /** How it is written, with what it depends on. */
  readonly title: string;
  readonly statement: string;
  /** SQL that runs before, after that of `baseSchema`. */
  readonly setUp?: string;
  /** SQL that takes away what stands outside of the schema `public`. */
  readonly tearDown?: string;
  /** The first version of PostgreSQL that knows it, where that is not older than 10. */
  readonly since?: number;
  /** Locks that only the embedded database was seen to take: real servers, 18.4 and 15, did not. */
  readonly onlyEmbedded?: readonly LockTaken[];
  /** What real servers of older versions were seen to do instead, newest first. */
  readonly older?: readonly OlderSighting[];
  /** Of a form that refuses transactions: its locks by PostgreSQL's documentation. */
  readonly documented?: { readonly locks: readonly LockTaken[]; readonly source: string };
}

/** What a form was seen to do: names are those of `baseSchema` and of the form's `setUp`. */
export interface LockTableEntry {
  /** `documented` where they cannot be watched from the session that takes them. */
  readonly evidence: 'traced' | 'documented';
  readonly locks: readonly LockTaken[];
  readonly rewritten: readonly string[];
  /** Tables that were read from the first row to the last. */
  readonly scanned: readonly string[];
}

/** What differs, on versions up to this one. */
interface OlderSighting extends Partial<Omit<LockTableEntry, 'evidence'>> {
  readonly upTo: number;
  /** It is refused there, with this SQLSTATE. */
  readonly refused?: string;
}

/** What a form is expected to do on a real server of a version. */
export function expectedOn(
  form: LockForm,
  entry: LockTableEntry,
  version: number,
): LockTableEntry | { readonly refused: string } {
  const { refused, upTo: _, ...differs } = form.older?.findLast(({ upTo }) => version <= upTo) ?? { upTo: 0 };
  if (refused !== undefined) return { refused };
  const embedded = new Set(form.onlyEmbedded?.map(({ relation }) => relation));
  return { ...entry, locks: entry.locks.filter(({ relation }) => !embedded.has(relation)), ...differs };
}

/** The schema that all forms start from; each table holds rows, since a scan of none is none. */
export const baseSchema = `
  CREATE TABLE customers (id bigint PRIMARY KEY, email text NOT NULL, name varchar(50));
  CREATE TABLE orders (
    id bigint PRIMARY KEY, customer_id bigint, total integer, status varchar(20), note text,
    placed_at timestamp, amount numeric(10, 2)
  );
  CREATE INDEX orders_total ON orders (total);
  INSERT INTO customers SELECT g, g || '@example.org', 'c' || g FROM generate_series(1, 50) g;
  INSERT INTO orders SELECT g, g % 50 + 1, g, 's' || g, 'n' || g, timestamp '2024-01-01', g FROM generate_series(1, 200) g;`;

export function table(relation: string, mode: string): LockTaken {
  return { relation, kind: 'table', mode };
}

export function index(relation: string, mode: string): LockTaken {
  return { relation, kind: 'index', mode };
}
