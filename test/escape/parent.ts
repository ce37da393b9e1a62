import { once } from 'node:events';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { startChild } from '../../src/proof/sandbox/start-child.ts';

// Starts the database's process, lets it compute without end, and says its id.

const child = startChild(join(import.meta.dirname, '../../src/proof/sandbox/database-child.ts'));
child.send({ kind: 'open', image: null, extensions: [], memoryBytes: 500 * 1024 * 1024 });
await once(child, 'message');
child.send({ kind: 'exec', sql: 'SELECT count(*) FROM generate_series(1, 100000000000)' }, () => {
  stdout.write(String(child.pid));
});
