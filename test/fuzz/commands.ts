import fc from 'fast-check';
import { parseCommands } from '../../src/commands/parse-command.ts';
import { commands as registry } from '../../src/commands/registry.generated.ts';
import { runCommand } from '../../src/commands/run-command.ts';
import { hostileText, hostileTextOfAnyLength } from './hostile-text.ts';
import { markdownProblems, nodesOf, parseMarkdown } from './markdown-problems.ts';
import { expectNone, property } from './property.ts';

const line = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '/backend review',
      '/backend',
      '/backend help me',
      '/BACKEND review',
      '/backendreview',
      '  /backend review',
      '\t/backend review',
      '/backend\u00a0review',
      '/backend  REVIEW  now  ',
      '/backend constructor',
      '/backend __proto__',
      '/backend revew',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '```',
      '````',
      '~~~',
      '```js',
      '``` x `',
      '    ```',
      '   ```',
      '``',
      '<!--',
      '-->',
      '<!-- x -->',
      '',
    ),
  },
  { weight: 2, arbitrary: hostileText },
  { weight: 1, arbitrary: hostileText.map((text) => `/backend ${text}`) },
);
const comment = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 12 })
      .map((lines) => lines.flat().join('')),
  },
  { weight: 1, arbitrary: hostileTextOfAnyLength },
);

/** Lines of plain words, fences, comments and commands: what both parsers understand alike. */
const plainLine = fc.constantFrom(
  '/backend review',
  'words',
  '```',
  '````',
  '~~~',
  '```sql',
  '`` ` ``',
  '',
  '> /backend review',
  '    /backend review',
  '<!-- x -->',
  '<!--',
  '-->',
  'words <!--',
  'words --> words',
  '``` x ```',
);

export const commands = [
  property('commands: any comment is read without harm', 8, comment, () => ({
    async check(body) {
      const written = parseCommands(body);
      const problems: string[] = [];
      if (written.length > body.split(/\r\n|\n|\r/).length) problems.push('more commands than lines');
      for (const { name, argument } of written) {
        if (name === '' || /\s/.test(name) || name !== name.toLowerCase())
          problems.push(`the name ${JSON.stringify(name)}`);
        if (/[\n\r]/.test(argument)) problems.push(`the argument ${JSON.stringify(argument)}`);
      }
      for (const command of written.slice(0, 10)) {
        const outcome = await runCommand(registry, command, {
          async queueReview() {},
          async askModel() {},
        });
        const text = outcome.kind === 'refused' ? outcome.reason : outcome.text;
        if (text !== null) problems.push(...markdownProblems(text));
      }
      expectNone(problems, JSON.stringify(body));
    },
  })),

  property(
    'commands: those that are seen are done, and no others',
    6,
    fc.array(plainLine, { maxLength: 10 }),
    () => ({
      check(lines) {
        const body = lines.join('\n');
        const hidden = [...nodesOf(parseMarkdown(body))].filter(
          ({ type }) => type === 'code' || type === 'html',
        );
        const isHidden = (number: number): boolean =>
          hidden.some(
            ({ position }) =>
              position !== undefined && position.start.line <= number && number <= position.end.line,
          );
        const visible = lines.filter((text, index) => text === '/backend review' && !isHidden(index + 1));
        const found = parseCommands(body).length;
        if (found !== visible.length)
          throw new Error(`${found} commands instead of ${visible.length}\n${body}`);
      },
    }),
  ),
];
