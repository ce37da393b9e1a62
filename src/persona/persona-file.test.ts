import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePersonaFile } from './persona-file.ts';

const path = 'agents/backend-engineer.md';

const withFields = (fields: Record<string, string>): string => {
  const all: Record<string, string> = { name: 'x', description: 'y', model: 'claude-opus-4-5', ...fields };
  return `---\n${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\n---\nYou are a reviewer.\n`;
};

describe('parsePersonaFile', () => {
  it('reads the persona of this project', () => {
    const { prompt, description, ...rest } = parsePersonaFile(readFileSync(path, 'utf8'), path);
    expect(rest).toEqual({
      name: 'backend-engineer',
      color: 'blue',
      model: 'claude-4.5-opus-high-thinking',
      tools: ['Read', 'Write', 'Edit', 'Bash', 'Grep', 'Glob'],
      permissionMode: 'acceptEdits',
    });
    expect(description).toMatch(/^Backend specialist/);
    expect(prompt).toMatch(/^You are the \*\*Backend Engineer\*\*[\s\S]*- Handle edge cases explicitly$/);
  });

  it('takes a list of tools, Windows line ends and a BOM', () => {
    const text = `\uFEFF${withFields({ tools: '[Read, Grep]' }).replaceAll('\n', '\r\n')}`;
    expect(parsePersonaFile(text, path)).toMatchObject({
      tools: ['Read', 'Grep'],
      color: 'blue',
      prompt: 'You are a reviewer.',
    });
  });

  it.each([
    ['no frontmatter', 'You are', 'does not begin with frontmatter'],
    ['frontmatter that does not end', '---\nname: x\n', 'does not begin with frontmatter'],
    ['YAML that is none', '---\nname: x\n  bad: [\n---\nbody', 'agents/backend-engineer.md: line '],
    ['no name', withFields({ name: '' }), 'agents/backend-engineer.md: name: '],
    [
      'a name that is no slug',
      withFields({ name: '"../x"' }),
      'name: is lower-case letters, digits and hyphens',
    ],
    ['an unknown tool', withFields({ tools: 'Read, WebFetch' }), 'tools: WebFetch is none of Read, Write'],
    [
      'an unknown mode',
      withFields({ permissionMode: 'bypassPermissions' }),
      'permissionMode: bypassPermissions is none of',
    ],
    ['an unknown field', withFields({ hooks: 'x' }), 'hooks is no field of a persona'],
    ['no body', '---\nname: x\ndescription: y\nmodel: z\n---\n \n', 'has no text below'],
  ])('refuses %s with one line', (_, text, message) => {
    expect(() => parsePersonaFile(text, path)).toThrow(message);
  });
});
