import { createEndpointCache, type EndpointCache } from '../api/endpoint-cache.ts';
import { createHistoryCache, type HistoryCache } from './history-cache.ts';

/** What reviews of one repository leave for the next. */
export interface RepositoryCache {
  /** Of its migrations. */
  readonly histories: HistoryCache;
  /** Of its source code. */
  readonly endpoints: EndpointCache;
}

export function createRepositoryCache(): RepositoryCache {
  return { histories: createHistoryCache(), endpoints: createEndpointCache() };
}
