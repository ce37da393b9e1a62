import { load, YAMLException } from 'js-yaml';
import { z } from 'zod';
import { PersonaError } from './persona-error.ts';

const tools = ['Read', 'Write', 'Edit', 'Bash', 'Grep', 'Glob'] as const;

/** `Read, Grep` as people write it, or a YAML list. */
const toolList = z
  .union([z.string(), z.array(z.string())])
  .transform((value) =>
    (typeof value === 'string' ? value.split(',') : value).map((name) => name.trim()).filter(Boolean),
  )
  .pipe(z.array(z.enum(tools, { error: ({ input }) => `${String(input)} is none of ${tools.join(', ')}` })));

const frontmatterSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'is lower-case letters, digits and hyphens'),
  description: z.string().trim().min(1, 'is empty'),
  color: z
    .enum(['red', 'blue', 'green', 'yellow', 'purple', 'orange', 'pink', 'cyan'], {
      error: ({ input }) => `${String(input)} is no colour we know`,
    })
    .default('blue'),
  model: z.string().trim().min(1, 'is empty'),
  tools: toolList.default([]),
  permissionMode: z
    .enum(['default', 'acceptEdits', 'plan'], {
      error: ({ input }) => `${String(input)} is none of default, acceptEdits, plan`,
    })
    .default('default'),
});

/** A reviewer as its file describes it. `prompt` is the file's body, the system prompt. */
export interface Persona extends z.infer<typeof frontmatterSchema> {
  readonly prompt: string;
}

/**
 * Reads a persona file: YAML frontmatter between `---` lines, then the system prompt.
 * Throws PersonaError with one line that names the file and the field.
 */
export function parsePersonaFile(text: string, path: string): Persona {
  const parts = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)([\s\S]*)$/.exec(text);
  if (parts === null)
    throw new PersonaError(`${path} does not begin with frontmatter between two lines of ---`);
  const parsed = frontmatterSchema.safeParse(yamlOf(parts[1] ?? '', path));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    if (unknown !== undefined) throw new PersonaError(`${path}: ${unknown} is no field of a persona`);
    const field = String(issue?.path[0] ?? 'frontmatter');
    throw new PersonaError(`${path}: ${field}: ${issue?.message}`);
  }
  const prompt = (parts[2] ?? '').replaceAll('\r\n', '\n').trim();
  if (prompt === '')
    throw new PersonaError(`${path} has no text below its frontmatter: that is the system prompt`);
  return { ...parsed.data, prompt };
}

function yamlOf(text: string, path: string): unknown {
  try {
    return load(text);
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    // The first line of the file is the one of dashes, and js-yaml counts from 0.
    throw new PersonaError(`${path}: line ${(cause.mark?.line ?? 0) + 2} is not YAML: ${cause.reason}`, {
      cause,
    });
  }
}
