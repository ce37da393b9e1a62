export type TestKind = 'endpoint' | 'database' | 'error-case';

/** A test file and what it shows that it tests, each kind with the line that shows it. */
export interface TestFile {
  readonly path: string;
  readonly kinds: readonly { readonly kind: TestKind; readonly line: number; readonly text: string }[];
}
