import { accountQueries } from './accounts';
import * as Mutation from './mutations';
import { orderQueries } from './orders';

export const resolvers = {
  Query: { ...orderQueries, ...accountQueries, invented: () => 1 },
  Mutation,
  Subscription: {
    orderChanged: {
      subscribe: (_, { id }, { events, user }) => {
        if (!user) throw new Error('Not authenticated');
        return events.of(id);
      },
    },
  },
  Order: { lines: (order, { limit }) => order.lines.slice(0, limit) },
};
