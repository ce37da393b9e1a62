import type { RateLimiter } from '../http/rate-limit.ts';
import type { Route } from '../http/route.ts';
import { appRoutes } from './app.ts';
import { checkRunRoutes } from './check-runs.ts';
import { compareRoutes } from './compare.ts';
import { contentRoutes } from './contents.ts';
import { deliveryRoutes } from './deliveries.ts';
import { issueCommentRoutes } from './issue-comments.ts';
import { metaRoutes } from './meta.ts';
import { pullRoutes } from './pulls.ts';
import { reactionRoutes } from './reactions.ts';
import { repositoryRoutes } from './repositories.ts';
import { reviewCommentRoutes } from './review-comments.ts';
import { reviewRoutes } from './reviews.ts';

/** Every REST request that the stand-in answers. */
export function allRoutes(limiter: RateLimiter): readonly Route[] {
  return [
    ...appRoutes,
    ...deliveryRoutes,
    ...metaRoutes(limiter),
    ...repositoryRoutes,
    ...pullRoutes,
    ...compareRoutes,
    ...contentRoutes,
    ...reviewRoutes,
    ...reviewCommentRoutes,
    ...issueCommentRoutes,
    ...reactionRoutes,
    ...checkRunRoutes,
  ];
}
