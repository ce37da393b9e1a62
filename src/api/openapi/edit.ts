import type { Node } from './document.ts';

/** Who reads what a schema describes: a request is read by the server, a response by the caller. */
export type Direction = 'request' | 'response';

/** What the table of checks tells edits apart by. */
export interface Traits {
  readonly direction: Direction | 'none';
  readonly area:
    | 'paths'
    | 'parameters'
    | 'requestbody'
    | 'responses'
    | 'headers'
    | 'schema'
    | 'security'
    | 'components'
    | 'tags'
    | 'info'
    | 'servers';
  readonly kind:
    | 'existence'
    | 'requiredness'
    | 'mutability'
    | 'type'
    | 'constraints'
    | 'values'
    | 'structure'
    | 'lifecycle';
  readonly action:
    | 'add'
    | 'remove'
    | 'change'
    | 'generalize'
    | 'specialize'
    | 'compatible'
    | 'increase'
    | 'decrease'
    | 'set';
  /** What it is about, where an area has several things: `property`, `body`, `media-type`, `success-status`. */
  readonly of: string;
  /** Which word of the language changed, where one thing has several: `max-length`, `one-of`, `sunset-missing`. */
  readonly keyword?: string;
  readonly required?: boolean;
  readonly deprecated?: boolean;
  readonly hasDefault?: boolean;
  /** Never sent this way: read-only in a request, write-only in a response. */
  readonly hidden?: boolean;
  readonly wholePath?: boolean;
}

/** One elementary difference between two documents, before it is judged. */
export interface Edit extends Traits {
  /** Where in the operation: `response 200 application/json`, `query parameter`, empty for the operation itself. */
  readonly place: string;
  /** `total`, `items[].price`, `limit`; empty where the place says it. */
  readonly name: string;
  /** Values before and after for messages: types, limits, dates. */
  readonly from?: string;
  readonly to?: string;
  readonly base: Node | null;
  readonly head: Node | null;
}

/** Differences of two schemas, named from their root: `total`, `items[].price`. */
export type CompareSchemas = (direction: Direction, base: Node | null, head: Node | null) => readonly Edit[];
