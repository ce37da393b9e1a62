export const accountQueries = {
  me: (parent, args, context) => context.user,
  users: async (_, { role }, { users }) => users.find({ role }),
};
