// Opens the demo's page in headless Chromium, light and dark: `node .ci/page.ts FOLDER` leaves light.png and dark.png.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, env, execPath, stdout } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

const repository = join(import.meta.dirname, '..');
const folder = argv[2] ?? '.';
/** Chromium's own numbers for what the page sees as prefers-color-scheme. */
const schemes = { dark: 0, light: 1 };
const startLimit = 90_000;

const demo = spawn(execPath, ['scripts/demo.ts'], {
  cwd: repository,
  env: { ...env, NO_COLOR: '1' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise((resolve) => demo.once('exit', resolve));
try {
  const address = await addressOf(demo);
  const pictures = Object.entries(schemes).map(([name, number]) => {
    const file = join(folder, `${name}.png`);
    photograph(address, number, file);
    return readFileSync(file);
  });
  const [first, second] = pictures;
  // A page of one colour packs into a few kilobytes; this one has a diff, a report and comments.
  if (pictures.some((picture) => picture.length < 20_000))
    throw new Error(`${address} shows next to nothing`);
  if (first === undefined || second === undefined || first.equals(second))
    throw new Error(`${address} looks the same in light and dark`);
  stdout.write(`${address} shows in light and dark\n`);
} finally {
  demo.kill('SIGTERM');
  await Promise.race([ended, pause(20_000, null, { ref: false })]);
  demo.kill('SIGKILL');
}

function photograph(address: string, scheme: number, file: string): void {
  execFileSync(
    'chromium',
    [
      '--headless',
      // Chromium's sandbox refuses to run as root, as continuous integration often does. The page is our own.
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      '--window-size=1280,1600',
      `--blink-settings=preferredColorScheme=${scheme}`,
      `--screenshot=${file}`,
      address,
    ],
    { stdio: ['ignore', 'ignore', 'ignore'], timeout: 40_000 },
  );
}

/** The first local address that the demo names. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const failed = (why: string) => reject(new Error(`The demo ${why}:\n${output}`));
    const timer = setTimeout(() => failed('named no address in time'), startLimit);
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const address = /http:\/\/(?:127\.0\.0\.1|localhost):\d+\/\S*(?=\s)/.exec(output)?.[0];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      failed(`ended with ${code} before it named an address`);
    });
  });
}
