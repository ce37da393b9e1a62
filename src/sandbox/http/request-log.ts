export type RequestKind = 'rest' | 'graphql' | 'git';

/** One request of the App, as it was answered. */
export interface RequestEntry {
  readonly method: string;
  /** Below the API's root (`/repos/…`, `/graphql`), for git the whole path. */
  readonly path: string;
  readonly query: string;
  readonly kind: RequestKind;
  /** Who asked: `app`, `installation 12`, `user sam`, or null without a valid token. */
  actor: string | null;
  /** Whose token came with it, or whom the path names; null for what is nobody's. */
  readonly installation: number | null;
  /** The answer's status; null while it is under way and where the connection was dropped. */
  status: number | null;
  /** When it came, milliseconds since the epoch by the stand-in's clock. */
  readonly at: number;
  /** The request's body as text; not kept for git. */
  body: string;
}
