/** A line that says what is being worked on, for what takes longer than a second. */
export interface Progress {
  file(path: string): void;
  end(): void;
}

const afterMs = 1_000;
const everyMs = 100;

/** @param write to a terminal, null where there is none */
export function createProgress(write: ((text: string) => void) | null): Progress {
  if (write === null) return { file: () => {}, end: () => {} };
  const started = performance.now();
  let shown = 0;
  return {
    file(path) {
      const now = performance.now();
      if (now - started < afterMs || now - shown < everyMs) return;
      shown = now;
      write(`\r\u001b[K${path.replace(/\p{Cc}/gu, ' ').slice(0, 70)}`);
    },
    end() {
      if (shown > 0) write('\r\u001b[K');
    },
  };
}
