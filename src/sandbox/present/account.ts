import type { Account } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { restUrl } from './links.ts';
import { nodeId } from './node-id.ts';

/** An account in the form that REST (`simple-user`) and webhooks (`User`) share. */
export function presentAccount(world: World, account: Account) {
  const url = restUrl(world, `/users/${encodeURIComponent(account.login)}`);
  const page = account.type === 'Bot' ? `apps/${account.login.replace(/\[bot\]$/, '')}` : account.login;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('user', account.id),
    avatar_url: '',
    gravatar_id: '',
    url,
    html_url: `${world.url()}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
  };
}
