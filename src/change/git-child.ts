import { constants, setPriority } from 'node:os';
import type { FromGitChild, ToGitChild } from './git-protocol.ts';
import { type LaunchedGit, launchGit } from './launch-git.ts';

// The process that starts git for the service. It reads nothing of what git says.

// Git inherits it: whoever waits for an answer to a webhook or a command comes before whoever waits for a review.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const launched = new Map<number, LaunchedGit>();

process.on('message', (message: ToGitChild) => {
  const { launch } = message;
  if (message.kind === 'launch') {
    const git = launchGit(message.invocation, {
      output: (chunk) => send({ kind: 'output', launch, chunk }),
      complaint: (chunk) => send({ kind: 'complaint', launch, chunk }),
      notStarted(cause) {
        launched.delete(launch);
        send({ kind: 'not started', launch, cause });
      },
      closed(code) {
        launched.delete(launch);
        send({ kind: 'closed', launch, code });
      },
    });
    launched.set(launch, git);
    return;
  }
  const git = launched.get(launch);
  if (message.kind === 'write') git?.write(message.text);
  else if (message.kind === 'end input') git?.endInput();
  else git?.end();
});

// Without its parent nobody waits for git: it ends, and takes its temporary files along.
process.on('disconnect', () => {
  for (const git of launched.values()) git.end();
  process.exit(0);
});

function send(message: FromGitChild): void {
  process.send?.(message, undefined, undefined, () => {
    // The parent is gone; `disconnect` follows.
  });
}
