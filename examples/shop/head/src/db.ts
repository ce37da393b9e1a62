import { readFileSync } from 'node:fs';
import pg from 'pg';

export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

const files = new Map<string, string>();

/** The text of `queries/NAME.sql`. */
export function queryFile(name: string): string {
  const known = files.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`../queries/${name}.sql`, import.meta.url), 'utf8');
  files.set(name, text);
  return text;
}
