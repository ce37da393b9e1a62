import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommands } from './parse-command.ts';

describe('parseCommands', () => {
  it.each([
    ['/backend review', [{ name: 'review', argument: '' }]],
    ['/backend', [{ name: 'help', argument: '' }]],
    ['/backend ignore drop-column it is empty', [{ name: 'ignore', argument: 'drop-column it is empty' }]],
    [
      'please\r\n/backend REVIEW  \r\n/backend help',
      [
        { name: 'review', argument: '' },
        { name: 'help', argument: '' },
      ],
    ],
  ])('reads %j', (body, commands) => {
    expect(parseCommands(body)).toEqual(commands);
  });

  it.each([
    ['> /backend review'],
    ['```\n/backend review\n```'],
    ['~~~~\n/backend review\n~~~\n/backend review'],
    ['    /backend review'],
    ['try /backend review'],
    ['/backendreview'],
    ['<!-- \n/backend review\n-->'],
    ['<!-- \n/backend review'],
    ['words <!-- \n/backend review\n-->'],
  ])('takes no command from %j', (body) => {
    expect(parseCommands(body)).toEqual([]);
  });

  it('reads a command after a closed fence', () => {
    expect(parseCommands('```sql\nSELECT 1\n```\n/backend review')).toEqual([
      { name: 'review', argument: '' },
    ]);
  });

  it.each([
    ['a comment in a fence', '```html\n<!-- x\n```\n/backend review'],
    ['a comment that is only text', 'the mark <!-- opens one\n/backend review'],
    ['a code span of three backticks', '``` x ```\n/backend review'],
    ['a closed comment', '<!-- x\n-->\n/backend review'],
  ])('reads a command after %s', (_, body) => {
    expect(parseCommands(body)).toEqual([{ name: 'review', argument: '' }]);
  });

  it('never finds a command in a text of which every line is quoted', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const quoted = text
          .split(/\r\n|\n|\r/)
          .map((line) => `> ${line}`)
          .join('\n');
        expect(parseCommands(quoted)).toEqual([]);
      }),
    );
  });
});
