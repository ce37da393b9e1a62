import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';
import { UsageError } from './usage-error.ts';

describe('parseArguments', () => {
  it.each([
    ['--help', { command: 'help' }],
    ['check --version', { command: 'version' }],
    ['rules', { command: 'rules', id: null, format: 'text' }],
    ['rules drop-column --format json', { command: 'rules', id: 'drop-column', format: 'json' }],
    ['contract a b --format json', { command: 'contract', base: 'a', head: 'b', format: 'json' }],
    [
      'review . main..topic --format json --no-proof',
      {
        command: 'review-range',
        repository: '.',
        range: 'main..topic',
        proof: false,
        format: 'json',
        failOn: 'blocker',
      },
    ],
    [
      'review acme/shop#12 --post --fail-on never',
      {
        command: 'review-pull-request',
        owner: 'acme',
        name: 'shop',
        number: 12,
        post: true,
        proof: true,
        format: 'markdown',
        failOn: 'never',
      },
    ],
    [
      'check a.sql b.sql --dialect mysql --base db --transaction none',
      {
        command: 'check',
        paths: ['a.sql', 'b.sql'],
        dialect: 'mysql',
        base: 'db',
        transaction: 'none',
        postgresVersion: null,
        mysqlVersion: null,
        tables: null,
        format: 'text',
        failOn: 'blocker',
      },
    ],
  ])('reads %j', (line, invocation) => {
    expect(parseArguments(line.split(' '))).toEqual(invocation);
  });

  it.each([
    ['', 'no command given: see backend-engineer --help'],
    ['revew .', "there is no command 'revew': see backend-engineer --help"],
    ['review', 'review wants REPO BASE..HEAD or OWNER/NAME#NUMBER'],
    ['review .', 'review wants a range BASE..HEAD after the repository'],
    ['review . a..b c', "review takes no 'c'"],
    ['review . a..b --post', '--post goes with OWNER/NAME#NUMBER'],
    ['review . a..b --dialect mysql', "--dialect does not go with 'review'"],
    ['check', 'check wants at least one path'],
    ['check a.sql --format markdown', "--format is one of text, json, sarif, not 'markdown'"],
    ['contract a', 'contract wants BASE and HEAD'],
    ['contract a b c', "contract takes no 'c'"],
    ['contract a b --format sarif', "--format is one of text, json, not 'sarif'"],
    ['rules a b', "rules takes no 'b'"],
    ['rules --format sarif', "--format is one of text, json, not 'sarif'"],
    ['rules --fail-on never', "--fail-on does not go with 'rules'"],
    ['check a.sql --pg-version sixteen', "--pg-version is a number such as 16 or 8.4, not 'sixteen'"],
    ['check a.sql --nope', "Unknown option '--nope'"],
  ])('refuses %j with one line', (line, message) => {
    const words = line === '' ? [] : line.split(' ');
    expect(() => parseArguments(words)).toThrow(UsageError);
    expect(() => parseArguments(words)).toThrow(message);
  });
});
