import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import workerThreads from 'node:worker_threads';

/**
 * Takes from this process what Node's permission model leaves it: the network, and signals to other processes. The
 * database's program asks for sockets by the name `WebSocket` (Emscripten makes one of each), which is then nobody's.
 * To be called before anything else is loaded.
 */
export function closeWaysOut(): void {
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'WebSocketStream', 'XMLHttpRequest'])
    Reflect.deleteProperty(globalThis, name);
  for (const module of [net, tls, http, https, http2, dgram, dns, dns.promises, childProcess, workerThreads])
    close(module);
  for (const made of [net.Socket, net.Server, dgram.Socket, dns.Resolver, dns.promises.Resolver])
    close(made.prototype);
  for (const name of ['kill', 'dlopen', 'binding', '_linkedBinding', '_debugProcess'])
    Reflect.defineProperty(process, name, { value: refuse, writable: false, configurable: false });
  syncBuiltinESMExports();
}

/** What streams are made of stays: the way to the parent is one. */
const harmless = new Set([
  'constructor',
  'on',
  'once',
  'off',
  'emit',
  'ref',
  'unref',
  'read',
  'write',
  'end',
]);

/** Everything that can be called or made of a module is refused from here on. */
function close(target: object): void {
  for (const name of Object.getOwnPropertyNames(target)) {
    const property = Object.getOwnPropertyDescriptor(target, name);
    if (typeof property?.value !== 'function' || !property.configurable || harmless.has(name)) continue;
    Object.defineProperty(target, name, { ...property, value: refuse });
  }
}

function refuse(): never {
  throw new Error('This process has no way out');
}
