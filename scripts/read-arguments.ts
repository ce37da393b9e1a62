import process, { argv } from 'node:process';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/**
 * The options that a benchmark was called with. Prints what is wrong and the usage, and ends with 2, where one is unknown,
 * or one of `wholeNumbers` is no whole number from 1.
 */
export function readArguments<const Options extends ParseArgsOptionsConfig>(
  options: Options,
  wholeNumbers: readonly (keyof Options & string)[],
  usage: string,
) {
  try {
    const { values } = parseArgs({ args: argv.slice(2), options });
    const given: Readonly<Record<string, unknown>> = values;
    for (const name of wholeNumbers)
      if (!/^[1-9]\d*$/.test(String(given[name])))
        throw new TypeError(`--${name} takes a whole number from 1`);
    return values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}
