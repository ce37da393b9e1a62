import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Dialect } from '../sql/dialect.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import type { MigrationText } from './migration-text.ts';

/** Texts of migrations, in characters. A repository of a thousand migrations has one or two million. */
const maximumTexts = 8_000_000;

/** A schema of a thousand tables takes megabytes. */
const maximumSchemas = 8;

/**
 * What was read of the histories of one repository, by what the files hold: a review of the next pull request reads and
 * replays only what is new. Content in, facts out: nothing in it can be out of date.
 */
export interface HistoryCache {
  /** The migration of this key, null where it is not known. */
  migration(key: string): MigrationText | null;
  keep(read: MigrationText): void;
  /** The schema of this key, from here or from `replay`; a null is not kept. */
  schema<Schema extends SchemaModel | null>(key: string | null, replay: () => Schema): Schema | SchemaModel;
}

export function createHistoryCache(): HistoryCache {
  const migrations = new LRUCache<string, MigrationText>({
    maxSize: maximumTexts,
    sizeCalculation: ({ text, key }) => text.length + (key ?? '').length + 200,
  });
  const schemas = new LRUCache<string, SchemaModel>({ max: maximumSchemas });
  return {
    migration: (key) => migrations.get(key) ?? null,
    keep(read) {
      if (read.key !== null) migrations.set(read.key, read);
    },
    schema(key, replay) {
      const known = key === null ? undefined : schemas.get(key);
      if (known !== undefined) return known;
      const schema = replay();
      if (key !== null && schema !== null) schemas.set(key, schema);
      return schema;
    },
  };
}

/** Of the schema after these migrations; null where one of them was left out: the next attempt may read it. */
export function historyKey(history: readonly MigrationText[], dialect: Dialect): string | null {
  const hash = createHash('sha256').update(dialect);
  for (const { key } of history) {
    if (key === null) return null;
    hash.update(`\n${key}`);
  }
  return hash.digest('base64');
}

/** Of the schema that a text holds. */
export function textKey(text: string, dialect: Dialect): string {
  return createHash('sha256').update(`${dialect}\n`).update(text).digest('base64');
}
