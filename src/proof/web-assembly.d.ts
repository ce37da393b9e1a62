/** What is used of WebAssembly: its types come with those of the browser only, which this project does without. */
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: 'WebAssembly.Module';
  }
  /** In pages of 64 KB. */
  interface MemoryDescriptor {
    readonly initial: number;
    readonly maximum?: number;
  }
  class Memory {
    constructor(descriptor: MemoryDescriptor);
  }
  function compile(bytes: Uint8Array): Promise<Module>;
}
