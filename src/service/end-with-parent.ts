import { Worker } from 'node:worker_threads';

/** How often the parent is looked for, in milliseconds. */
const lookMs = 500;

/**
 * Ends this process when its parent has ended, also in the middle of a computation: a parser that is busy hears of no
 * lost connection, and without a parent nobody would end it at its limits. So a thread of its own looks.
 */
export function endWithParent(): void {
  const look = `
    const { workerData } = require('node:worker_threads');
    setInterval(() => {
      if (process.ppid !== workerData.parent) process.kill(process.pid, 'SIGKILL');
    }, workerData.lookMs);
  `;
  const watcher = new Worker(look, {
    eval: true,
    workerData: { parent: process.ppid, lookMs },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  });
  // Without it the process goes on as before, until it is idle.
  watcher.on('error', () => {});
  watcher.unref();
}
