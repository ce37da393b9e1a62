import { expect, it } from 'vitest';
import { compareEndpoints } from '../../api/compare-endpoints.ts';
import { findEndpoints } from '../../api/find-endpoints.ts';
import endpointRemoved from './endpoint-removed.ts';

function severities(before: string, after: string): (string | undefined)[] {
  const [base, head] = [before, after].map((text) =>
    findEndpoints(
      [{ path: 'config/routes.rb', text: `Rails.application.routes.draw do\n${text}\nend\n` }],
      'head',
    ),
  );
  return compareEndpoints(base ?? [], head ?? []).flatMap((change) =>
    endpointRemoved
      .detect({ change, siblings: head ?? [], contract: null })
      .map(({ severity = endpointRemoved.severity }) => severity),
  );
}

it('takes what may be a page of an application for one that only its other pages ask for', () => {
  expect(severities("  get '/about', to: 'pages#about'", '')).toEqual(['advice']);
  expect(severities("  get '/api/orders', to: 'orders#index'", '')).toEqual(['warning']);
  expect(severities("  get '/v2/orders', to: 'orders#index'", '')).toEqual(['warning']);
});
