import type { ContractChange, ContractLevel } from './contract-change.ts';
import type { PromisedOperation } from './promised-operation.ts';

/** A file of a contract on one side. */
export interface ContractFile {
  readonly path: string;
  readonly text: string;
}

/** The files of one side that a format may look at: the changed ones and what they are related to. */
export interface ContractSide {
  /** All paths of the side that concern the format, also of files that were not read. */
  readonly paths: readonly string[];
  /** null where there is no such file, no text in it, or nobody said that it is needed (`related`). */
  read(path: string): ContractFile | null;
}

/** Why a file was compared in part or not at all: a clause for people, as in `Coverage`. */
export interface ContractProblem {
  readonly path: string;
  readonly partial: boolean;
  readonly reason: string;
  /** What it is about, as the file has it: shown as code behind the reason. */
  readonly subject?: string;
}

export interface ContractDifference {
  /** Unmerged: a shared part that many operations use makes a change of each. */
  readonly changes: readonly ContractChange[];
  readonly problems: readonly ContractProblem[];
}

/** One language that contracts are written in. */
export interface ContractFormat {
  readonly id: ContractChange['format'];
  readonly title: string;
  /** All changes that it tells apart. */
  readonly checks: readonly { readonly id: string; readonly level: ContractLevel }[];
  /** Whether a file may be a contract of this format or a part of one, by its path alone. */
  concerns(path: string): boolean;
  /** Whether its text says so; files that concern by path and are none are nobody's problem. */
  recognises(text: string): boolean;
  /**
   * Paths of the same side without which a file cannot be understood: what it refers to or imports. Asked again of
   * each of them. Only answers out of `paths` count: nothing outside the repository is ever read.
   */
  related(file: ContractFile, paths: readonly string[]): readonly string[];
  /** Where a document may be spread over files that are none themselves, and are only known by what refers to them. */
  readonly parts?: {
    /** Whether a text may be such a part. */
    recognises(text: string): boolean;
    /**
     * The paths that may be documents which refer to one of the parts, the likeliest first, at most a few hundred. They
     * are read, and those that refer to a part (`related`) are compared as if they were changed.
     */
    candidates(parts: readonly string[], paths: readonly string[]): readonly string[];
  };
  /** Whether files belong together because of where they lie: one that is given alone is then compared alone. */
  readonly gathers?: true;
  /** The operations that a document promises over HTTP, where the format is about HTTP. */
  promises?(file: ContractFile, side: ContractSide): readonly PromisedOperation[];
  /**
   * What changed for callers. `changed` are the paths that the change touches, old and new names (a renamed file has
   * both, as `[base, head]`; null where a side has none). A document that only refers to what changed is there with the
   * same path twice. `today` is an ISO date, left out where nobody knows it. Never throws for what a file holds: it says so in `problems`.
   */
  compare(input: {
    readonly base: ContractSide;
    readonly head: ContractSide;
    readonly changed: readonly (readonly [base: string | null, head: string | null])[];
    readonly today?: string | null;
  }): ContractDifference;
}
