/** A command as somebody wrote it. */
export interface WrittenCommand {
  readonly name: string;
  readonly argument: string;
}

/** A command stands alone at the beginning of a line. */
const commandLine = /^\/backend(?:[ \t]+([^\s]+)(?:[ \t]+(.*?))?)?[ \t]*$/;

/** Longer comments hold no command that a person typed; reading them costs time. */
const maximumLength = 65_536;

/**
 * The commands of a comment, in order. Quoted lines, fenced and indented code, and HTML comments are no commands;
 * `/backend` alone asks for help. An unclosed fence runs to the end, as in GitHub's own rendering, and so does an HTML
 * comment at the beginning of a line; further in, an unclosed one is text.
 */
export function parseCommands(body: string): WrittenCommand[] {
  if (body.length > maximumLength || !body.includes('/backend')) return [];
  const commands: WrittenCommand[] = [];
  const lines = body.split(/\r\n|\n|\r/);
  const closing = linesBeforeClosing(lines);
  let fence: string | null = null;
  let inComment = false;
  for (const [index, line] of lines.entries()) {
    if (inComment) {
      inComment = !line.includes('-->');
      continue;
    }
    const [, mark = null, rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence !== null) {
      if (mark?.startsWith(fence) && rest.trim() === '') fence = null;
      continue;
    }
    // Behind a fence of backticks no further one may stand: such a line is a code span.
    if (mark !== null && !(mark.startsWith('`') && rest.includes('`'))) {
      fence = mark;
      continue;
    }
    const comment = line.lastIndexOf('<!--');
    if (comment !== -1 && !line.includes('-->', comment)) {
      inComment = /^ {0,3}<!--/.test(line) || closing[index + 1] === true;
      if (inComment) continue;
    }
    const written = commandLine.exec(line);
    if (written !== null)
      commands.push({ name: (written[1] ?? 'help').toLowerCase(), argument: written[2] ?? '' });
  }
  return commands;
}

/** Lines that begin another block: blank ones, comments, fences, quotes. */
const endsParagraph = /^\s*$|^ {0,3}(?:<!--|`{3,}[^`]*$|~{3,}|>)/;

/** For each line whether a comment that is open there ends before the paragraph does. */
function linesBeforeClosing(lines: readonly string[]): boolean[] {
  const closing: boolean[] = [];
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index] ?? '';
    closing[index] = !endsParagraph.test(line) && (line.includes('-->') || closing[index + 1] === true);
  }
  return closing;
}
