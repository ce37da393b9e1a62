import { execFileSync } from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { env, kill, ppid } from 'node:process';
import { Worker } from 'node:worker_threads';
import { closeWaysOut } from '../../src/proof/sandbox/close-ways-out.ts';

// Runs as the database's process runs, and tries what somebody would try who had got out of the database's program.

closeWaysOut();

interface Target {
  readonly folder: string;
  readonly port: number;
}

type Attempt = (target: Target) => unknown;

const attempts: Readonly<Record<string, Attempt>> = {
  'a file of the system': () => readFileSync('/etc/passwd'),
  'a file beside the program': () => readFileSync(`${import.meta.dirname}/../../README.md`),
  'a folder': () => readdirSync('/'),
  'what other processes are': () => readFileSync('/proc/1/environ'),
  'a file of its own': ({ folder }) => writeFileSync(`${folder}/written`, 'x'),
  'a program': () => execFileSync('/bin/true'),
  'a thread': () => new Worker('', { eval: true }),
  'code out of text': () => new Function('return 1')(),
  'a connection': ({ port }) => net.connect(port, '127.0.0.1'),
  'a connection by its parts': ({ port }) => new net.Socket().connect(port, '127.0.0.1'),
  'a server': () => net.createServer().listen(0),
  'a request': ({ port }) => http.get(`http://127.0.0.1:${port}/`),
  'a request of the browser’s kind': ({ port }) => fetch(`http://127.0.0.1:${port}/`),
  'a web socket': ({ port }) => new WebSocket(`ws://127.0.0.1:${port}/`),
  'a packet': ({ port }) => dgram.createSocket('udp4').send('x', port, '127.0.0.1'),
  'a name': () => dns.lookup('localhost', () => {}),
  'the parent ended': () => kill(ppid, 0),
  'the bindings of Node': () => Reflect.get(process, 'binding').call(process, 'tcp_wrap'),
};

process.on('message', async (target: Target) => {
  const succeeded: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await attempt(target);
      succeeded.push(name);
    } catch {
      // As it should be.
    }
  }
  process.send?.({ tried: Object.keys(attempts).length, succeeded, environment: Object.keys(env) });
});
