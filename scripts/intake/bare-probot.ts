import { argv } from 'node:process';
import { pino } from 'pino';
import { Probot, Server } from 'probot';
import { z } from 'zod';

// The least that an app can be: Probot's own server, and a handler that does nothing. It prints its port.
// Silent, so that it is not slowed down by a line for each request, which Probot writes by default.

const { port, ...options } = z
  .object({ appId: z.int(), privateKey: z.string(), secret: z.string(), port: z.int() })
  .parse(JSON.parse(argv[2] ?? ''));
const log = pino({ level: 'warn' });
const server = new Server({
  port,
  host: '127.0.0.1',
  log,
  Probot: Probot.defaults({ ...options, log }),
});
await server.load((app) => app.on('pull_request', () => {}));
await server.start();
process.stdout.write(`${JSON.stringify({ port: server.port })}\n`);
