import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { suggest } from './suggest';

const query = new GraphQLObjectType({
  name: 'Query',
  fields: () => ({
    search: { type: GraphQLString, resolve: (_, { text }) => find(text) },
    suggest,
  }),
});
export const hit = new GraphQLObjectType({ name: 'Hit', fields: { id: { type: GraphQLString, resolve: () => 1 } } });
export const schema = new GraphQLSchema({ query });
