import { distance } from 'fastest-levenshtein';
import type { Command, CommandContext, CommandOutcome } from './command.ts';
import type { WrittenCommand } from './parse-command.ts';

/** Runs one written command; an unknown one is refused with the nearest name. */
export async function runCommand(
  commands: readonly Command[],
  written: WrittenCommand,
  context: Omit<CommandContext, 'argument' | 'commands'>,
): Promise<CommandOutcome> {
  const command = commands.find((candidate) => candidate.name === written.name);
  if (command === undefined) {
    const near = nearest(
      written.name,
      commands.map((candidate) => candidate.name),
    );
    const hint = near === null ? '' : ` Did you mean \`/backend ${near}\`?`;
    return { kind: 'refused', reason: `There is no such command.${hint} \`/backend help\` lists them.` };
  }
  return command.run({ ...context, argument: written.argument, commands });
}

/** A name that is at most two edits away, the nearest first. */
function nearest(word: string, names: readonly string[]): string | null {
  const ranked = names
    .map((name) => ({ name, edits: distance(word.slice(0, 40), name) }))
    .filter(({ edits }) => edits <= 2)
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.name ?? null;
}
