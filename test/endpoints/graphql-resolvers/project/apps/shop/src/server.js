import { ApolloServer } from '@apollo/server';
import { applyMiddleware } from 'graphql-middleware';
import { rules } from './rules';
import { resolvers } from './resolvers';
import { typeDefs } from './account-types';

export const server = new ApolloServer({ schema: applyMiddleware({ typeDefs, resolvers }, rules) });
