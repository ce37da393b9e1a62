import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server of the project on PostgreSQL. */
    readonly postgresUrl: string;
  }
}

let server: PostgresServer | null = null;

/** Once for the whole project: a server that its files share. */
export async function setup(project: TestProject): Promise<void> {
  server = await startPostgres();
  project.provide('postgresUrl', server.url);
}

export async function teardown(): Promise<void> {
  await server?.close();
}
