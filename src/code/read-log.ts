/**
 * Notes what an answer was drawn from, so that it can be kept until something of that changes. A read is the path of
 * a file (also of one that was looked for and is not there), or a name for something else that may change.
 */
export interface ReadLog {
  note(read: string): void;
  /** What was noted while `work` ran, also by what ran inside it. */
  during<T>(work: () => T): { readonly value: T; readonly reads: ReadonlySet<string> };
  /** Computes once; whoever asks later has read the same. */
  once<T>(compute: () => T): () => T;
}

export function createReadLog(): ReadLog {
  const open: Set<string>[] = [];
  const noteAll = (reads: ReadonlySet<string>): void => {
    const current = open.at(-1);
    if (current !== undefined) for (const read of reads) current.add(read);
  };
  const log: ReadLog = {
    note(read) {
      open.at(-1)?.add(read);
    },
    during(work) {
      const reads = new Set<string>();
      open.push(reads);
      try {
        return { value: work(), reads };
      } finally {
        open.pop();
        noteAll(reads);
      }
    },
    once(compute) {
      let kept: ReturnType<typeof log.during<ReturnType<typeof compute>>> | null = null;
      return () => {
        if (kept === null) kept = log.during(compute);
        else noteAll(kept.reads);
        return kept.value;
      };
    },
  };
  return log;
}
