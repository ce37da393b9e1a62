import { combineResolvers } from 'graphql-resolvers';
import { requireUser } from '../guards';
import { orderInput, profile } from '../inputs';

export const createOrder = async (_, { input }, context) => {
  const order = input;
  return context.orders.add(order);
};
export async function cancelOrder(parent, args, context) {
  return context.orders.cancel(args.id);
}
export const login = (_, args, { accounts }) => accounts.signIn(args);
export const register = async (_, { input }, { accounts }) => accounts.add(input);
export const updateProfile = combineResolvers(requireUser, (_, { input }, context) => {
  return context.accounts.change(profile.parse(input));
});
export const deleteAccount = (_, args, context) => context.accounts.remove(context.user.id);
