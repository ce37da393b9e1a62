import type { ContractChange } from '../api/contract-change.ts';
import type { EndpointChange } from '../api/endpoint.ts';
import type { TestFile } from '../code/test-file.ts';
import type { TransactionModel } from '../migrations/migration.ts';
import type { Proof } from '../proof/proof.ts';
import type { DdlOperation } from '../sql/operation.ts';
import type { SchemaPicture } from './schema-picture.ts';

/** What one statement of a migration does, with what is known of its table. */
interface OperationFact {
  readonly line: number;
  readonly operation: DdlOperation;
  /** True where the table is created by this pull request. */
  readonly onNewTable: boolean;
}

/** A migration that the pull request adds, changes or removes. */
export interface MigrationFact {
  readonly path: string;
  readonly framework: string;
  readonly status: 'added' | 'modified' | 'removed';
  readonly transaction: TransactionModel;
  /** Of the up direction. */
  readonly operations: readonly OperationFact[];
  /** Data statements of the up direction, by kind. */
  readonly dataStatements: readonly {
    readonly kind: string;
    readonly table: string;
    readonly line: number;
  }[];
  readonly hasDown: boolean;
  readonly failedStatements: number;
}

/** A file of SQL that is no migration. */
export interface QueryFileFact {
  readonly path: string;
  readonly statements: number;
}

/** A migration as it ran: what each of its statements did. */
export interface ProofFact {
  readonly proof: Proof;
  /** The statements of the proven migrations as people wrote them, by path and start of range. */
  readonly texts: Readonly<Record<string, string>>;
}

/** What the contract and the tests say of one of the endpoints that are added, changed or removed. */
export interface EndpointNote {
  readonly method: string;
  readonly path: string;
  /** Its operation in the contract at the head. */
  readonly promise: {
    readonly operation: string;
    readonly summary: string | null;
    readonly path: string;
    readonly line: number;
  } | null;
  /** Where a test calls it; only looked for where the endpoint is new. */
  readonly test: { readonly path: string; readonly line: number } | null;
}

/** What the analysis saw: facts first, rules and words afterwards. JSON all the way. */
export interface Facts {
  readonly migrations: readonly MigrationFact[];
  readonly queryFiles: readonly QueryFileFact[];
  /** One for each history of migrations that changes the structure of tables. */
  readonly pictures: readonly SchemaPicture[];
  /** One for each history of migrations that was run. */
  readonly proofs: readonly ProofFact[];
  /** Why something was not run, each a Markdown sentence. */
  readonly notRun: readonly string[];
  readonly endpoints: readonly EndpointChange[];
  readonly endpointNotes: readonly EndpointNote[];
  readonly contracts: readonly ContractChange[];
  readonly tests: readonly TestFile[];
}

export const noFacts: Facts = {
  migrations: [],
  queryFiles: [],
  pictures: [],
  proofs: [],
  notRun: [],
  endpoints: [],
  endpointNotes: [],
  contracts: [],
  tests: [],
};
