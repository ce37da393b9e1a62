import type { Sql } from '../store/database.ts';
import type { Delivery } from '../store/mark-deliveries.ts';
import type { NewJob } from './jobs.ts';

/** A delivery and what it asks for. */
export interface Arrival {
  readonly delivery: Delivery;
  readonly jobs: readonly NewJob[];
}

/** Where deliveries are from the moment of their answer until their jobs are in the queue. */
export interface ArrivalStore {
  /** Resolves when all of them outlive the end of this process, rejects when none does. */
  add(arrivals: readonly Arrival[]): Promise<void>;
  /**
   * Hands the oldest to `store`, which puts them elsewhere: they leave when its transaction is committed. A crash right
   * after that may bring them once more. Not to be called while it runs.
   * @returns how many there were
   */
  move(maximum: number, store: (sql: Sql, arrivals: readonly Arrival[]) => Promise<void>): Promise<number>;
  close(): Promise<void>;
}
