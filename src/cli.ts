#!/usr/bin/env node
import { runCommandLine } from './command-line/main.ts';
import { compileWasmOnce } from './config/compile-once.ts';
import { processSettings } from './config/process.ts';

compileWasmOnce();
// Whoever reads has seen enough (`| head`): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await runCommandLine({
  ...processSettings(),
  arguments: process.argv.slice(2),
  nodeVersion: process.versions.node,
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  terminal: process.stderr.isTTY === true,
});
