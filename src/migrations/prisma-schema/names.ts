import type { Provider } from './provider.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * A name as Prisma gives it: `User_email_key`, `User_email_idx`, `User_pkey`, `Post_authorId_fkey`, cut before its suffix
 * where the database takes no longer one. Never part of a character.
 *
 * Source: https://www.prisma.io/docs/orm/prisma-schema/data-model/database-mapping
 */
export function givenName(
  table: string,
  columns: readonly string[],
  suffix: 'key' | 'idx' | 'pkey' | 'fkey',
  { longestName }: Provider,
): string {
  const head = encoder.encode([table, ...(columns.length > 0 ? [columns.join('_')] : [])].join('_'));
  let room = Math.min(head.length, longestName - suffix.length - 1);
  // A byte that continues a character does not start what is cut off.
  while (room > 0 && ((head[room] ?? 0) & 0xc0) === 0x80) room--;
  return `${decoder.decode(head.subarray(0, room))}_${suffix}`;
}
