import { afterEach, describe, expect, it } from 'vitest';
import { type Fixture, makeFixture } from './fixture.ts';
import { gitText } from './git/git.ts';

const made: Fixture[] = [];
afterEach(async () => {
  for (const one of made.splice(0)) await one.remove();
});
async function make(): Promise<Fixture> {
  const fixture = await makeFixture(
    { 'a/b.sql': 'one\r\n', 'gone.txt': 'x', '.gitignore': 'ignored.txt\n' },
    { 'a/b.sql': 'two\r\n', 'new.txt': 'y', '.gitignore': 'ignored.txt\n', 'ignored.txt': 'kept\n' },
  );
  made.push(fixture);
  return fixture;
}

describe('the example repository', () => {
  it('has the base on main and the head on a branch, byte for byte', async () => {
    const { directory, base, head } = await make();
    const git = (...args: string[]) => gitText(directory, args);
    expect(await git('diff', '--name-status', 'main', 'change')).toBe(
      'M\ta/b.sql\nD\tgone.txt\nA\tignored.txt\nA\tnew.txt',
    );
    expect(await git('show', 'change:a/b.sql')).toBe('two\r');
    expect([await git('rev-parse', 'main'), await git('rev-parse', 'change^')]).toEqual([base.sha, base.sha]);
    expect([await git('rev-parse', 'change'), await git('status', '--porcelain')]).toEqual([head.sha, '']);
  });

  it('has the same commits every time', async () => {
    const [one, other] = [await make(), await make()];
    expect([one.base, one.head]).toEqual([other.base, other.head]);
  });
});
