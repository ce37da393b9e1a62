import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from './render.ts';

const render = (text: string) => renderMarkdown(text).html;

/** Every tag the renderer may write, with the attributes it may have. */
const allowed =
  /<(?:\/?(?:p|h[1-6]|ul|ol|li|blockquote|pre|code|details|summary|table|thead|tbody|tr|th|td|strong|em|del|b|i|sub|sup|kbd|ins|samp|small|a|br|hr)|details open|li class="task"|ol start="\d+"|t[hd] class="(?:center|right)"|code data-language="[\w+#.-]*"|input type="checkbox" disabled(?: checked)?|a href="(?:https?:\/\/|#|\/(?!\/))[^"<>]*" rel="nofollow noopener")>/gi;

describe('Markdown', () => {
  it.each([
    ['a heading', '## Backend **Implementation**', '<h2>Backend <strong>Implementation</strong></h2>\n'],
    ['a paragraph with a break', 'one\ntwo', '<p>one<br>\ntwo</p>\n'],
    ['an underlined heading', 'Title\n---', '<h2>Title</h2>\n'],
    ['a rule', '---', '<hr>\n'],
    [
      'code that holds a mark',
      'the `` a`b `` and `<c>`',
      '<p>the <code>a`b</code> and <code>&lt;c&gt;</code></p>\n',
    ],
    ['names with underscores', 'set_not_null and _really_', '<p>set_not_null and <em>really</em></p>\n'],
    [
      'a link',
      '[routes/`a`.ts:41](/x/y#L1)',
      '<p><a href="/x/y#L1" rel="nofollow noopener">routes/<code>a</code>.ts:41</a></p>\n',
    ],
    [
      'an address',
      'see https://a.example/b?c=1.',
      '<p>see <a href="https://a.example/b?c=1" rel="nofollow noopener">https://a.example/b?c=1</a>.</p>\n',
    ],
    ['a harmful link', '[a](javascript:alert(1)) [b](//evil.example)', '<p>a b</p>\n'],
    [
      'small print',
      '<sub>No model · <code>/backend help</code></sub>',
      '<p><sub>No model · <code>/backend help</code></sub></p>\n',
    ],
    ['a hidden comment', 'seen\n\n<!-- marker: <b> -->', '<p>seen</p>\n'],
    ['a comment inside a line', 'a <!-- b --> c', '<p>a  c</p>\n'],
    ['an escape', '\\*not\\* \\`code\\`', '<p>*not* `code`</p>\n'],
    ['an entity', 'a &lt;b&gt; &amp;', '<p>a &lt;b&gt; &amp;</p>\n'],
    [
      'a fence',
      '```sql\nselect 1 < 2;\n```',
      '<pre><code data-language="sql">select 1 &lt; 2;</code></pre>\n',
    ],
    ['a longer fence', '````\n```\n````', '<pre><code data-language="">```</code></pre>\n'],
    ['a quote', '> a\n> b', '<blockquote><p>a<br>\nb</p>\n</blockquote>\n'],
    [
      'tasks',
      '- [x] done\n- [ ] not',
      '<ul><li class="task"><input type="checkbox" disabled checked> done</li><li class="task"><input type="checkbox" disabled> not</li></ul>\n',
    ],
    ['a nested list', '- a\n  - b\n- c', '<ul><li>a<ul><li>b</li></ul>\n</li><li>c</li></ul>\n'],
    ['a numbered list', '2. a\n3. b', '<ol start="2"><li>a</li><li>b</li></ol>\n'],
    [
      'foreign HTML',
      '<img src=x onerror=alert(1)><script>x</script>',
      '<p>&lt;img src=x onerror=alert(1)&gt;&lt;script&gt;x&lt;/script&gt;</p>\n',
    ],
    ['an open element', '<sub>never closed', '<p>&lt;sub&gt;never closed</p>\n'],
    ['a stray end', '</details>', '<p>&lt;/details&gt;</p>\n'],
    ['open details', '<details><summary>a', '<p>&lt;details&gt;&lt;summary&gt;a</p>\n'],
  ])('renders %s', (_, text, html) => {
    expect(render(text)).toBe(html);
  });

  it('renders tables with escaped bars and alignment', () => {
    expect(render('| a | b |\n| --- | ---: |\n| `x \\| y` | 2 |\n| only |')).toBe(
      '<table><thead><tr><th>a</th><th class="right">b</th></tr></thead><tbody>' +
        '<tr><td><code>x | y</code></td><td class="right">2</td></tr>' +
        '<tr><td>only</td><td class="right"></td></tr></tbody></table>',
    );
  });

  it('renders folds one after the other and inside each other', () => {
    expect(
      render(
        '<details><summary>A</summary>\n\n- a\n\n<details open>\nb\n</details>\n</details>\n<details><summary>C</summary>c</details>',
      ),
    ).toBe(
      '<details><summary>A</summary>\n<ul><li>a</li></ul>\n<details open><summary>Details</summary>\n<p>b</p>\n</details>\n</details>\n' +
        '<details><summary>C</summary>\n<p>c</p>\n</details>\n',
    );
  });

  it('hands suggestions to who can show them', () => {
    const html = renderMarkdown('a\n```suggestion\nx <y>\n```', {
      suggestion: (text) => ({ html: `[${text.length}]` }),
    }).html;
    expect(html).toBe('<p>a</p>\n[5]\n');
  });

  it('writes no tag but its own, whatever the text', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '<b>',
      '</b>',
      '<sub>',
      '</sub>',
      '<details>',
      '<details open>',
      '</details>',
      '<summary>',
      '</summary>',
      '<script>',
      '<img src=x onerror=y>',
      '<!--',
      '-->',
      '`',
      '```',
      '```suggestion',
      '~~~',
      '\n',
      '\n\n',
      '> ',
      '- ',
      '1. ',
      '# ',
      '|',
      '| - |',
      '[a](',
      '](',
      ')',
      '"',
      "'",
      '&',
      '&lt;',
      'javascript:',
      'https://a.b/"onclick=',
      '*',
      '**',
      '_',
      '\\',
      ' ',
      'a',
      '\0',
      '<a href="',
    );
    const text = fc.oneof(
      fc
        .array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 60 })
        .map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 200 }),
    );
    fc.assert(
      fc.property(text, (written) => {
        const html = render(written);
        expect(html.replace(allowed, '')).not.toContain('<');
        for (const name of [
          'details',
          'summary',
          'table',
          'ul',
          'blockquote',
          'sub',
          'strong',
          'em',
          'a',
          'pre',
          'p',
        ]) {
          const opened = html.match(new RegExp(`<${name}(?: [^>]*)?>`, 'g'))?.length ?? 0;
          expect([name, html.match(new RegExp(`</${name}>`, 'g'))?.length ?? 0]).toEqual([name, opened]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('stays quick on hostile text', () => {
    for (const piece of [
      '**a ',
      '_a ',
      '[',
      '<sub>',
      '`a ``b ',
      '> ',
      '- ',
      '<details>\n',
      '<!-- ',
      '| a |\n',
      '&lt',
      'h',
    ]) {
      const started = performance.now();
      render(piece.repeat(65_536 / piece.length));
      expect([piece, performance.now() - started < 5_000]).toEqual([piece, true]);
    }
  });
});
