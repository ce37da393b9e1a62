import { badCredentials, Refusal } from '../http/answer.ts';
import type { Account, AppPermissions, InstallationRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { verifyAppToken } from './app-token.ts';

/** Who asks, with what rights. */
export type Actor =
  | { readonly kind: 'app' }
  | {
      readonly kind: 'installation';
      readonly installation: InstallationRecord;
      readonly permissions: AppPermissions;
      /** Ids, null where the token is not narrowed. */
      readonly repositories: ReadonlySet<number> | null;
    }
  | { readonly kind: 'user'; readonly account: Account };

/** Reads the `Authorization` header: null without one. Throws a `Refusal` (401) for what is wrong or expired. */
export function actorOf(world: World, header: string | undefined): Actor | null {
  if (header === undefined || header.trim() === '') return null;
  const [scheme = '', value = ''] = header.trim().split(/\s+/, 2);
  switch (scheme.toLowerCase()) {
    case 'bearer':
    case 'token':
      return value.split('.').length === 3 ? appOf(world, value) : tokenOf(world, value);
    case 'basic':
      return tokenOf(world, passwordOf(value));
    default:
      throw badCredentials();
  }
}

function appOf(world: World, token: string): Actor {
  verifyAppToken(token, world.state.app, world.clock());
  return { kind: 'app' };
}

function tokenOf(world: World, token: string): Actor {
  const user = world.state.userTokens.get(token);
  if (user) return { kind: 'user', account: user };
  const found = world.state.tokens.get(token);
  if (!found || found.expiresAt <= world.clock()) throw badCredentials();
  if (!world.state.installations.includes(found.installation)) throw badCredentials();
  const { installation, permissions, repositories } = found;
  if (installation.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
  return { kind: 'installation', installation, permissions, repositories };
}

/** The token of an `Authorization` header, whether it is accepted or not. */
export function tokenIn(header: string | undefined): string {
  const [scheme = '', value = ''] = header?.trim().split(/\s+/, 2) ?? [];
  return scheme.toLowerCase() === 'basic' ? passwordOf(value) : value;
}

/** Ends the installation token of an `Authorization` header. */
export function endToken(world: World, header: string | undefined): void {
  const { tokens } = world.state;
  const found = tokens.get(tokenIn(header));
  if (found !== undefined) tokens.set(found.token, { ...found, expiresAt: 0 });
}

function passwordOf(encoded: string): string {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  return text.slice(text.indexOf(':') + 1);
}

/** The account that what this actor writes is from. */
export function accountOfActor(world: World, actor: Actor): Account {
  return actor.kind === 'user' ? actor.account : world.state.app.bot;
}

/** A name for logs and limits; never the token. */
export function actorName(actor: Actor | null): string | null {
  if (actor === null) return null;
  if (actor.kind === 'app') return 'app';
  return actor.kind === 'user' ? `user ${actor.account.login}` : `installation ${actor.installation.id}`;
}
