import { fileURLToPath } from 'node:url';

/**
 * The path of a script of its own (a process or a thread begins there) beside a module: TypeScript where that is run
 * directly, JavaScript where it was built.
 * @param moduleUrl `import.meta.url`
 */
export function scriptBeside(moduleUrl: string, name: string): string {
  return fileURLToPath(new URL(`./${name}.${moduleUrl.endsWith('.ts') ? 'ts' : 'js'}`, moduleUrl));
}
