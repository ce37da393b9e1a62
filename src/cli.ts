#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { compileWasmOnce } from './config/compile-once.ts';
import { processSettings } from './config/process.ts';

// Before anything large is loaded: a check of a few files takes less time than compiling what it needs of us.
enableCompileCache();
compileWasmOnce();
// Whoever reads has seen enough (`| head`): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
const { runCommandLine } = await import('./command-line/main.ts');
process.exitCode = await runCommandLine({
  ...processSettings(),
  arguments: process.argv.slice(2),
  nodeVersion: process.versions.node,
  toolVersion,
  today: () => new Date().toISOString().slice(0, 10),
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  terminal: process.stderr.isTTY === true,
});

/** From our own package.json, one folder up in the source and in dist alike. */
function toolVersion(): string {
  const parsed: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return parsed.version;
}
