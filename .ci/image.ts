// Carries out the Dockerfile in plain folders, one a stage, because a machine that tests it seldom has Docker. Then
// starts the image's command, asks its health check and stops it with its signal.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, matchesGlob } from 'node:path';
import { env, execPath, stdout } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { isIgnored, readCopy, readDockerfile, type Stage } from './dockerfile.ts';

const repository = join(import.meta.dirname, '..');
/** Needs root, the network and Debian: what it installs is on a machine that can run the tests. */
const systemOnly = /\b(apt-get|useradd|groupadd|adduser|chown|install --directory)\b/;
const startLimit = 60_000;
const stopLimit = 30_000;

interface Image {
  readonly root: string;
  workdir: string;
  readonly variables: Record<string, string>;
  health: string[] | null;
  command: string[] | null;
  signal: string;
}

const scratch = mkdtempSync(join(tmpdir(), 'backend-engineer-image-'));
try {
  const images = new Map<string, Image>();
  copyContext(join(scratch, 'context'));
  for (const stage of readDockerfile(readFileSync(join(repository, 'Dockerfile'), 'utf8')))
    images.set(stage.name, build(stage, images));
  const image = images.get('final');
  if (image === undefined) throw new Error('The Dockerfile has no last stage without a name');
  inspect(image);
  await start(image, {}, showsSetUp);
  await start(image, credentials());
  stdout.write('The image builds, offers set-up, starts, is healthy and stops.\n');
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** What Docker would send: the work tree without what git and .dockerignore keep out. */
function copyContext(target: string): void {
  const patterns = readFileSync(join(repository, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const listed = execFileSync(
    'git',
    ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: repository, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  for (const path of listed.split('\0')) {
    if (path === '' || isIgnored(path, patterns, matchesGlob) || !existsSync(join(repository, path)))
      continue;
    cpSync(join(repository, path), join(target, path));
  }
}

function build(stage: Stage, images: ReadonlyMap<string, Image>): Image {
  const root = join(scratch, 'stages', stage.name);
  const image: Image = { root, workdir: root, variables: {}, health: null, command: null, signal: 'SIGTERM' };
  mkdirSync(root, { recursive: true });
  for (const { name, text } of stage.instructions) {
    stdout.write(`[${stage.name}] ${name} ${text}\n`);
    if (name === 'WORKDIR') {
      image.workdir = join(root, text);
      mkdirSync(image.workdir, { recursive: true });
    } else if (name === 'COPY') copy(text, image, images);
    else if (name === 'RUN') run(text, image);
    else if (name === 'ENV') setVariables(text, image);
    else if (name === 'VOLUME') mkdirSync(join(root, text), { recursive: true });
    else if (name === 'HEALTHCHECK') image.health = JSON.parse(text.slice(text.indexOf('CMD ') + 4));
    else if (name === 'CMD') image.command = JSON.parse(text);
    else if (name === 'STOPSIGNAL') image.signal = text;
    else if (!['EXPOSE', 'USER'].includes(name)) throw new Error(`${name} is not known to .ci/image.ts`);
  }
  return image;
}

function copy(text: string, image: Image, images: ReadonlyMap<string, Image>): void {
  const { from, sources, destination } = readCopy(text);
  const origin = from === null ? join(scratch, 'context') : images.get(from)?.root;
  if (origin === undefined) throw new Error(`COPY --from=${from}: there is no such stage`);
  const target = destination.startsWith('/')
    ? join(image.root, destination)
    : join(image.workdir, destination);
  const intoFolder = destination.endsWith('/') || sources.length > 1;
  for (const source of sources) {
    const path = join(origin, source);
    if (!existsSync(path)) throw new Error(`COPY ${text}: ${source} is not in ${from ?? 'the context'}`);
    const isFile = statSync(path).isFile();
    cpSync(path, isFile && intoFolder ? join(target, basename(path)) : target, {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}

function run(text: string, image: Image): void {
  if (systemOnly.test(text)) {
    stdout.write('  (left out: it sets up the system)\n');
    return;
  }
  const result = spawnSync('bash', ['-euo', 'pipefail', '-c', text], {
    cwd: image.workdir,
    env: { ...env, ...image.variables, PATH: path() },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status !== 0) throw new Error(`RUN ${text}\n${result.stdout}${result.stderr}`);
}

/** `A=1 B=/data`; paths of the image lie below the stage's folder. */
function setVariables(text: string, image: Image): void {
  for (const [, name = '', value = ''] of text.matchAll(/(\w+)=(\S*)/g))
    image.variables[name] = value.startsWith('/') ? join(image.root, value) : value;
}

function inspect(image: Image): void {
  const strangers = [
    ...['typescript', 'vitest', '@biomejs'].map((name) => join('node_modules', name)),
    ...globSync('dist/{sandbox,**/*.test.js}', { cwd: image.workdir }),
  ].filter((name) => existsSync(join(image.workdir, name)));
  if (strangers.length > 0)
    throw new Error(`The image holds what only developers need: ${strangers.join(', ')}`);
}

/** @param check looks at the healthy service, and at what it has written so far */
async function start(
  image: Image,
  more: Record<string, string>,
  check: (output: () => string) => Promise<void> = async () => {},
): Promise<void> {
  if (image.command === null || image.health === null)
    throw new Error('The image has no CMD or no HEALTHCHECK');
  const [port, adminPort, nobody] = await freePorts(3);
  const variables = {
    ...image.variables,
    PATH: path(),
    PORT: String(port),
    ADMIN_PORT: String(adminPort),
    ...more,
    // Nobody listens there: a GitHub that is down must not keep the service from being healthy.
    GHE_HOST: `127.0.0.1:${nobody}`,
    GHE_PROTOCOL: 'http',
  };
  const [program = '', ...args] = image.command;
  const service = spawn(program, args, {
    cwd: image.workdir,
    env: variables,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [service.stdout, service.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const ended = exitOf(service);
  try {
    await untilHealthy(image, variables, service);
    await check(() => output);
    service.kill(image.signal as NodeJS.Signals);
    const code = await Promise.race([ended, pause(stopLimit, 'still running', { ref: false })]);
    if (code !== 0) throw new Error(`After ${image.signal} the service ended with ${code}, not 0`);
  } catch (cause) {
    throw new Error(`The image's command said:\n${output}`, { cause });
  } finally {
    service.kill('SIGKILL');
  }
}

function credentials(): Record<string, string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    APP_ID: '1',
    PRIVATE_KEY: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    WEBHOOK_SECRET: randomBytes(24).toString('hex'),
  };
}

/** Without credentials there is a page, made of the image's app.yml. */
async function showsSetUp(output: () => string): Promise<void> {
  const end = Date.now() + startLimit;
  const find = (): string | undefined => /http:\/\/\S+\/set-up\/[\w-]+/.exec(output())?.[0];
  let address = find();
  while (address === undefined) {
    if (Date.now() > end) throw new Error('The log has no address for set-up');
    await pause(100);
    address = find();
  }
  const page = await fetch(address);
  if (page.status !== 200 || !(await page.text()).includes('pull requests'))
    throw new Error(`The set-up page answered ${page.status}, or without what the App asks for`);
}

async function untilHealthy(
  image: Image,
  variables: Record<string, string>,
  service: ChildProcess,
): Promise<void> {
  const [program = '', ...args] = image.health ?? [];
  const end = Date.now() + startLimit;
  while (spawnSync(program, args, { cwd: image.workdir, env: variables }).status !== 0) {
    if (service.exitCode !== null) throw new Error(`It ended with ${service.exitCode} before it was healthy`);
    if (Date.now() > end) throw new Error(`It was not healthy within ${startLimit / 1000} s`);
    await pause(300);
  }
}

function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'nothing'));
  });
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function path(): string {
  return `${dirname(execPath)}${delimiter}${env.PATH ?? ''}`;
}
