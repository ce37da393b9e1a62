import { parseCommands } from '../commands/parse-command.ts';
import { commands } from '../commands/registry.generated.ts';
import { runCommand } from '../commands/run-command.ts';
import type { GitHubReading, GitHubWriting, PullRequestRef } from '../github/pull-request.ts';
import { mayWrite } from './write-access.ts';

/** A comment with a command, as the job names it. */
export interface CommandRequest {
  readonly ref: PullRequestRef;
  readonly commentId: number;
  readonly author: string;
}

export interface CommandWorld {
  readonly github: GitHubReading & GitHubWriting;
  /** How the next one is answered who may not command. */
  answerToRefused(): Promise<'reply' | 'reaction' | 'nothing'>;
  askModel(): Promise<void>;
  queueReview(): Promise<void>;
}

/**
 * Does what a comment asks for: 👀 when seen, 🚀 when done, 😕 with one line why when refused. The comment is read
 * again: the job carries no text, and what was deleted meanwhile is no command any more. Who may not command is
 * found out first: it is all that a flood of comments costs.
 */
export async function doCommand(
  world: CommandWorld,
  request: CommandRequest,
  signal: AbortSignal,
): Promise<void> {
  const { github, askModel, queueReview } = world;
  const { ref, commentId, author } = request;
  const allowed = mayWrite(await github.permission(ref, author, signal));
  const answer = allowed ? null : await world.answerToRefused();
  if (answer === 'nothing') return;
  const body = await github.commentBody(ref, 'issue', commentId, signal);
  const written = body === null ? [] : parseCommands(body);
  if (written.length === 0) return;
  if (answer !== null) {
    await github.react(ref, commentId, 'confused', signal);
    if (answer === 'reply')
      await github.createComment(
        ref,
        'Commands are for people with write access to this repository.',
        signal,
      );
    return;
  }
  await github.react(ref, commentId, 'eyes', signal);
  const texts: string[] = [];
  let refused = false;
  for (const command of written.slice(0, maximumCommands)) {
    const outcome = await runCommand(commands, command, { askModel, queueReview });
    if (outcome.kind === 'refused') refused = true;
    const text = outcome.kind === 'refused' ? outcome.reason : outcome.text;
    if (text !== null) texts.push(text);
  }
  if (texts.length > 0) await github.createComment(ref, texts.join('\n\n'), signal);
  await github.react(ref, commentId, refused ? 'confused' : 'rocket', signal);
}

/** Commands of one comment that are done; nobody writes more. */
const maximumCommands = 10;
