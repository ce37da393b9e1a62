/** What a command may do and know. Nothing else is in reach. */
export interface CommandContext {
  /** What followed the command's name, trimmed. */
  readonly argument: string;
  /** Every command there is, for `help`. */
  readonly commands: readonly Command[];
  /** Lets the model review the present head, whoever wrote it. A later head needs to be asked for anew. */
  askModel(): Promise<void>;
  /** Queues a review of the pull request's present head, even if that head was reviewed. */
  queueReview(): Promise<void>;
}

/** How a command ended: done (with a text to post, or none), or refused with one line why. */
export type CommandOutcome =
  | { readonly kind: 'done'; readonly text: string | null }
  | { readonly kind: 'refused'; readonly reason: string };

/** A `/backend` command: one file, a default export, found through the generated registry. */
export interface Command {
  /** The word after `/backend`; equal to the file's name. */
  readonly name: string;
  /** How it is written: `review`, `ignore RULE reason`. */
  readonly usage: string;
  /** One line for `/backend help`. */
  readonly summary: string;
  run(context: CommandContext): Promise<CommandOutcome>;
}

export function defineCommand(command: Command): Command {
  return command;
}
