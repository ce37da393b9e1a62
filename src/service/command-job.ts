import { parseCommands } from '../commands/parse-command.ts';
import { commands } from '../commands/registry.generated.ts';
import { runCommand } from '../commands/run-command.ts';
import type { GitHubReading, GitHubWriting, Permission, PullRequestRef } from '../github/pull-request.ts';

/** A comment with a command, as the job names it. */
export interface CommandRequest {
  readonly ref: PullRequestRef;
  readonly commentId: number;
  readonly author: string;
}

export interface CommandWorld {
  readonly github: GitHubReading & GitHubWriting;
  queueReview(ref: PullRequestRef): Promise<void>;
}

const mayCommand: ReadonlySet<Permission> = new Set(['admin', 'maintain', 'write']);

/**
 * Does what a comment asks for: 👀 when seen, 🚀 when done, 😕 with one line why when refused. The comment is read
 * again: the job carries no text, and what was deleted meanwhile is no command any more.
 */
export async function doCommand(
  world: CommandWorld,
  request: CommandRequest,
  signal: AbortSignal,
): Promise<void> {
  const { github } = world;
  const { ref, commentId, author } = request;
  const body = await github.commentBody(ref, 'issue', commentId, signal);
  const written = body === null ? [] : parseCommands(body);
  if (written.length === 0) return;
  if (!mayCommand.has(await github.permission(ref, author, signal))) {
    await github.react(ref, commentId, 'confused', signal);
    return github.createComment(ref, 'Commands are for people with write access to this repository.', signal);
  }
  await github.react(ref, commentId, 'eyes', signal);
  const texts: string[] = [];
  let refused = false;
  for (const command of written.slice(0, maximumCommands)) {
    const outcome = await runCommand(commands, command, { queueReview: () => world.queueReview(ref) });
    if (outcome.kind === 'refused') refused = true;
    const text = outcome.kind === 'refused' ? outcome.reason : outcome.text;
    if (text !== null) texts.push(text);
  }
  if (texts.length > 0) await github.createComment(ref, texts.join('\n\n'), signal);
  await github.react(ref, commentId, refused ? 'confused' : 'rocket', signal);
}

/** Commands of one comment that are done; nobody writes more. */
const maximumCommands = 10;
