import SchemaBuilder from '@pothos/core';
import { z } from 'zod';

export const builder = new SchemaBuilder<Types>({ plugins: [] });

builder.queryType({
  fields: (t) => ({
    stockStatus: t.string({ resolve: () => 'open' }),
    warehouses: t.field({ type: [Warehouse], resolve: (root, args, context) => context.db.find({ take: 50 }) }),
  }),
});
builder.queryField('stock', (t) =>
  t.prismaField({
    type: 'Stock',
    authScopes: { loggedIn: true },
    resolve: async (query, root, args, context) => context.db.stock.findUnique(query),
  }),
);
builder.mutationFields((t) => ({
  addStock: t.field({
    type: 'Stock',
    authScopes: { loggedIn: true, stockManager: true },
    validate: { schema: z.object({ amount: z.number() }) },
    resolve: (root, args, context) => context.db.stock.add(args),
  }),
}));
builder.mutationField('moveStock', (t) => t.boolean({ resolve: moveStock }));
builder.subscriptionField('stockChanged', (t) => t.field({ subscribe: () => events, resolve: (event) => event }));
builder.objectType('Stock', { fields: (t) => ({ amount: t.exposeInt('amount') }) });

async function moveStock(root, args, context) {
  if (!context.user) throw new ForbiddenError();
  return context.db.stock.move(args);
}
