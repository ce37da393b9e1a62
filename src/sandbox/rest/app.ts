import { z } from 'zod';
import { holds } from '../access/permissions.ts';
import { permissionsSchema } from '../access/permissions-schema.ts';
import { json, notFound, Refusal } from '../http/answer.ts';
import { checkBody } from '../http/check-body.ts';
import { pageAnswer, pageOf } from '../http/page-of.ts';
import { type Call, numberOf, type PlainRoute } from '../http/route.ts';
import { presentApp, presentInstallation } from '../present/app.ts';
import { presentRepository } from '../present/repository.ts';
import type { Schemas } from '../present/schemas.ts';
import type { AppPermissions, InstallationRecord, RepositoryRecord } from '../state/records.ts';
import { covers } from '../state/state.ts';
import { timestamp } from '../state/world.ts';

/** An installation token lives one hour. */
const tokenLife = 3_600_000;

const tokenRequest = z.strictObject({
  repositories: z.array(z.string()).max(500).optional(),
  repository_ids: z.array(z.int()).max(500).optional(),
  permissions: permissionsSchema.optional(),
});

export const appRoutes: readonly PlainRoute[] = [
  {
    method: 'GET',
    path: '/app',
    need: 'app',
    handle: ({ world }) => {
      const app: Schemas['integration'] = {
        ...presentApp(world),
        installations_count: world.state.installations.length,
      };
      return json(200, app);
    },
  },
  {
    method: 'GET',
    path: '/app/installations',
    need: 'app',
    handle: ({ world, url }) =>
      pageAnswer(world.state.installations, url, (installation): Schemas['installation'] =>
        presentInstallation(world, installation),
      ),
  },
  {
    method: 'GET',
    path: '/app/installations/{installation_id}',
    need: 'app',
    handle: (call) => json(200, presentInstallation(call.world, installationOfCall(call))),
  },
  {
    method: 'POST',
    path: '/app/installations/{installation_id}/access_tokens',
    need: 'app',
    handle: makeToken,
  },
  {
    method: 'GET',
    path: '/installation/repositories',
    need: 'installation',
    handle: ({ world, actor, url }) => {
      if (actor.kind !== 'installation') throw notFound();
      const all = world.state.repositories.filter(
        (repository) =>
          covers(actor.installation, repository) && (actor.repositories?.has(repository.id) ?? true),
      );
      const page = pageOf(all, url);
      const repositories = page.entries.map((entry): Schemas['repository'] =>
        presentRepository(world, entry),
      );
      const selection = actor.installation.repositories === null ? 'all' : 'selected';
      return json(
        200,
        { total_count: all.length, repository_selection: selection, repositories },
        page.headers,
      );
    },
  },
];

function installationOfCall(call: Call): InstallationRecord {
  const id = numberOf(call, 'installation_id');
  const found = call.world.state.installations.find((installation) => installation.id === id);
  if (!found) throw notFound();
  return found;
}

function makeToken(call: Call) {
  const { world } = call;
  const installation = installationOfCall(call);
  if (installation.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
  const request = checkBody(tokenRequest, call.body);
  const wished = withoutUndefined(request.permissions);
  if (!holds(installation.permissions, wished)) {
    throw new Refusal(422, 'The permissions requested are not granted to this installation.');
  }
  const narrowed = narrowTo(
    world.state.repositories,
    installation,
    request.repositories,
    request.repository_ids,
  );
  const granted = Object.keys(wished).length === 0 ? installation.permissions : wished;
  const expiresAt = world.clock() + tokenLife;
  const token = `ghs_${world.random(18)}`;
  world.state.tokens.set(token, {
    token,
    installation,
    permissions: { metadata: 'read', ...granted },
    repositories: narrowed === null ? null : new Set(narrowed.map((repository) => repository.id)),
    expiresAt,
  });
  const answer: Schemas['installation-token'] = {
    token,
    expires_at: timestamp(expiresAt),
    permissions: { metadata: 'read', ...granted },
    repository_selection: narrowed === null && installation.repositories === null ? 'all' : 'selected',
    ...(narrowed === null ? {} : { repositories: narrowed.map((entry) => presentRepository(world, entry)) }),
  };
  return json(201, answer);
}

function withoutUndefined(wished: z.infer<typeof permissionsSchema> | undefined): AppPermissions {
  return Object.fromEntries(Object.entries(wished ?? {}).filter(([, value]) => value !== undefined));
}

/** The repositories that a token is narrowed to, null for all. Throws where one is not the installation's. */
function narrowTo(
  repositories: readonly RepositoryRecord[],
  installation: InstallationRecord,
  names: readonly string[] | undefined,
  ids: readonly number[] | undefined,
): readonly RepositoryRecord[] | null {
  if (names === undefined && ids === undefined) return null;
  const own = repositories.filter((repository) => covers(installation, repository));
  const found = [
    ...(names ?? []).map((name) => own.find((one) => one.name.toLowerCase() === name.toLowerCase())),
    ...(ids ?? []).map((id) => own.find((one) => one.id === id)),
  ].filter((one) => one !== undefined);
  if (found.length < (names?.length ?? 0) + (ids?.length ?? 0)) {
    throw new Refusal(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  return found;
}
