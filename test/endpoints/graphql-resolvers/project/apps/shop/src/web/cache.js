import { InMemoryCache, gql } from '@apollo/client';

export const cache = new InMemoryCache({ typePolicies: { Query: { orders: { merge: true } } } });
export const ORDERS = gql`query Orders { orders { id } }`;
export const mocks = { Query: { me: 'nobody' } };
