import type { TableWriter } from '../../src/proof/subject.ts';

/** A schema before a pull request, and the pull request's migrations. */
export interface MigrationCase {
  readonly name: string;
  /** What ran before: one migration file. */
  readonly base: string;
  /** A later one of before, where a table has to be older than what is added to it. */
  readonly later?: string;
  /** An earlier migration of the same pull request. */
  readonly earlier?: string;
  readonly migration: string;
  readonly writers?: readonly TableWriter[];
}

/** One that fails only on data. */
export interface FailingCase extends MigrationCase {
  /** Of the statement that fails: some of its text. */
  readonly at: string;
  /** SQLSTATE. */
  readonly code: string;
  /** Any row at all makes it fail: a blocker by itself. */
  readonly anyRow?: true;
}

/** A schema that most cases use: customers with orders. */
export const shop = `
  CREATE TABLE customers (id bigserial PRIMARY KEY, email text, name text NOT NULL);
  CREATE TABLE orders (id bigserial PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers,
    status text NOT NULL DEFAULT 'new', total numeric(10,2) NOT NULL, note text);`;
