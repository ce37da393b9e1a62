/** One instruction of a Dockerfile: `COPY`, and what follows with continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

export interface Stage {
  /** The name after AS; the last stage may have none and is called `final`. */
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** Reads the stages of a Dockerfile. Heredocs and parser directives are not known here. */
export function readDockerfile(text: string): Stage[] {
  const lines = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replace(/\\\n/g, ' ')
    .split('\n');
  const stages: { name: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const match = /^\s*(\w+)\s+(.+?)\s*$/.exec(line);
    if (match === null) continue;
    const [, name = '', rest = ''] = match;
    if (name === 'FROM') stages.push({ name: / AS (\S+)$/i.exec(rest)?.[1] ?? 'final', instructions: [] });
    else stages.at(-1)?.instructions.push({ name, text: rest });
  }
  return stages;
}

/** `--from=build a b c/` as the stage it copies from (null: the context), sources and destination. */
export function readCopy(text: string): { from: string | null; sources: string[]; destination: string } {
  const words = text.split(/\s+/);
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length) ?? null;
  const paths = words.filter((word) => !word.startsWith('--'));
  const destination = paths.pop();
  if (destination === undefined || paths.length === 0) throw new Error(`COPY ${text}: no destination`);
  return { from, sources: paths, destination };
}

/** Whether a `.dockerignore` keeps a path out: the last pattern that fits it, or a folder above it, decides. */
export function isIgnored(
  path: string,
  patterns: readonly string[],
  fits: (path: string, pattern: string) => boolean,
) {
  const parts = path.split('/');
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const last = patterns.findLast((pattern) => above.some((one) => fits(one, pattern.replace(/^!/, ''))));
  return last !== undefined && !last.startsWith('!');
}
