import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownFiles, startChild } from '../../src/proof/sandbox/start-child.ts';

test('whoever got out of the database’s program finds no way out of its process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'way-out-'));
  let connections = 0;
  const listener = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  const probe = join(import.meta.dirname, 'probe.ts');
  const child = startChild(probe, [...ownFiles(), probe]);
  try {
    child.send({ folder, port: (listener.address() as AddressInfo).port });
    const [answer] = await once(child, 'message');
    expect(answer).toMatchObject({ succeeded: [], tried: 18 });
    // Its way to the parent, which Node takes out when it starts, and nothing else.
    expect(
      answer.environment.filter((name: string) => !['PWD', 'SHLVL', '_', 'OLDPWD'].includes(name)),
    ).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
    expect(connections).toBe(0);
  } finally {
    child.kill('SIGKILL');
    listener.close();
    rmSync(folder, { recursive: true });
  }
});

const dieWithParents = existsSync('/usr/bin/setpriv') && existsSync('/proc/self/stat');

test.runIf(dieWithParents)('a busy database ends with the one who started it', async () => {
  const parent = spawn(process.execPath, [join(import.meta.dirname, 'parent.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(parent.stdout, 'data');
  const child = Number(String(line));
  expect(readFileSync(`/proc/${child}/cmdline`, 'utf8')).toContain('database-child');
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await expect.poll(() => isGone(child)).toBe(true);
});

/** Dead, or waiting for whoever inherits it to take notice. */
function isGone(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return true;
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.startsWith('Z') === true;
}
