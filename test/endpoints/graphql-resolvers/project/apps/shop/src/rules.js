import { allow, and, shield } from 'graphql-shield';
import { isAdmin, isAuthenticated } from './rule-functions';

export const rules = shield({
  Query: { users: and(isAuthenticated, isAdmin), me: isAuthenticated },
  Mutation: { deleteAccount: isAuthenticated, login: allow },
});
