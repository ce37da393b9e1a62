import { json, notFound } from '../http/answer.ts';
import type { RepositoryRoute } from '../http/route.ts';
import { presentAccount } from '../present/account.ts';
import { presentInstallation } from '../present/app.ts';
import { presentRepository } from '../present/repository.ts';
import type { Schemas } from '../present/schemas.ts';
import { installationOf, roleOf } from '../state/state.ts';

export const repositoryRoutes: readonly RepositoryRoute[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}',
    inRepository: true,
    need: [{ metadata: 'read' }],
    handle: ({ world, repository }) => {
      const full: Schemas['full-repository'] = {
        ...presentRepository(world, repository),
        subscribers_count: 0,
        network_count: 0,
      };
      return json(200, full);
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/installation',
    inRepository: true,
    need: 'app',
    handle: ({ world, repository }) => {
      const installation = installationOf(world.state, repository);
      if (!installation) throw notFound();
      return json(200, presentInstallation(world, installation));
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/collaborators/{username}/permission',
    inRepository: true,
    need: [{ metadata: 'read' }],
    handle: ({ world, repository, params }) => {
      const login = params.username ?? '';
      const account = world.state.accounts.get(login.toLowerCase());
      if (!account) throw notFound(`${login} is not a user`);
      const role = roleOf(repository, account);
      const legacy = role === 'maintain' ? 'write' : role === 'triage' ? 'read' : role;
      const answer: Schemas['repository-collaborator-permission'] = {
        permission: legacy,
        role_name: role,
        user: { ...presentAccount(world, account), role_name: role },
      };
      return json(200, answer);
    },
  },
];
