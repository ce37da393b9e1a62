import { makeBlankDatabase } from '../../src/sandbox/blank-database.ts';

/** Once for all tests. */
export const setup = makeBlankDatabase;
