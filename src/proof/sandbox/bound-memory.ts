/** Of WebAssembly. */
const pageBytes = 64 * 1024;

/**
 * Bounds the memory that WebAssembly of this process may ask for from here on: PostgreSQL is then refused what it asks for
 * beyond, and says so ("out of memory"), instead of growing until it is ended from outside.
 */
export function boundWasmMemory(maximumBytes: number): void {
  const Unbounded = unbounded;
  const most = Math.floor(maximumBytes / pageBytes);
  WebAssembly.Memory = class extends Unbounded {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super({ ...descriptor, maximum: Math.min(descriptor.maximum ?? most, most) });
    }
  };
}

const unbounded = WebAssembly.Memory;
