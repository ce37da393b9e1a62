import { accountOfActor } from '../../access/actor.ts';
import { findRepository } from '../../state/state.ts';
import { connectionTypes, pageInfoType } from '../connection.ts';
import { FieldRefusal, objectType, type Schema, type TypeDefinition } from '../schema.ts';
import { mayKnow } from './access.ts';
import { actorTypes } from './actor.ts';
import { mutationTypes } from './mutation.ts';
import { pullRequestTypes } from './pull-request.ts';
import { repositoryTypes } from './repository.ts';
import { writingTypes } from './writing.ts';

const queryType = objectType<null>('Query', {
  viewer: { type: 'User!', resolve: (_root, _args, { world, actor }) => accountOfActor(world, actor) },
  repository: {
    type: 'Repository',
    args: { owner: 'String!', name: 'String!', followRenames: 'Boolean' },
    resolve: (_root, { owner, name }, context) => {
      const found = findRepository(context.world.state, String(owner), String(name));
      if (found && mayKnow(context, found)) return found;
      throw new FieldRefusal(
        'NOT_FOUND',
        `Could not resolve to a Repository with the name '${owner}/${name}'.`,
      );
    },
  },
});

const types: readonly TypeDefinition[] = [
  queryType,
  ...mutationTypes,
  ...actorTypes,
  ...repositoryTypes,
  ...pullRequestTypes,
  ...writingTypes,
  pageInfoType,
  ...[
    'PullRequest',
    'PullRequestReview',
    'PullRequestReviewThread',
    'PullRequestReviewComment',
    'IssueComment',
  ].flatMap(connectionTypes),
];

/** The part of GitHub's schema that the stand-in knows. Every field in it is one that GitHub has. */
export const githubSchema: Schema = {
  types: new Map(types.map((type) => [type.name, type])),
  query: 'Query',
  mutation: 'Mutation',
};
