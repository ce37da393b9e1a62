import { nodeId } from '../../present/node-id.ts';
import type { Account } from '../../state/records.ts';
import {
  type AbstractType,
  type Args,
  objectType,
  type QueryContext,
  type TypeDefinition,
} from '../schema.ts';

/** In GraphQL a bot is called as its App; only `viewer` keeps REST's `[bot]`. */
function loginOf(account: Account): string {
  return account.login.replace(/\[bot\]$/, '');
}

const actorFields = {
  login: { type: 'String!', resolve: (account: Account) => loginOf(account) },
  url: {
    type: 'URI!',
    resolve: (account: Account, _args: Args, { world }: QueryContext) => `${world.url()}/${loginOf(account)}`,
  },
  avatarUrl: { type: 'URI!', resolve: () => '' },
  resourcePath: { type: 'URI!', resolve: (account: Account) => `/${loginOf(account)}` },
};

const named = {
  ...actorFields,
  id: { type: 'ID!', resolve: (account: Account) => nodeId('user', account.id) },
  databaseId: { type: 'Int', resolve: (account: Account) => account.id },
};

const viewer = objectType<Account>('User', {
  ...named,
  // A person's login never ends in `[bot]`; an App's does only where it asks for itself.
  login: { type: 'String!', resolve: (account) => account.login },
});

const actor: AbstractType = {
  kind: 'abstract',
  name: 'Actor',
  fields: objectType<Account>('Actor', actorFields).fields,
  possible: ['User', 'Bot', 'Organization'],
  typeOf: (value) => (value as Account).type,
};

const repositoryOwner: AbstractType = {
  kind: 'abstract',
  name: 'RepositoryOwner',
  fields: objectType<Account>('RepositoryOwner', {
    login: named.login,
    id: named.id,
    url: named.url,
    avatarUrl: named.avatarUrl,
  }).fields,
  possible: ['User', 'Organization'],
  typeOf: (value) => (value as Account).type,
};

export const actorTypes: readonly TypeDefinition[] = [
  actor,
  repositoryOwner,
  viewer,
  objectType<Account>('Bot', named),
  objectType<Account>('Organization', named),
];
