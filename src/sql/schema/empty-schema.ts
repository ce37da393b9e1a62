import type { SchemaModel } from './model.ts';

/** Nothing is known to exist. `complete` where that is because nothing does: the history is read from its beginning. */
export function emptySchema({ complete }: { readonly complete: boolean }): SchemaModel {
  return { tables: new Map(), enums: new Map(), complete };
}
