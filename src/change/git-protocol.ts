import type { GitInvocation } from './launch-git.ts';

/** What is asked of the process that launches git. Each launch has a number. */
export type ToGitChild =
  | { readonly kind: 'launch'; readonly launch: number; readonly invocation: GitInvocation }
  | { readonly kind: 'write'; readonly launch: number; readonly text: string }
  | { readonly kind: 'end input'; readonly launch: number }
  | { readonly kind: 'end'; readonly launch: number };

/** What it tells. */
export type FromGitChild =
  | { readonly kind: 'output'; readonly launch: number; readonly chunk: Uint8Array }
  | { readonly kind: 'complaint'; readonly launch: number; readonly chunk: Uint8Array }
  | { readonly kind: 'not started'; readonly launch: number; readonly cause: Error }
  | { readonly kind: 'closed'; readonly launch: number; readonly code: number | null };
