import gql from 'graphql-tag';
import { shared } from './shared-types';

export const typeDefs = gql`
  ${shared}
  extend type Query {
    me: User
    users(role: String): [User!]!
  }
  extend type Mutation {
    login(email: String!, password: String!): String!
    register(input: Registration!): User!
    updateProfile(input: Profile!): User!
    deleteAccount: Boolean!
  }
`;
