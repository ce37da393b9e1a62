import type { TextRange } from '../../text/range.ts';
import type { CallExpression, Expression } from './expression.ts';

/** What one Python file says, as plain data: names, functions and classes, and calls that stand as statements. */
export interface PythonModule {
  readonly path: string;
  /** The first is the module's own. */
  readonly scopes: readonly PythonScope[];
  readonly functions: readonly PythonFunction[];
  readonly classes: readonly PythonClass[];
  readonly calls: readonly { readonly scope: number; readonly call: CallExpression }[];
}

interface PythonScope {
  readonly parent: number | null;
  readonly kind: 'module' | 'class' | 'function';
  /** Index of its class or function. */
  readonly owner: number;
  /** What is bound to a name, in the order of the text. */
  readonly names: Readonly<Record<string, readonly Binding[]>>;
  /** Modules of `from x import *`. */
  readonly stars: readonly string[];
}

export type Binding =
  /** `module` with its leading dots; `name` null for the module itself. */
  | { readonly kind: 'import'; readonly module: string; readonly name: string | null }
  /** `added` for `+=` and for what `append` and `extend` add; `scope` where the value stands in another than its name. */
  | { readonly kind: 'value'; readonly value: Expression; readonly added: boolean; readonly scope?: number }
  | { readonly kind: 'function'; readonly index: number }
  | { readonly kind: 'class'; readonly index: number }
  | { readonly kind: 'parameter'; readonly function: number; readonly place: number }
  /** A variable of a loop; `place` where several are unpacked. */
  | { readonly kind: 'item'; readonly of: Expression; readonly place: number | null };

export interface PythonFunction {
  readonly name: string;
  /** With its decorators. */
  readonly range: TextRange;
  /** Without them. */
  readonly definition: TextRange;
  readonly decorators: readonly Expression[];
  readonly parameters: readonly PythonParameter[];
  /** Where its body's names are looked up. */
  readonly scope: number;
  /** The scope that it stands in: its decorators' names are looked up there. */
  readonly around: number;
  /** Index of its class. */
  readonly owner: number | null;
  readonly body: PythonBody;
}

export interface PythonParameter extends TextRange {
  readonly name: string;
  readonly annotation: Expression | null;
  readonly value: Expression | null;
}

/** What of a body may tell of checks and answers; not of functions inside. */
export interface PythonBody {
  readonly calls: readonly CallExpression[];
  readonly raises: readonly Expression[];
  readonly returns: readonly Expression[];
  /** Values of `x.status_code = …`. */
  readonly statuses: readonly Expression[];
  /** `user.is_authenticated` of `not user.is_authenticated`, `'Idempotency-Key'`. */
  readonly marks: readonly Expression[];
}

export interface PythonClass {
  readonly name: string;
  readonly range: TextRange;
  readonly decorators: readonly Expression[];
  readonly bases: readonly Expression[];
  /** Its attributes and methods are the names of this scope. */
  readonly scope: number;
  /** Text ranges of what stands in it beside methods: they say what inherited methods do. */
  readonly attributes: readonly TextRange[];
}
