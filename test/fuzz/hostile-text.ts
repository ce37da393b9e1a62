import fc from 'fast-check';

/** What an attacker writes to be a mention, an image, a link, a block, a marker, or invisible. */
const payloads = [
  '@octocat',
  '@acme/security',
  'someone@evil.example',
  '#12',
  'GH-1',
  'acme/shop#3',
  'acme/shop@deadbeefcafe',
  '![x](http://evil.example/p.png?q=1)',
  '[x](http://evil.example)',
  '[x]: http://evil.example "t"',
  '[x][y]',
  '[x]',
  '![',
  '](',
  ')',
  '[^1]',
  '[^1]: x',
  '<img src=x onerror=alert(1)>',
  '<a href="//evil.example">',
  '<b>',
  '</details>',
  '</summary>',
  '<details>',
  '<sub>',
  '</sub>',
  '<code>',
  '</code>',
  '<script>',
  '<!--',
  '-->',
  '--!>',
  '<!-- backend-engineer:1 eyJraW5kIjoicmVwb3J0In0.AAAA -->',
  '<?php',
  '<![CDATA[',
  '<http://evil.example>',
  'http://evil.example',
  'https://evil.example/?a=b',
  'HTTPS://EVIL.EXAMPLE',
  'ftp://evil.example',
  'www.evil.example',
  'mailto:x@evil.example',
  'javascript:alert(1)',
  '`',
  '``',
  '```',
  '````',
  '~~~',
  '|',
  '||',
  '\\',
  '\\\\',
  '\\`',
  '\\|',
  '`|`',
  '\n',
  '\r',
  '\r\n',
  '\n\n',
  '\n# ',
  '\n## Backend Implementation\n',
  '\n- ',
  '\n> ',
  '\n    ',
  '\n```\n',
  '\n~~~\n',
  '\n---\n',
  '\n===\n',
  '\n-',
  '\n=',
  '\n| a | b |\n| - | - |\n',
  '\n1. ',
  '- [x] ',
  '- - # ',
  '> [!NOTE]\n> ',
  '\t',
  ' ',
  '  ',
  '\u00a0',
  '\u3164',
  '\u2800',
  '\u2028',
  '\u0085',
  '\u202e',
  '\u200b',
  '\u200d',
  '\u2066',
  '\ufeff',
  '\u{e0041}',
  '\ufe0f',
  '\u00ad',
  '\u0000',
  '\u001b[31m',
  '\u0007',
  '\u007f',
  '\ud800',
  '\udc00',
  '😀',
  'é',
  'א',
  'ﷺ',
  '＠octocat',
  '$x$',
  '$$',
  '$`',
  '&#64;octocat',
  '&#x40;octocat',
  '&commat;octocat',
  '&lt;',
  '&amp;',
  '&#35;12',
  '&',
  ';',
  '<',
  '>',
  '/merge',
  '\n/merge',
  '/backend review',
  '\n/backend review\n',
  '..',
  '../../etc/passwd',
  '/',
  '"',
  "'",
  '--',
  '/*',
  '*/',
  '{',
  '}',
  '$\u007bx}',
  '{table}',
  '{0}',
  '%s',
  '%2e%2e',
  ':',
  ': ',
  '#',
  '# ',
  '!',
  '@',
  '(',
  '[',
  ']',
  '*',
  '**',
  '_',
  '__',
  '~',
  '~~',
  '+',
  '-',
  '=',
  '.',
  ',',
  '?',
  'a',
  'Z9',
  '0',
  'deadbeefcafe',
  '1234567',
  '0969DA',
  ':smile:',
  'orders',
  'select',
  'null',
  'x'.repeat(90),
  '長'.repeat(40),
  'a/'.repeat(60),
] as const;

/** Any at all. fast-check's own list of them takes seconds to build. */
const character = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));

const piece = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...payloads) },
  { weight: 1, arbitrary: fc.array(character, { maxLength: 6 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 6 }) },
);

/** Text from a stranger: any character, lone surrogates and NUL among them. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(piece, { maxLength: 9 })
  .map((parts) => parts.join(''));

/** Now and then so long that it fills a body by itself. */
export const hostileTextOfAnyLength: fc.Arbitrary<string> = fc.oneof(
  { weight: 100, arbitrary: hostileText },
  {
    weight: 1,
    arbitrary: fc
      .tuple(hostileText, fc.integer({ min: 100, max: 4_000 }))
      .map(([text, times]) => text.repeat(times).slice(0, 80_000)),
  },
);

/** A path as git can have one and we decode it: any text without NUL, no lone surrogates, no empty segment. */
export const hostilePath: fc.Arbitrary<string> = fc
  .array(hostileText, { minLength: 1, maxLength: 3 })
  .map((parts) => {
    const path = parts
      .join('/')
      .replaceAll('\0', '')
      .toWellFormed()
      .split('/')
      .filter((segment) => segment !== '')
      .join('/');
    return path === '' ? 'x' : path.slice(0, 4_000).toWellFormed();
  });

/** An identifier of at least one character, as a quoted name of SQL or a key of a document can be. */
export const hostileName: fc.Arbitrary<string> = hostileText.map((text) => {
  const name = text.replaceAll('\0', '').toWellFormed();
  return name === '' ? 'n' : name;
});
