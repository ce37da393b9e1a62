import { json, notFound } from '../http/answer.ts';
import { pageRequest } from '../http/page-of.ts';
import { type Call, numberOf, type PlainRoute } from '../http/route.ts';
import type { Schemas } from '../present/schemas.ts';
import type { DeliveryRecord } from '../state/records.ts';
import { deliver } from '../webhooks/deliver.ts';

/** Deliveries are kept for three days (docs: "Redelivering webhooks"). */
const keptFor = 3 * 86_400_000;

export const deliveryRoutes: readonly PlainRoute[] = [
  { method: 'GET', path: '/app/hook/deliveries', need: 'app', handle: list },
  {
    method: 'GET',
    path: '/app/hook/deliveries/{delivery_id}',
    need: 'app',
    handle: (call) => {
      const found = deliveryOf(call);
      const answer: Schemas['hook-delivery'] = {
        ...present(found),
        id: found.id,
        installation_id: found.installationId,
        repository_id: found.repositoryId,
        url: found.url,
        request: {
          headers: { 'X-GitHub-Delivery': found.guid, 'X-GitHub-Event': found.event },
          payload: JSON.parse(found.payload),
        },
        response: { headers: {}, payload: found.response },
      };
      return json(200, answer);
    },
  },
  {
    method: 'POST',
    path: '/app/hook/deliveries/{delivery_id}/attempts',
    need: 'app',
    handle: ({ world, ...call }) => {
      const found = deliveryOf({ world, ...call });
      // GitHub answers before it has delivered.
      world.background(
        deliver(world, {
          event: found.event,
          payload: found.payload,
          to: new URL(found.url),
          redeliveryOf: found.guid,
        }),
      );
      return json(202, {});
    },
  },
];

/** Newest first; the cursor is the id of the last delivery of the page before. */
function list({ world, query, url }: Call) {
  const { perPage } = pageRequest(query);
  const cursor = query.get('cursor');
  const all = kept({ world }).toReversed();
  const from = cursor === null ? 0 : all.findIndex((one) => one.id < Number(cursor.replace(/^v1_/, '')));
  const page = from === -1 ? [] : all.slice(from, from + perPage);
  const last = page.at(-1);
  const next = new URL(url);
  const more = last !== undefined && all.at(-1) !== last;
  if (more) next.searchParams.set('cursor', `v1_${last.id}`);
  const link = more ? { link: `<${next}>; rel="next"` } : undefined;
  return json(200, page.map(present), link);
}

function kept({ world }: Pick<Call, 'world'>): DeliveryRecord[] {
  const oldest = world.clock() - keptFor;
  return world.state.deliveries.filter((one) => one.deliveredAt >= oldest);
}

function deliveryOf(call: Pick<Call, 'world' | 'params'>): DeliveryRecord {
  const id = numberOf(call, 'delivery_id');
  const found = kept(call).find((one) => one.id === id);
  if (!found) throw notFound();
  return found;
}

function present(delivery: DeliveryRecord): Schemas['hook-delivery-item'] {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: new Date(delivery.deliveredAt).toISOString(),
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: statusText(delivery),
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function statusText(delivery: DeliveryRecord): string {
  if (delivery.statusCode >= 200 && delivery.statusCode < 300) return 'OK';
  return delivery.statusCode === 502 || delivery.statusCode === 504
    ? delivery.response
    : `Invalid HTTP Response: ${delivery.statusCode}`;
}
