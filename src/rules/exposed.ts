import type { ObjectName } from '../sql/object-name.ts';
import type { StatementSubject } from './subject.ts';

/** Where Supabase's tool keeps its migrations. Its projects answer requests for whatever is in `public`. */
const supabase = /(?:^|\/)supabase\/migrations\//;

/** Roles of requests that PostgREST answers, with and without a session. */
export const requestRoles: ReadonlySet<string> = new Set(['anon', 'authenticated']);

/** Whether a project of Supabase answers requests for objects of this schema; elsewhere it is not known. */
export function isExposed({ path }: Pick<StatementSubject, 'path'>, name: ObjectName): boolean {
  return supabase.test(path) && (name.schema === null || name.schema === 'public');
}
