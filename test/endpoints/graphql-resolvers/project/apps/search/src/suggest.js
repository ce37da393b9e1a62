import { GraphQLString } from 'graphql';

export const suggest = { type: GraphQLString, resolve: (_, { text }) => complete(text) };
