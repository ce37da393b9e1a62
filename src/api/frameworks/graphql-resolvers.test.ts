import { describe, expect, it } from 'vitest';
import { shownEndpoints } from '../shown-endpoints.ts';

const sdl = 'type Query { a: Int @auth b: Int }\ntype Mutation { c(id: ID!): Int @rateLimit(max: 5) }';

describe('graphql resolvers', () => {
  it('tells the fields of a map that the schema declares', () => {
    expect(
      shownEndpoints({
        'schema.graphql': sdl,
        'r.js':
          "export const resolvers = { Query: { a: () => 1, other: () => 2, b: 'text' }, Mutation: { c: (_, { id }, { user }) => { if (!user) throw new Error('Unauthenticated'); } } };",
        'client.js': 'new InMemoryCache({ typePolicies: { Query: { b: () => 1 } } });',
      }),
    ).toEqual(['QUERY a auth=@auth:1', 'MUTATION c auth=!user:1 rate=@rateLimit(max: 5)']);
  });

  it('needs a server where there is no schema', () => {
    const map = 'export const resolvers = { Query: { a: () => 1 } };';
    expect(shownEndpoints({ 'r.js': map })).toEqual([]);
    expect(
      shownEndpoints({ 'r.js': map, 's.js': 'new ApolloServer({ typeDefs: load(), resolvers });' }),
    ).toEqual(['QUERY a']);
  });

  it('follows root types of other modules, and counts each operation once', () => {
    expect(
      shownEndpoints({
        'schema.graphql': sdl,
        'r.js':
          "import * as Query from './q';\nimport { Mutation } from './m';\nexport default { Query, Mutation };",
        'q.js': 'export const a = async () => 1;\nexport function b() {}',
        'm.js':
          'export const Mutation = { ...{ c: wrap(h) } };\nexport const again = { Mutation: { c: () => 1 } };',
      }),
    ).toEqual(['QUERY a auth=@auth:1', 'QUERY b', 'MUTATION c rate=@rateLimit(max: 5)']);
  });

  it('reads classes of the two packages only, with what they inherit', () => {
    expect(
      shownEndpoints({
        'a.ts':
          "import { Resolver, Query } from 'type-graphql';\nimport { Base } from './base';\n@Resolver() export class A extends Base { @Authorized() @Query(() => Int, { name: 'named' }) x() {} }",
        'base.ts':
          "import { Mutation } from 'type-graphql';\nexport class Base { @Mutation(() => Int) inherited() {} }",
        'b.ts':
          "import { Resolver, Query } from 'elsewhere';\n@Resolver() export class B { @Query() no() {} }",
      }),
    ).toEqual(['MUTATION inherited', 'QUERY named authz=@Authorized():3']);
  });

  it('ends with schemas and maps that are broken, circular or enormous', () => {
    const many = Array.from({ length: 5000 }, (_, index) => `f${index}: Int`).join('\n');
    const map = Array.from({ length: 5000 }, (_, index) => `f${index}: () => 1`).join(',');
    const found = shownEndpoints({
      's.graphql': `type Query { ${many} }`,
      'r.js': `export default { Query: { ${map} } };`,
    });
    expect(found.length).toBe(5000);
    expect(
      shownEndpoints({
        's.graphql': 'type Query {',
        'r.js':
          "import * as Query from './r';\nexport { Query };\nexport const x = { Query };\nnew ApolloServer(x)",
      }).length,
    ).toBeLessThan(5);
    const spread = 'const a = { ...b };\nconst b = { ...a };\nexport default { Query: a };';
    expect(shownEndpoints({ 's.graphql': sdl, 'r.js': spread })).toEqual([]);
  });
});
