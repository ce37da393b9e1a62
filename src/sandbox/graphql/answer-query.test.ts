import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository, startTestStandIn, type TestStandIn } from '../fixture-stand-in.ts';

let sandbox: TestStandIn;
beforeAll(async () => {
  sandbox = await startTestStandIn({ 'a.sql': 'one\ntwo\nthree\n' }, { 'a.sql': 'one\n2\n3\n' });
  await sandbox.standIn.openPullRequest({
    owner: 'acme',
    name: 'shop',
    base: 'main',
    head: 'change',
    title: 'Change',
  });
  await sandbox.octokit.rest.pulls.createReview({
    ...repository,
    pull_number: 1,
    event: 'COMMENT',
    body: 'Report',
    comments: [2, 3].map((line) => ({ path: 'a.sql', line, body: `on ${line}` })),
  });
  const first = sandbox.standIn.state.repositories[0]?.pulls[0]?.reviewComments[0];
  await sandbox.standIn.reply(1, first?.id ?? 0, 'sam', 'no');
});
afterAll(() => sandbox.close());

async function ask(query: string, variables: object = {}, token?: string): Promise<unknown> {
  const { body } = await sandbox.request(
    'POST',
    '/graphql',
    { query, variables },
    token === undefined ? {} : { token },
  );
  return body;
}
const pull = (fields: string) =>
  `{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) { ${fields} } } }`;
const inPull = (value: unknown) => ({ data: { repository: { pullRequest: value } } });

describe('a query', () => {
  it('gives a pull request with its reviews, threads and comments', async () => {
    const query = `
      query Conversation($owner: String!, $name: String!, $number: Int!, $with: Boolean = true) {
        viewer { login }
        repository(owner: $owner, name: $name) {
          pullRequest(number: $number) {
            title state isDraft isCrossRepository headRefOid headRefName baseRefName authorAssociation
            author { __typename login }
            reviews(first: 10) { totalCount nodes { body viewerDidAuthor state commit { oid } } }
            threads: reviewThreads(first: 10) @include(if: $with) {
              nodes { isResolved path line comments(first: 5) { nodes { ...Written replyTo { body } } } }
            }
            comments(first: 1) @skip(if: $with) { totalCount }
          }
          object(expression: "change:a.sql") { __typename ... on Blob { text byteSize } }
        }
      }
      fragment Written on PullRequestReviewComment { body viewerDidAuthor author { __typename login } }`;
    const comment = (body: string, mine: boolean, replyTo: string | null) => ({
      body,
      viewerDidAuthor: mine,
      author: mine ? { __typename: 'Bot', login: 'reviewer' } : { __typename: 'User', login: 'sam' },
      replyTo: replyTo === null ? null : { body: replyTo },
    });
    const commit = { oid: sandbox.head };
    expect(await ask(query, { owner: 'acme', name: 'shop', number: 1 })).toEqual({
      data: {
        viewer: { login: 'reviewer[bot]' },
        repository: {
          pullRequest: {
            title: 'Change',
            state: 'OPEN',
            isDraft: false,
            isCrossRepository: false,
            headRefOid: sandbox.head,
            headRefName: 'change',
            baseRefName: 'main',
            authorAssociation: 'MEMBER',
            author: { __typename: 'User', login: 'sam' },
            reviews: {
              totalCount: 2,
              nodes: [
                { body: 'Report', viewerDidAuthor: true, state: 'COMMENTED', commit },
                { body: '', viewerDidAuthor: false, state: 'COMMENTED', commit },
              ],
            },
            threads: {
              nodes: [
                {
                  isResolved: false,
                  path: 'a.sql',
                  line: 2,
                  comments: { nodes: [comment('on 2', true, null), comment('no', false, 'on 2')] },
                },
                {
                  isResolved: false,
                  path: 'a.sql',
                  line: 3,
                  comments: { nodes: [comment('on 3', true, null)] },
                },
              ],
            },
          },
          object: { __typename: 'Blob', text: 'one\n2\n3\n', byteSize: 8 },
        },
      },
    });
  });

  it('goes through a list page by page, from either end', async () => {
    const page = (args: string) =>
      ask(
        pull(`reviewThreads(${args}) { nodes { line } pageInfo { hasNextPage hasPreviousPage endCursor } }`),
      );
    const answer = (line: number, next: boolean, previous: boolean) =>
      inPull({
        reviewThreads: {
          nodes: [{ line }],
          pageInfo: { hasNextPage: next, hasPreviousPage: previous, endCursor: expect.any(String) },
        },
      });
    const first = await page('first: 1');
    const cursor = /"endCursor":"([^"]+)"/.exec(JSON.stringify(first))?.[1];
    expect(first).toEqual(answer(2, true, false));
    expect(await page(`first: 1, after: "${cursor}"`)).toEqual(answer(3, false, true));
    expect(await page('last: 1')).toEqual(answer(3, false, true));
  });

  it.each([
    [
      'an unknown field',
      pull('titel'),
      "Field 'titel' doesn't exist on type 'PullRequest'",
      'undefinedField',
    ],
    [
      'an unknown argument',
      pull('reviews(count: 3) { totalCount }'),
      "Field 'reviews' doesn't accept argument 'count'",
      'argumentNotAccepted',
    ],
    [
      'an object without fields',
      pull('author'),
      "Field must have selections (field 'author' returns Actor but has no selections. Did you mean 'author { ... }'?)",
      'selectionMismatch',
    ],
    [
      'fields of a text',
      pull('title { text }'),
      "Selections can't be made on scalars (field 'title' returns String but has selections)",
      'selectionMismatch',
    ],
    [
      'a missing argument',
      '{ repository(owner: "acme") { name } }',
      "Field 'repository' is missing required arguments: name",
      'missingRequiredArguments',
    ],
    [
      'a wrong literal',
      '{ repository(owner: "acme", name: 5) { name } }',
      "Argument 'name' on Field 'repository' has an invalid value. Expected type 'String!'.",
      'argumentLiteralsIncompatible',
    ],
    [
      'an unknown variable',
      '{ repository(owner: "acme", name: $n) { name } }',
      'Variable $n is used by anonymous query but not declared',
      'variableNotDefined',
    ],
    [
      'an unused variable',
      'query Q($n: Int) { viewer { login } }',
      'Variable $n is declared by Q but not used',
      'variableNotUsed',
    ],
    [
      'a variable of another type',
      'query Q($n: String!) { repository(owner: "acme", name: "shop") { pullRequest(number: $n) { title } } }',
      'Type mismatch on variable $n and argument number (String! / Int!)',
      'variableMismatch',
    ],
    [
      'an unknown fragment',
      pull('...None'),
      'Fragment None was used, but not defined',
      'useAndDefineFragment',
    ],
    [
      'a fragment that nobody uses',
      '{ viewer { login } } fragment Idle on User { login }',
      'Fragment Idle was defined, but not used',
      'useAndDefineFragment',
    ],
    [
      'an unknown directive',
      '{ viewer { login @later } }',
      'Directive @later is not defined',
      'undefinedDirective',
    ],
    [
      'a fragment on nothing',
      pull('... on Nothing { id }'),
      "No such type Nothing, so it can't be a fragment condition",
      'undefinedType',
    ],
    [
      'an unknown enum value',
      'mutation { minimizeComment(input: { subjectId: "x", classifier: FIXED }) { clientMutationId } }',
      "Argument 'classifier' on Field 'minimizeComment' has an invalid value. Expected type 'ReportedContentClassifiers!'.",
      'argumentLiteralsIncompatible',
    ],
    [
      'an unknown input',
      'mutation { resolveReviewThread(input: { threadId: "x", id: "y" }) { clientMutationId } }',
      "InputObject 'ResolveReviewThreadInput' doesn't accept argument 'id'",
      'argumentNotAccepted',
    ],
    [
      'a missing input',
      'mutation { resolveReviewThread(input: {}) { clientMutationId } }',
      "Argument 'threadId' on InputObject 'ResolveReviewThreadInput' is required. Expected type ID!",
      'missingRequiredInputObjectAttribute',
    ],
  ])('is refused for %s', async (_, query, message, code) => {
    expect(await ask(query)).toEqual({
      errors: [
        {
          message,
          path: expect.any(Array),
          locations: [{ line: 1, column: expect.any(Number) }],
          extensions: expect.objectContaining({ code }),
        },
      ],
    });
  });

  it('is refused with the value of a variable that does not fit', async () => {
    const query =
      'query Q($n: Int!) { repository(owner: "acme", name: "shop") { pullRequest(number: $n) { title } } }';
    const message = 'Variable $n of type Int! was provided invalid value';
    expect(await ask(query)).toMatchObject({ errors: [{ message }] });
    expect(await ask(query, { n: '1' })).toMatchObject({ errors: [{ message }] });
    expect(await ask(query, { n: 1 })).toEqual(inPull({ title: 'Change' }));
  });

  it('tells where it is no GraphQL, and needs a query', async () => {
    expect(await ask('{ viewer { login ')).toMatchObject({
      errors: [{ message: 'Parse error on "" at [1, 18]' }],
    });
    expect(await ask('{ viewer { login % } }')).toMatchObject({
      errors: [{ message: 'Parse error on "%" at [1, 18]' }],
    });
    expect(await sandbox.request('POST', '/graphql', {})).toMatchObject({ status: 400 });
    expect(
      await sandbox.request('POST', '/graphql', { query: '{ viewer { login } }' }, { token: null }),
    ).toMatchObject({
      status: 401,
    });
  });

  it('is refused without a bound of a list, and above 100', async () => {
    expect(await ask(pull('reviews { totalCount }'))).toMatchObject({
      data: { repository: { pullRequest: null } },
      errors: [{ type: 'MISSING_PAGINATION_BOUNDARIES', path: ['repository', 'pullRequest', 'reviews'] }],
    });
    expect(await ask(pull('reviews(first: 101) { totalCount }'))).toMatchObject({
      errors: [
        {
          type: 'EXCESSIVE_PAGINATION',
          message:
            'Requesting 101 records on the `reviews` connection exceeds the `first` limit of 100 records.',
        },
      ],
    });
  });

  it('gives null and NOT_FOUND for what is not there, FORBIDDEN for what is not allowed', async () => {
    expect(await ask('{ repository(owner: "acme", name: "none") { name } }')).toEqual({
      data: { repository: null },
      errors: [
        {
          type: 'NOT_FOUND',
          path: ['repository'],
          locations: [{ line: 1, column: 3 }],
          message: "Could not resolve to a Repository with the name 'acme/none'.",
        },
      ],
    });
    expect(await ask(pull('title').replace('number: 1', 'number: 9'))).toMatchObject({
      data: { repository: { pullRequest: null } },
      errors: [{ type: 'NOT_FOUND', message: 'Could not resolve to a PullRequest with the number of 9.' }],
    });
    const token = await sandbox.token({ permissions: { checks: 'write' } });
    expect(await ask(pull('title'), {}, token)).toMatchObject({
      data: { repository: { pullRequest: null } },
      errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }],
    });
  });
});

describe('a mutation', () => {
  const ids = async () => {
    const text = JSON.stringify(
      await ask(pull('reviewThreads(first: 1) { nodes { id comments(first: 1) { nodes { id } } } }')),
    );
    const [thread = '', comment = ''] = [...text.matchAll(/"id":"([^"]+)"/g)].map((match) => match[1] ?? '');
    return { thread, comment };
  };

  it('hides a comment of the conversation, the diff or a review', async () => {
    const { comment } = await ids();
    const query =
      'mutation M($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: RESOLVED }) { minimizedComment { isMinimized minimizedReason } } }';
    expect(await ask(query, { id: comment })).toEqual({
      data: { minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: 'resolved' } } },
    });
    expect(await ask(query, { id: 'PRRC_kwMTIzNDU' })).toMatchObject({
      data: { minimizeComment: null },
      errors: [{ type: 'NOT_FOUND' }],
    });
    const token = await sandbox.token({ permissions: { pull_requests: 'read' } });
    expect(await ask(query, { id: comment }, token)).toMatchObject({ errors: [{ type: 'FORBIDDEN' }] });
  });

  it('resolves a thread only with contents: write', async () => {
    const { thread } = await ids();
    const query =
      'mutation M($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { isResolved } } }';
    expect(await ask(query, { id: thread })).toMatchObject({
      data: { resolveReviewThread: null },
      errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }],
    });
    const installation = sandbox.standIn.state.installations[0];
    if (!installation) throw new Error('no installation');
    installation.permissions = { ...installation.permissions, contents: 'write' };
    expect(await ask(query, { id: thread }, await sandbox.token())).toEqual({
      data: { resolveReviewThread: { thread: { isResolved: true } } },
    });
  });
});
