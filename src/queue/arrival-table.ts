import type { Database } from '../store/database.ts';
import { putInbox } from '../store/put-inbox.ts';
import { takeInbox } from '../store/take-inbox.ts';
import type { Arrival, ArrivalStore } from './arrivals.ts';

/** In a table of a PostgreSQL server: another process moves them where this one is gone with its disk. */
export function openArrivalTable(database: Database): ArrivalStore {
  return {
    add: (arrivals) =>
      putInbox(
        database,
        arrivals.map((arrival) => JSON.stringify(arrival)),
      ),
    move: (maximum, store) =>
      database.transaction(async (sql) => {
        const arrivals = await takeInbox<Arrival>(sql, maximum);
        if (arrivals.length > 0) await store(sql, arrivals);
        return arrivals.length;
      }),
    close: async () => {},
  };
}
