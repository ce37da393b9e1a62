/** All that a job needs to know of a pull request, in one request; the lists go on with their cursors. */
export const pullRequestQuery = `
query PullRequest($owner: String!, $name: String!, $number: Int!, $reviews: String, $threads: String, $withReviews: Boolean!, $withThreads: Boolean!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      fullDatabaseId state isDraft title url createdAt authorAssociation
      author { __typename login }
      headRefOid headRefName isCrossRepository
      baseRefOid baseRefName
      reviews(first: 100, after: $reviews) @include(if: $withReviews) {
        pageInfo { hasNextPage endCursor }
        nodes { id fullDatabaseId url body viewerDidAuthor }
      }
      reviewThreads(first: 100, after: $threads) @include(if: $withThreads) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id isResolved
          comments(first: 1) { nodes { id fullDatabaseId path body viewerDidAuthor } }
        }
      }
    }
  }
}`;

/** The last reviews, for one of ours whose answer was lost; the list goes on backwards with its cursor. */
export const lastReviewsQuery = `
query LastReviews($owner: String!, $name: String!, $number: Int!, $before: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviews(last: 50, before: $before) {
        pageInfo { hasPreviousPage startCursor }
        nodes { fullDatabaseId url body viewerDidAuthor commit { oid } comments(first: 100) { nodes { body } } }
      }
    }
  }
}`;

export const minimizeMutation = `
mutation Minimize($subject: ID!) {
  minimizeComment(input: { subjectId: $subject, classifier: RESOLVED }) { clientMutationId }
}`;

interface Page<Node> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  /** GitHub may leave out a node that the App may not see. */
  readonly nodes: readonly (Node | null)[];
}

interface ListedReview {
  readonly id: string;
  /** A string: ids are beyond 32 bits. */
  readonly fullDatabaseId: string;
  readonly url: string;
  readonly body: string;
  readonly viewerDidAuthor: boolean;
}

interface ListedThread {
  readonly id: string;
  readonly isResolved: boolean;
  readonly comments: {
    readonly nodes: readonly ({
      readonly id: string;
      readonly fullDatabaseId: string;
      readonly path: string;
      readonly body: string;
      readonly viewerDidAuthor: boolean;
    } | null)[];
  };
}

export interface PullRequestAnswer {
  readonly repository: {
    readonly pullRequest: {
      /** The id that REST gives as a number. */
      readonly fullDatabaseId: string;
      readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
      readonly isDraft: boolean;
      readonly title: string;
      readonly url: string;
      readonly createdAt: string;
      readonly authorAssociation: string;
      readonly author: { readonly __typename: string; readonly login: string } | null;
      readonly headRefOid: string;
      readonly headRefName: string;
      readonly isCrossRepository: boolean;
      readonly baseRefOid: string;
      readonly baseRefName: string;
      readonly reviews?: Page<ListedReview>;
      readonly reviewThreads?: Page<ListedThread>;
    } | null;
  } | null;
}

export interface LastReviewsAnswer {
  readonly repository: {
    readonly pullRequest: {
      readonly reviews: {
        readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor: string | null };
        readonly nodes: readonly (
          | (Omit<ListedReview, 'id'> & {
              readonly commit: { readonly oid: string } | null;
              readonly comments: { readonly nodes: readonly ({ readonly body: string } | null)[] };
            })
          | null
        )[];
      };
    } | null;
  } | null;
}
