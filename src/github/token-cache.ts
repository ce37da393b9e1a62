import { BackendEngineerError } from '../errors.ts';

export type Permissions = Readonly<
  Partial<Record<'checks' | 'contents' | 'issues' | 'metadata' | 'pull_requests', 'read' | 'write'>>
>;

/** What a token is for. The owner is known by the installation. */
export interface TokenScope {
  readonly installation: number;
  /** Name of the one repository, null for all of the installation. */
  readonly repository: string | null;
  readonly permissions: Permissions;
}

interface Minted {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface TokenCache {
  token(scope: TokenScope, signal: AbortSignal): Promise<string>;
  /** Forgets a token that GitHub does not accept: the next one is another. */
  drop(scope: TokenScope, token: string): void;
  forget(installation: number): void;
}

/** A job must be able to end with the token that it began with. */
const reserveMs = 10 * 60_000;

/** Tokens are small, but an installation may have thousands of repositories. */
const maximumTokens = 2_000;

/** Keeps installation tokens until shortly before their end. Two that ask at the same time share one request. */
export function createTokenCache(
  mint: (scope: TokenScope, signal: AbortSignal) => Promise<Minted>,
  clock: { now(): number },
): TokenCache {
  const minted = new Map<string, Minted>();
  const pending = new Map<string, Promise<Minted>>();

  async function mintOnce(key: string, scope: TokenScope, signal: AbortSignal): Promise<Minted> {
    const running = pending.get(key);
    if (running !== undefined) {
      try {
        return await running;
      } catch (error) {
        // A limit or a refusal would be ours as well; that the other one was aborted is not our end.
        if (error instanceof BackendEngineerError) throw error;
        signal.throwIfAborted();
        return mintOnce(key, scope, signal);
      }
    }
    const own = mint(scope, signal);
    pending.set(key, own);
    try {
      const fresh = await own;
      minted.delete(key);
      minted.set(key, fresh);
      const [oldest] = minted.keys();
      if (minted.size > maximumTokens && oldest !== undefined) minted.delete(oldest);
      return fresh;
    } finally {
      pending.delete(key);
    }
  }

  return {
    async token(scope, signal) {
      const key = keyOf(scope);
      const known = minted.get(key);
      if (known !== undefined && known.expiresAt - clock.now() > reserveMs) return known.token;
      return (await mintOnce(key, scope, signal)).token;
    },
    drop(scope, token) {
      const key = keyOf(scope);
      if (minted.get(key)?.token === token) minted.delete(key);
    },
    forget(installation) {
      for (const key of [...minted.keys()]) if (key.startsWith(`${installation} `)) minted.delete(key);
    },
  };
}

function keyOf({ installation, repository, permissions }: TokenScope): string {
  const rights = Object.entries(permissions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .join(';');
  return `${installation} ${repository?.toLowerCase() ?? '*'} ${rights}`;
}
