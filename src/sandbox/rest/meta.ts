import { actorName } from '../access/actor.ts';
import { json } from '../http/answer.ts';
import type { RateLimiter, RateStatus } from '../http/rate-limit.ts';
import type { PlainRoute } from '../http/route.ts';
import type { Schemas } from '../present/schemas.ts';

export function metaRoutes(limiter: RateLimiter): readonly PlainRoute[] {
  return [
    {
      method: 'GET',
      path: '/rate_limit',
      need: 'anyone',
      handle: ({ actor }) => {
        const name = actorName(actor) ?? '';
        const core = limits(limiter.peek(name, 'core'));
        const graphql = limits(limiter.peek(name, 'graphql'));
        const answer: Schemas['rate-limit-overview'] = {
          resources: { core, graphql, search: core },
          rate: core,
        };
        return json(200, answer);
      },
    },
    {
      method: 'GET',
      path: '/meta',
      need: 'anyone',
      handle: () => json(200, { verifiable_password_authentication: false, installed_version: '3.17.0' }),
    },
  ];
}

function limits({ limit, remaining, reset, used }: RateStatus): Schemas['rate-limit'] {
  return { limit, remaining, reset, used };
}
