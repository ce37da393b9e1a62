import { inject } from 'vitest';
import { createDatabase } from './postgres.ts';

// Before each file of the project on PostgreSQL: its own database, which it finds as if an operator had set it.
process.env.TEST_DATABASE_URL = await createDatabase(inject('postgresUrl'));
