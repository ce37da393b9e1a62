import { escapeHtml, type Html } from '../../../text/html.ts';
import { renderInline } from './inline.ts';
import { isRule, readList, startsBlock, startsItem } from './list.ts';
import { renderTable, startsTable } from './table.ts';

export interface MarkdownOptions {
  /** Renders a `suggestion` block; without it the block is shown as code. */
  readonly suggestion?: (text: string) => Html;
}

/** Deeper nesting of quotes, lists and folds is shown as it was written. */
const depthLimit = 10;

/**
 * Renders the GitHub-flavoured Markdown that reviews are written in: headings, paragraphs, lists, tasks, tables,
 * quotes, fences, suggestions, `<details>`, rules, inline marks and links. HTML comments are hidden. All else, other
 * HTML above all, comes out escaped.
 */
export function renderMarkdown(text: string, options: MarkdownOptions = {}): Html {
  return { html: blocks(text.replace(/\r\n?/g, '\n').split('\n'), options, 0) };
}

function blocks(lines: readonly string[], options: MarkdownOptions, depth: number): string {
  if (depth > depthLimit) return `<p>${escapeHtml(lines.join('\n'))}</p>`;
  const ends = detailsEnds(lines);
  let out = '';
  for (let at = 0; at < lines.length; ) {
    const { html, taken } = block(lines, at, ends, options, depth);
    out += html;
    at += Math.max(1, taken);
  }
  return out;
}

/** The line on which the `<details>` that begins a line ends; undefined where it is never closed. */
type Ends = (line: number) => number | undefined;

/** Looks for all ends at once, when the first is asked for: text full of openings stays cheap. */
function detailsEnds(lines: readonly string[]): Ends {
  let ends: Map<number, number> | null = null;
  return (line) => {
    ends ??= findEnds(lines);
    return ends.get(line);
  };
}

function findEnds(lines: readonly string[]): Map<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (const [index, line] of lines.entries()) {
    for (const [tag] of line.matchAll(/<details(?: open)?>|<\/details>/g)) {
      if (!tag.startsWith('</')) open.push(index);
      else {
        const begun = open.pop();
        // Of several on one line the outermost counts, which is closed last.
        if (begun !== undefined) ends.set(begun, index);
      }
    }
  }
  return ends;
}

interface Block {
  readonly html: string;
  readonly taken: number;
}

function block(
  lines: readonly string[],
  at: number,
  ends: Ends,
  options: MarkdownOptions,
  depth: number,
): Block {
  const line = lines[at] ?? '';
  if (line.trim() === '') return { html: '', taken: 1 };
  const heading = /^ {0,3}(#{1,6})(?: +(.*?))?(?: +#+)? *$/.exec(line);
  if (heading) {
    const level = heading[1]?.length ?? 1;
    return { html: `<h${level}>${renderInline(heading[2] ?? '')}</h${level}>\n`, taken: 1 };
  }
  if (isRule(line)) return { html: '<hr>\n', taken: 1 };
  return (
    fence(lines, at, options) ??
    comment(lines, at) ??
    details(lines, at, ends, options, depth) ??
    quote(lines, at, options, depth) ??
    list(lines, at, options, depth) ??
    (startsTable(lines, at) ? renderTable(lines, at) : paragraph(lines, at))
  );
}

function fence(lines: readonly string[], at: number, options: MarkdownOptions): Block | null {
  const open = /^( {0,3})(`{3,}|~{3,})[ ]*([^`]*)$/.exec(lines[at] ?? '');
  const marks = open?.[2];
  if (!open || marks === undefined) return null;
  const body: string[] = [];
  let end = at + 1;
  for (; end < lines.length; end += 1) {
    const closing = /^ {0,3}(`{3,}|~{3,}) *$/.exec(lines[end] ?? '')?.[1];
    if (closing?.startsWith(marks)) break;
    body.push((lines[end] ?? '').replace(new RegExp(`^ {0,${open[1]?.length ?? 0}}`), ''));
  }
  const language = /^[\w+#.-]{1,30}/.exec(open[3]?.trim() ?? '')?.[0] ?? '';
  const text = body.join('\n');
  const shown =
    language === 'suggestion' && options.suggestion
      ? options.suggestion(text).html
      : `<pre><code data-language="${escapeHtml(language)}">${escapeHtml(text)}</code></pre>`;
  return { html: `${shown}\n`, taken: end - at + 1 };
}

function comment(lines: readonly string[], at: number): Block | null {
  if (!/^ {0,3}<!--/.test(lines[at] ?? '')) return null;
  const end = lines.findIndex((line, index) => index >= at && line.includes('-->'));
  // An unclosed comment hides the rest, as it does on GitHub.
  if (end === -1) return { html: '', taken: lines.length - at };
  const rest = (lines[end] ?? '').slice((lines[end] ?? '').indexOf('-->') + 3);
  return { html: rest.trim() === '' ? '' : `<p>${renderInline(rest)}</p>`, taken: end - at + 1 };
}

function details(
  lines: readonly string[],
  at: number,
  ends: Ends,
  options: MarkdownOptions,
  depth: number,
): Block | null {
  const open = /^ {0,3}<details( open)?>/.exec(lines[at] ?? '');
  const end = open ? ends(at) : undefined;
  if (!open || end === undefined) return null;
  const inner = lines
    .slice(at, end + 1)
    .join('\n')
    .slice(open[0].length);
  const closing = inner.lastIndexOf('</details>');
  const summary = /^\s*<summary>([\s\S]*?)<\/summary>/.exec(inner);
  const body = inner.slice(summary?.[0].length ?? 0, closing);
  const rest = inner.slice(closing + '</details>'.length);
  const more = rest.trim() === '' ? '' : `<p>${renderInline(rest)}</p>`;
  return {
    html: `<details${open[1] ?? ''}><summary>${renderInline(summary?.[1]?.trim() ?? 'Details')}</summary>\n${blocks(body.split('\n'), options, depth + 1)}</details>\n${more}`,
    taken: end - at + 1,
  };
}

function quote(lines: readonly string[], at: number, options: MarkdownOptions, depth: number): Block | null {
  let end = at;
  while (/^ {0,3}>/.test(lines[end] ?? '')) end += 1;
  if (end === at) return null;
  const inner = lines.slice(at, end).map((line) => line.replace(/^ {0,3}> ?/, ''));
  return { html: `<blockquote>${blocks(inner, options, depth + 1)}</blockquote>\n`, taken: end - at };
}

function list(lines: readonly string[], at: number, options: MarkdownOptions, depth: number): Block | null {
  if (!startsItem(lines[at] ?? '')) return null;
  const { ordered, start, items, taken } = readList(lines, at);
  if (taken === 0) return null;
  const inner = items.map(({ lines: own, done }) => {
    const box = done === null ? '' : `<input type="checkbox" disabled${done ? ' checked' : ''}> `;
    const body = blocks(own, options, depth + 1).replace(/^<p>([\s\S]*?)<\/p>\n?/, '$1');
    return `<li${done === null ? '' : ' class="task"'}>${box}${body}</li>`;
  });
  const element = ordered ? 'ol' : 'ul';
  return {
    html: `<${element}${ordered && start !== 1 ? ` start="${start}"` : ''}>${inner.join('')}</${element}>\n`,
    taken,
  };
}

function paragraph(lines: readonly string[], at: number): Block {
  let end = at + 1;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? '';
    const underline = /^ {0,3}(=+|-+) *$/.exec(line)?.[1];
    if (underline !== undefined) {
      const level = underline.startsWith('=') ? 1 : 2;
      return {
        html: `<h${level}>${renderInline(textOf(lines, at, end))}</h${level}>\n`,
        taken: end - at + 1,
      };
    }
    if (line.trim() === '' || startsBlock(line) || startsItem(line)) break;
  }
  return { html: `<p>${renderInline(textOf(lines, at, end))}</p>\n`, taken: end - at };
}

function textOf(lines: readonly string[], from: number, to: number): string {
  return lines
    .slice(from, to)
    .map((line) => line.trim())
    .join('\n');
}
