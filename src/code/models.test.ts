import { describe, expect, it } from 'vitest';
import { modelReaders } from './registry.generated.ts';

const shown = ({ name, exact }: { name: string; exact: boolean }): string => (exact ? name : `~${name}`);

describe.each(modelReaders.map((reader) => [reader.id, reader] as const))('%s', (_, reader) => {
  it.each(reader.examples)('reads $path', ({ path, text, expect: expected }) => {
    expect(reader.paths.test(path)).toBe(true);
    expect(reader.mentions.test(text)).toBe(true);
    const tables = reader.read(text, path);
    expect(
      Object.fromEntries(tables.map(({ table, columns }) => [shown(table), columns.map(shown)])),
    ).toEqual(expected);
  });

  it('places names where they stand, or the name that they are made of', () => {
    for (const { path, text } of reader.examples)
      for (const { table, columns } of reader.read(text, path))
        for (const { range, name } of [table, ...columns]) {
          const there = text.slice(range.start, range.end);
          expect(there).toMatch(/^[\w.:]+$/);
          expect({ name, there, inText: text.includes(there) }).toMatchObject({ inText: true });
        }
  });

  it('reads half a file without an error', () => {
    for (const { path, text } of reader.examples)
      for (let end = 0; end <= text.length; end += 3)
        expect(() => reader.read(text.slice(0, end), path)).not.toThrow();
  });
});
