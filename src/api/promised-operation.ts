import type { ContractPlace } from './contract-change.ts';

/** An operation that a contract promises over HTTP, as far as code can be held to it. */
export interface PromisedOperation {
  /** Upper case. */
  readonly method: string;
  /** As the contract has it: `/orders/{id}`. Servers may stand before it. */
  readonly path: string;
  /** In one line, where the contract says what it does. */
  readonly summary: string | null;
  /** `200`, `4XX`, `DEFAULT`; empty where a part of them is not known. */
  readonly statuses: readonly string[];
  /** Whether a request without a body is refused. */
  readonly requiresBody: boolean;
  readonly place: ContractPlace;
}
