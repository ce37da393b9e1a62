import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterLine, filterText } from './filter-text.ts';

describe('filterText', () => {
  it.each([
    [
      'keeps plain words and code',
      'Two requests read `balance` before either writes.',
      'Two requests read `balance` before either writes.',
    ],
    [
      'keeps lists and paragraphs',
      '1. A reads 10\n2. B reads 10\n\n- both write 5',
      '1. A reads 10\n2. B reads 10\n\n- both write 5',
    ],
    [
      'keeps a link to documentation',
      'See [locks](https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES).',
      'See [locks](https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES).',
    ],
    [
      'keeps a link to a file',
      'As in [the import](src/import/csv.ts#L31).',
      'As in [the import](src/import/csv.ts#L31).',
    ],
    ['drops the address of a foreign link', 'See [this](https://evil.example/?q=secret) now', 'See this now'],
    ['drops the query even on documentation', '[x](https://owasp.org/a?d=secret)', 'x'],
    [
      'drops an image with its address',
      'Hi ![alt text](https://evil.example/p.png?d=secret) there',
      'Hi alt text there',
    ],
    [
      'turns a bare address into code',
      'Call https://evil.example/x?y=1 now',
      'Call `https://evil.example/x?y=1` now',
    ],
    ['turns a www address into code', 'www.evil.example/x', '`www.evil.example/x`'],
    [
      'turns a mention into code',
      'Ask @octocat and @org/team, mail a@b.example',
      'Ask `@octocat` and `@org/team`, mail `a@b.example`',
    ],
    ['turns a mention written as an entity into code', 'Ask &#64;octocat', 'Ask `&#64;`octocat'],
    [
      'turns HTML into code',
      'Hi <img src=x onerror=alert(1)> and </details>',
      'Hi `<img src=x onerror=alert(1)>` and `</details>`',
    ],
    [
      'turns comments into code, so that no marker is forged',
      '<!-- backend-engineer:1 -->',
      '`<!-- backend-engineer:1 -->`',
    ],
    ['escapes what is left of HTML', 'a < b', 'a &lt; b'],
    ['keeps generics readable', 'returns Map<string, number> here', 'returns `Map<string, number>` here'],
    [
      'turns references to issues into code',
      'fixes #12, GH-3, other/repo#4',
      'fixes `#12`, `GH-3`, `other/repo#4`',
    ],
    [
      'turns a command at the beginning into code',
      '/merge\n  /approve now\n- /lgtm',
      '`/merge`\n`/approve` now\n- `/lgtm`',
    ],
    [
      'breaks headings, quotes and tables',
      '# Approved\n> quoted\n| a | b |\n| - | - |\n===',
      '\\# Approved\n\\> quoted\n\\| a | b |',
    ],
    [
      'makes a fence one line of code',
      'Do:\n```sql\nSELECT 1;\nSELECT 2;\n```',
      'Do:\n`SELECT 1; SELECT 2;`',
    ],
    ['replaces backticks that close nothing', 'a `b and ``` c', "a 'b and ''' c"],
    [
      'breaks reference links and footnotes',
      '[a][b] [^1]\n[b]: https://evil.example',
      '[a] [b] [^1]\n[b] : `https://evil.example`',
    ],
    ['breaks a link around code', '[`x`](https://evil.example)', '[`x`] (`https://evil.example`)'],
    ['removes what cannot be seen', 'a\u200bb\u202ec\u{e0041}d\ufeff', 'abcd'],
    ['shows what cannot be seen in code', '`a\u202eb`', '`ab`'],
    ['keeps two spans apart', '`a`@b', '`a` `@b`'],
    ['turns mathematics into code', '$x$ costs $5', '`$x` `$` costs `$5`'],
    [
      'breaks lists in lists, and what stands in them',
      '- - # a\n1. 2) b\n- + c',
      '- \\- # a\n1. 2\\) b\n- \\+ c',
    ],
    ['breaks an underline of one character', 'Approved\n-', 'Approved\n\\-'],
    ['keeps backslashes in code', 'a ``b\\`c`` d', 'a ``b\\`c`` d'],
    [
      'makes what is far too long one short code span',
      'a'.repeat(20_000),
      `\`${'a'.repeat(199)} … ${'a'.repeat(198)}\``,
    ],
  ])('%s', (_, text, filtered) => {
    expect(filterText(text)).toBe(filtered);
  });

  it('puts lines on one line', () => {
    expect(filterLine('a\n\n- b')).toBe('a - b');
  });

  it('begins no list in a list', () => {
    expect(['- a', '1. a', '12) a', '-', '1.'].map(filterLine)).toEqual([
      '\\- a',
      '1\\. a',
      '12\\) a',
      '\\-',
      '1\\.',
    ]);
  });

  const pieces = fc.constantFrom(
    '`',
    '``',
    '```',
    '\\',
    '\n',
    ' ',
    '[',
    ']',
    '(',
    ')',
    '!',
    '<',
    '>',
    '&',
    '#',
    '@',
    '/',
    '$',
    '1',
    'a',
    'www.',
    'https://',
    'x.example',
    'img',
    '&lt;',
    '&#64;',
    ':',
    '|',
    '-',
    '*',
    '=',
    '~',
    '\u200b',
    '\u202e',
    '\u{e0041}',
    'GH-1',
    '__GH-1__',
    '__0123abcd__',
    'deadbeef',
    '[a](b.ts)',
    "'",
    '"',
    '.',
    '{',
    '}',
    '\t',
    '\r',
    'js\n',
  );
  const hostile = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''));

  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
        const once = filterText(text);
        expect(filterText(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves nothing dangerous outside of code', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const filtered = filterText(text);
        expect(filtered).not.toMatch(/[\u200b\u202e\u{e0041}]/u);
        const bare = filtered.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '¶');
        expect(bare).not.toMatch(/`/);
        expect(bare).not.toMatch(/<|@\w|https:\/\/\w|www\.\w|!\[|^\s*\/\w|^\s*#/m);
      }),
      { numRuns: 1_000 },
    );
  });
});
