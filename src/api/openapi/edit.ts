import type { Pointer } from './document.ts';

/** What the table of checks tells edits apart by. */
interface Traits {
  readonly direction: 'request' | 'response' | 'none';
  readonly area: 'paths' | 'parameters' | 'requestbody' | 'responses' | 'schema' | 'security';
  readonly kind: 'existence' | 'requiredness' | 'type';
  readonly action: 'add' | 'remove' | 'change' | 'generalize' | 'specialize';
  /** What it is about, where an area has several things: `property`, `body`, `media-type`, `success-status`. */
  readonly of: string;
  readonly required?: boolean;
  readonly deprecated?: boolean;
  readonly hasDefault?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly wholePath?: boolean;
}

/** One elementary difference between two documents, before it is judged. */
export interface Edit extends Traits {
  /** Where in the operation: `response 200 application/json`, `query parameter`, empty for the operation itself. */
  readonly place: string;
  /** `total`, `items[].price`, `limit`; empty where the place says it. */
  readonly name: string;
  /** Values before and after for messages: types. */
  readonly from?: string;
  readonly to?: string;
  readonly base: Pointer | null;
  readonly head: Pointer | null;
}
