export const orderQueries = {
  orders(parent, { limit }, context) {
    return context.orders.find({ take: Math.min(limit, 100) });
  },
  order: async (parent, args, context) => {
    if (args.id === '') throw new BadRequestError();
    const order = await context.orders.one(args.id);
    return order;
  },
};
