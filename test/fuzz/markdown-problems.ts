import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { mermaidProblems } from './mermaid-problems.ts';

/** The report's headings with their levels, in order. */
export const reportHeadings = [
  '2 Backend Implementation',
  '3 API Changes',
  '3 Database Changes',
  '3 Security Considerations',
  '3 Testing',
];

type Root = ReturnType<typeof fromMarkdown>;
export type MarkdownNode = Root | Root['children'][number];

/** Reads GitHub's Markdown with a parser that shares nothing with our renderers. */
export function parseMarkdown(body: string): Root {
  return fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** All nodes, in order. */
export function* nodesOf(node: MarkdownNode): Generator<MarkdownNode> {
  yield node;
  if ('children' in node) for (const child of node.children) yield* nodesOf(child);
}

/** The HTML that our renderers write on purpose, and none besides. */
const ownHtml = [
  /^<details><summary>(Without a line in the diff|Advice) \(\d+\)<\/summary>$/,
  /^<details><summary>(Not or only partly analysed|Not of the backend) \(\d+ files?\)<\/summary>$/,
  /^<details><summary>(?:Without an outage|Without breaking callers), in \d+ steps?<\/summary>$/,
  /^<details><summary>Tables: \d+ touched(, \d+ beside (it|them))?(, \d+ left out)?<\/summary>$/,
  /^<details><summary>Locks, as they happened( \(migration \d+ of \d+\))?<\/summary>$/,
  /^<details><summary>What it was<\/summary>$/,
  /^<\/details>$/,
  /^<\/?(sub|code)>$/,
];

/** The hidden last line. */
const markerLine = /^<!-- backend-engineer:1 [\w-]+\.[\w-]+ -->$/;

/** Pages that a comment of ours may point to: documentation. Written down here once more, on purpose. */
const documentation =
  /^https:\/\/(www\.postgresql\.org|dev\.mysql\.com|mariadb\.com|www\.sqlite\.org|learn\.microsoft\.com|owasp\.org|cheatsheetseries\.owasp\.org|developer\.mozilla\.org|www\.rfc-editor\.org|spec\.openapis\.org|spec\.graphql\.org|protobuf\.dev)(\/[\w./-]*)?(#[\w.-]*)?$/;
/** A file of the repository. */
const repositoryFile = /^(?!www\.)\w[\w.-]*(\/[\w.-]+)*(#L\d+(-L\d+)?)?$/i;

/** What GitHub makes something of after rendering, in text that is neither code nor link. */
const risky: readonly (readonly [RegExp, string])[] = [
  [/@\w/u, 'a mention or an address'],
  [/#\d/, 'a reference to an issue'],
  [/\bGH-\d/i, 'a reference to an issue'],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s]/i, 'a bare address'],
  [/\bwww\.\w/i, 'a bare address'],
  [/\$/, 'mathematics'],
  [/(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{DI}\u2028\u2029\u2800]/u, 'something that cannot be seen'],
];

const codeLanguages: ReadonlySet<string> = new Set([
  'suggestion',
  'sql',
  'ts',
  'js',
  'json',
  'yaml',
  'yml',
  'mermaid',
]);

export interface AllowedMarkdown {
  /** Links besides documentation and files of the repository. */
  readonly links?: readonly string[];
  /** Whether a marker has to be the last line (true), or must not be there (false). */
  readonly marker?: boolean;
  /** The headings, each with its level: `2 Backend Implementation`. */
  readonly headings?: readonly string[];
}

/** Everything in a text of ours that a stranger's text must not be able to cause. */
export function markdownProblems(body: string, allowed: AllowedMarkdown = {}): string[] {
  const problems: string[] = [];
  const headings: string[] = [];
  let markers = 0;
  let depth = 0;
  if (!body.isWellFormed()) problems.push('a lone surrogate, which GitHub does not give back');
  if (/[^\P{Cc}\t\n\r]/u.test(body)) problems.push('a control character');
  const root = parseMarkdown(body);
  for (const node of nodesOf(root)) {
    switch (node.type) {
      case 'image':
      case 'imageReference':
        problems.push(`an image: ${JSON.stringify(node)}`);
        break;
      case 'linkReference':
      case 'definition':
      case 'footnoteDefinition':
      case 'footnoteReference':
        problems.push(`a ${node.type}`);
        break;
      case 'link':
        if (!isOwnLink(node.url, allowed.links ?? [])) problems.push(`a link to ${node.url}`);
        break;
      case 'html':
        // What stands in neighbouring lines is one node.
        for (const html of node.value.split('\n')) {
          if (markerLine.test(html)) markers++;
          else if (!ownHtml.some((pattern) => pattern.test(html)))
            problems.push(`HTML: ${html.slice(0, 200)}`);
          if (html.startsWith('<details>')) depth++;
          if (html === '</details>') depth--;
        }
        if (depth < 0) problems.push('a fold that ends before it begins');
        break;
      case 'heading':
        headings.push(`${node.depth} ${textOf(node)}`);
        break;
      case 'code':
        if (node.lang != null && !codeLanguages.has(node.lang))
          problems.push(`code of the language ${node.lang}`);
        if (node.lang === 'mermaid') problems.push(...mermaidProblems(node.value));
        if (node.meta != null) problems.push(`words behind a fence: ${node.meta}`);
        if (!node.position || !/^ {0,3}`{3}/.test(body.slice(node.position.start.offset)))
          problems.push(`code without a fence: ${node.value.slice(0, 100)}`);
        break;
      case 'inlineCode':
        if (/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{DI}\u2028\u2029\u2800]/u.test(node.value))
          problems.push(`something that cannot be seen in code: ${JSON.stringify(node.value)}`);
        break;
      case 'text':
        for (const [pattern, what] of risky)
          if (pattern.test(node.value)) problems.push(`${what}: ${JSON.stringify(node.value.slice(0, 200))}`);
        break;
      default:
    }
  }
  if (depth !== 0) problems.push('a fold that does not end');
  const expected = allowed.headings ?? [];
  if (headings.join('\n') !== expected.join('\n')) problems.push(`headings: ${JSON.stringify(headings)}`);
  if (markers !== (allowed.marker === true ? 1 : 0)) problems.push(`${markers} markers`);
  if (allowed.marker === true && !markerLine.test(body.slice(body.lastIndexOf('\n') + 1)))
    problems.push('no marker in the last line');
  return problems;
}

function isOwnLink(url: string, further: readonly string[]): boolean {
  return (
    further.includes(url) || documentation.test(url) || (repositoryFile.test(url) && !url.includes('..'))
  );
}

function textOf(node: MarkdownNode): string {
  return [...nodesOf(node)].map((each) => ('value' in each ? each.value : '')).join('');
}
