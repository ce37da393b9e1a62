import { type AppClient, createAppClient } from '../github/app-client.ts';
import type { TestStandIn } from './fixture-stand-in.ts';

/** Our App's own client at a stand-in, by the stand-in's clock. */
export function appClientAt({ standIn, keys, clock }: TestStandIn): AppClient {
  return createAppClient({
    host: { protocol: 'http', host: new URL(standIn.url).host },
    app: { id: standIn.state.app.id, privateKey: keys.privateKey },
    clock: { now: () => clock.now },
    log: { debug: () => {} },
  });
}
