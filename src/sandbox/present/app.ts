import type { InstallationRecord } from '../state/records.ts';
import { timestamp, type World } from '../state/world.ts';
import { presentAccount } from './account.ts';
import { restUrl } from './links.ts';
import { nodeId } from './node-id.ts';

/** The App in the form that REST (`integration`) and webhooks (`App`) share. */
export function presentApp(world: World) {
  const { app } = world.state;
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('app', app.id),
    owner: presentAccount(world, app.owner),
    name: app.name,
    description: null,
    external_url: `${world.url()}/apps/${app.slug}`,
    html_url: `${world.url()}/apps/${app.slug}`,
    created_at: timestamp(app.createdAt),
    updated_at: timestamp(app.createdAt),
    permissions: { ...app.permissions },
    events: [...app.events],
  };
}

/** An installation in the form that REST and webhooks share. */
export function presentInstallation(world: World, installation: InstallationRecord) {
  const { app } = world.state;
  return {
    id: installation.id,
    account: presentAccount(world, installation.account),
    repository_selection: installation.repositories === null ? ('all' as const) : ('selected' as const),
    access_tokens_url: restUrl(world, `/app/installations/${installation.id}/access_tokens`),
    repositories_url: restUrl(world, '/installation/repositories'),
    html_url: `${world.url()}/organizations/${installation.account.login}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: installation.account.id,
    target_type: installation.account.type === 'Organization' ? ('Organization' as const) : ('User' as const),
    permissions: { ...installation.permissions },
    events: [...installation.events],
    created_at: timestamp(installation.createdAt),
    updated_at: timestamp(installation.createdAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: installation.suspendedAt === null ? null : timestamp(installation.suspendedAt),
  };
}
