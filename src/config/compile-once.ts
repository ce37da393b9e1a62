import { setFlagsFromString } from 'node:v8';

/**
 * Keep V8 from compiling WebAssembly a second time, for speed. Our parsers and the embedded database are megabytes of it:
 * the second compilation takes hundreds of megabytes and half of the processor for the first minutes, and what comes out
 * is not faster here (measured: 40,000 statements 1.0 s beside 0.9 s, a review 180 ms beside 180 ms, deliveries the same).
 */
export const compileOnceFlags = ['--no-wasm-dynamic-tiering', '--no-wasm-tier-up'] as const;

/** To be called before the first WebAssembly is loaded. */
export function compileWasmOnce(): void {
  for (const flag of compileOnceFlags) setFlagsFromString(flag);
}
