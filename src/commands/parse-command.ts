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
 * `/backend` alone asks for help. An unclosed fence runs to the end, as in GitHub's own rendering.
 */
export function parseCommands(body: string): WrittenCommand[] {
  if (body.length > maximumLength) return [];
  const commands: WrittenCommand[] = [];
  let fence: string | null = null;
  for (const line of body.replace(/<!--[\s\S]*?(?:-->|$)/g, '').split(/\r\n|\n|\r/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    if (fence !== null) {
      const closes = mark?.[1]?.startsWith(fence) && mark[2]?.trim() === '';
      if (closes) fence = null;
      continue;
    }
    if (mark !== null) {
      fence = mark[1] ?? null;
      continue;
    }
    const written = commandLine.exec(line);
    if (written !== null)
      commands.push({ name: (written[1] ?? 'help').toLowerCase(), argument: written[2] ?? '' });
  }
  return commands;
}
