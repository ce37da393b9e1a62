import { cellCodeSpan, codeSpan, visible } from '../../src/report/markdown/code-span.ts';
import { fence } from '../../src/report/markdown/fence.ts';
import { filterLine, filterText } from '../../src/report/markdown/filter-text.ts';
import { hostileText, hostileTextOfAnyLength } from './hostile-text.ts';
import { type MarkdownNode, markdownProblems, nodesOf, parseMarkdown } from './markdown-problems.ts';
import { expectNone, property } from './property.ts';

/** The values of all code in a text, in order. */
function codeIn(body: string, type: 'inlineCode' | 'code'): string[] {
  const isCode = (node: MarkdownNode): node is MarkdownNode & { value: string } => node.type === type;
  return [...nodesOf(parseMarkdown(body))].filter(isCode).map((node) => node.value);
}

function same(found: readonly unknown[], wanted: readonly unknown[], body: string): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Error(`${JSON.stringify(found)}\ninstead of\n${JSON.stringify(wanted)}\n---\n${body}`);
}

/** What a span shows of a text: itself in one line, made visible. Long ones lose their middle. */
function shownIn(value: string, text: string): boolean {
  const whole = visible(text).trim() || ' ';
  if (value === whole) return true;
  const [start = '', end = ''] = value.split(' … ', 2);
  return whole.length > value.length && whole.startsWith(start) && (end === '' || whole.endsWith(end));
}

export const words = [
  property('words: a code span holds its text and nothing else', 10, hostileTextOfAnyLength, () => ({
    check(text) {
      const body = `- before ${codeSpan(text)} after`;
      expectNone(markdownProblems(body), body);
      const [value = '', ...more] = codeIn(body, 'inlineCode');
      if (more.length > 0 || !shownIn(value, text))
        same([value, ...more], [visible(text).trim() || ' '], body);
    },
  })),

  property('words: a code span in a table stays in its cell', 10, hostileTextOfAnyLength, () => ({
    check(text) {
      const body = `| a | b |\n| --- | --- |\n| ${cellCodeSpan(text)} | end |`;
      expectNone(markdownProblems(body), body);
      const cells = [...nodesOf(parseMarkdown(body))].filter(({ type }) => type === 'tableCell');
      same([cells.length], [4], body);
      const [value = '', ...more] = codeIn(body, 'inlineCode');
      if (more.length > 0 || !shownIn(value, text.replace(/\\\|/g, '\\\\u{7c}')))
        same([value, ...more], [visible(text).trim() || ' '], body);
    },
  })),

  property('words: a fence holds its text and nothing else', 10, hostileText, () => ({
    check(text) {
      const body = `before\n\n${fence('sql', text)}\n\nafter`;
      expectNone(markdownProblems(body), body);
      same(codeIn(body, 'code'), [expectedInFence(text)], body);
    },
  })),

  property('words: filtered words are only words', 30, hostileTextOfAnyLength, () => ({
    check(text) {
      const body = filterText(text);
      expectNone(markdownProblems(body), body);
      if (filterText(body) !== body) throw new Error(`not idempotent:\n${body}\n---\n${filterText(body)}`);
    },
  })),

  property('words: filtered words stay on their line', 10, hostileText, () => ({
    check(text) {
      const line = filterLine(text);
      const body = `- ${line}\n- [x] ${line}`;
      expectNone(markdownProblems(body), body);
      same(
        [...nodesOf(parseMarkdown(body))].filter(({ type }) => type === 'listItem').length === 2
          ? []
          : ['items'],
        [],
        body,
      );
    },
  })),
];

/** Line ends as `\n`, and what cannot be stored or seen in a terminal revealed. */
function expectedInFence(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replace(/[^\P{Cc}\t\n]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
