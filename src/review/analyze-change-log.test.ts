import { expect, it } from 'vitest';
import type { ChangedFile } from '../change/change.ts';
import { createMemoryTree } from '../change/memory-tree.ts';
import { defaultRepositorySettings } from '../config/repository-settings.ts';
import { analyze } from './analyze.ts';
import { createRepositoryCache } from './repository-cache.ts';

const log = (id: number, change: string): string =>
  `<databaseChangeLog>\n  <changeSet id="${id}" author="ann">\n    ${change}\n  </changeSet>\n</databaseChangeLog>\n`;

const base = {
  'compose.yml': 'services:\n  db:\n    image: postgres:16\n',
  'db/changelog/001-users.xml': log(
    1,
    '<createTable tableName="users"><column name="id" type="bigint"><constraints primaryKey="true"/></column><column name="email" type="varchar(80)"/></createTable>',
  ),
};
const head = {
  ...base,
  'db/changelog/002-email.xml': log(
    2,
    '<createIndex tableName="users" indexName="users_email_idx"><column name="email"/></createIndex>',
  ),
  'db/changelog/003-name.yaml': `databaseChangeLog:
  - changeSet:
      id: 3
      author: ann
      changes:
        - createIndex:
            tableName: users
            indexName: users_id_idx
            columns:
              - column: { name: id }
        - sql: ALTER TABLE users ALTER COLUMN email TYPE text
`,
  'db/changelog/004-broken.yaml': 'databaseChangeLog:\n  - changeSet: {\n',
};

it('judges change logs in XML and YAML on top of those before them, and says which ones it cannot read', async () => {
  const added = (path: string): ChangedFile => ({
    status: 'added',
    kind: 'text',
    path,
    basePath: null,
    baseObject: null,
    headObject: null,
    hunks: null,
  });
  const { facts, findings, coverage } = await analyze({
    change: {
      base: 'base',
      head: 'head',
      files: [
        added('db/changelog/002-email.xml'),
        added('db/changelog/003-name.yaml'),
        added('db/changelog/004-broken.yaml'),
      ],
    },
    base: createMemoryTree('base', base),
    head: createMemoryTree('head', head),
    settings: defaultRepositorySettings,
    prove: null,
    skip: {},
    ...createRepositoryCache(),
    onFile: () => {},
  });
  expect(findings.filter(({ rule }) => rule === 'create-index-not-concurrent')).toMatchObject([
    { path: 'db/changelog/002-email.xml', startLine: 3 },
    { path: 'db/changelog/003-name.yaml', startLine: 6, endLine: 10 },
  ]);
  expect(findings.filter(({ suggestion }) => suggestion !== null)).toEqual([]);
  expect(facts.migrations).toMatchObject([
    { framework: 'liquibase-xml', operations: [{ line: 3, onNewTable: false }], failedStatements: 0 },
    {
      framework: 'liquibase-yaml',
      operations: [
        { line: 6, onNewTable: false },
        { line: 11, onNewTable: false },
      ],
      failedStatements: 0,
    },
  ]);
  expect(coverage.map(({ status, reason }) => [status, reason])).toEqual([
    ['analyzed', null],
    ['analyzed', null],
    ['skipped', 'it looks like a migration, and could not be read as one'],
  ]);
});

it('judges a further change set on top of the ones that its file had, and only it', async () => {
  const path = 'db/changelog/log.yaml';
  const first = `databaseChangeLog:
  - changeSet:
      id: 1
      author: ann
      changes:
        - sql: CREATE TABLE users (id bigint PRIMARY KEY, email text)
`;
  const second = `  - changeSet:
      id: 2
      author: ann
      changes:
        - sql: CREATE INDEX users_email_idx ON users (email)
`;
  const { facts, findings } = await analyze({
    change: {
      base: 'base',
      head: 'head',
      files: [
        {
          status: 'modified',
          kind: 'text',
          path,
          basePath: path,
          baseObject: null,
          headObject: null,
          hunks: null,
        },
      ],
    },
    base: createMemoryTree('base', { 'compose.yml': base['compose.yml'], [path]: first }),
    head: createMemoryTree('head', { 'compose.yml': base['compose.yml'], [path]: first + second }),
    settings: defaultRepositorySettings,
    prove: null,
    skip: {},
    ...createRepositoryCache(),
    onFile: () => {},
  });
  expect(findings.map(({ rule, startLine }) => [rule, startLine])).toEqual([
    ['create-index-not-concurrent', 11],
  ]);
  expect(facts.migrations).toMatchObject([{ operations: [{ line: 11, onNewTable: false }] }]);
});
