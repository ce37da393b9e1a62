import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellLine } from './cell-line.ts';
import { cellCodeSpan, codeSpan, visible } from './code-span.ts';
import { fence, isVerbatimInFence } from './fence.ts';
import { fitBlocks } from './fit-blocks.ts';

const text = fc.oneof(
  fc.string(),
  fc.string({
    unit: fc.constantFrom('`', '``', '|', ' ', '@', '<!--', '-->', '\n', 'a', '\u202e', '\u200b'),
  }),
);

describe('codeSpan', () => {
  it('wraps text in a fence that is longer than any run of backticks inside', () => {
    expect(codeSpan('a ``b`` c')).toBe('```a ``b`` c```');
    expect(codeSpan('`x')).toBe('`` `x ``');
    expect(codeSpan('')).toBe('` `');
  });

  it('makes what cannot be seen visible', () => {
    expect(codeSpan('abc\u202etxt.sql\nnext')).toBe('`abc\\u{202e}txt.sql next`');
  });

  it('shows letters that are drawn as nothing', () => {
    expect(codeSpan('a\u3164b\u2800c\ufe0fd')).toBe('`a\\u{3164}b\\u{2800}c\\u{fe0f}d`');
  });

  it('leaves out the middle of what is too long, and no half of a pair', () => {
    const span = codeSpan(`${'😀'.repeat(5_000)}/end.sql`);
    expect(span.length).toBeLessThan(410);
    expect(span).toMatch(/^`(?:😀)+ … (?:😀)+\/end\.sql`$/u);
  });

  it('is one line, closes only at its end and hides nothing', () => {
    fc.assert(
      fc.property(text, (value) => {
        const span = codeSpan(value);
        const opening = /^`+/.exec(span)?.[0] ?? '';
        const inner = span.slice(opening.length, -opening.length);
        expect(span).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect([...inner.matchAll(/`+/g)].every((run) => run[0].length !== opening.length)).toBe(true);
        expect(span.endsWith(opening)).toBe(true);
      }),
    );
  });

  it('shows a bar behind a backslash so that every parser keeps it in the cell', () => {
    expect(cellCodeSpan('a\\|b|c')).toBe('`a\\\\u{7c}b\\|c`');
    expect(cellLine('a \\| b | `c|d`')).toBe('a \\| b \\| `c\\|d`');
  });

  it('leaves no bar that would end a cell', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(cellCodeSpan(value)).not.toMatch(/(?<!\\)\|/);
      }),
    );
  });

  it('is idempotent in what it reveals', () => {
    fc.assert(fc.property(text, (value) => visible(visible(value)) === visible(value)));
  });
});

describe('fence', () => {
  it('gives an empty block for a deletion', () => {
    expect(fence('suggestion', '')).toBe('```suggestion\n```');
  });

  it('shows control characters and whole characters only', () => {
    expect(fence('sql', 'a\r\nb\rc\0\u001b[31m\ud800')).toBe(
      '```sql\na\nb\\u{d}c\\u{0}\\u{1b}[31m\ufffd\n```',
    );
    expect(['a\n\tb', 'a\r\nb', 'a\0', '\ud800'].map(isVerbatimInFence)).toEqual([true, false, false, false]);
  });

  it('cannot be closed from inside', () => {
    fc.assert(
      fc.property(text, (value) => {
        const block = fence('sql', value);
        const ticks = /^`+/.exec(block)?.[0] ?? '';
        const closing = new RegExp(`^ {0,3}\`{${ticks.length},} *$`);
        const inner = block.split('\n').slice(1, -1);
        expect(inner.some((line) => closing.test(line))).toBe(false);
      }),
    );
  });
});

describe('fitBlocks', () => {
  const blocks = [
    { rank: 0, text: 'title' },
    { rank: 2, text: 'x'.repeat(500), instead: 'x is long' },
    { rank: 1, text: 'y'.repeat(500) },
    { rank: 0, text: 'end' },
  ];

  it('keeps everything that there is room for', () => {
    expect(fitBlocks(blocks, 2_000)).toBe(`title\n\n${'x'.repeat(500)}\n\n${'y'.repeat(500)}\n\nend`);
  });

  it('takes short forms first, the least important first', () => {
    expect(fitBlocks(blocks, 700)).toBe(`title\n\nx is long\n\n${'y'.repeat(500)}\n\nend`);
  });

  it('leaves out whole blocks in the end and says so', () => {
    expect(fitBlocks(blocks, 100)).toBe('title\n\n2 parts were left out: too long for one comment.\n\nend');
  });

  it('never exceeds the limit while the blocks that stay have room', () => {
    const block = fc.record({ rank: fc.integer({ min: 1, max: 5 }), text: fc.string({ maxLength: 200 }) });
    fc.assert(
      fc.property(fc.array(block), fc.integer({ min: 100, max: 1_000 }), (some, limit) => {
        expect(fitBlocks([...some, { rank: 0, text: 'end' }], limit).length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
