import type { SyntaxNode } from '../code/syntax.ts';
import type { CodeView } from '../code/view/code-view.ts';

/** Annotations that let everybody in. */
const annotations =
  /^(?:Public|IsPublic|SkipAuth|NoAuth|AllowAny|AllowAnonymous|PermitAll|AnonymousAllowed|login_not_required|PublicRoute)$/;
/** Calls in the body of a controller that do. */
const calls = /^(?:allow_unauthenticated_access|skip_before_action|skip_before_filter|withoutMiddleware)$/;
const authentication =
  /authentic(?!ity)|authori[sz]|\bauth\b|auth_|_auth(?!entic)|login|signed_in|logged_in|require_user|current_user/i;
export interface Opening {
  readonly node: SyntaxNode;
  /** The class or function that it stands on. */
  readonly name: string;
}

/** What lets callers in that are not signed in, where the name of what it stands on is seen. */
export function openings(code: CodeView): readonly Opening[] {
  const annotated = code.annotations
    .filter(({ name }) => annotations.test(name))
    .map(({ node }) => ({ node, name: nameBelow(node, code) }));
  const assigned = code.values
    .filter(
      ({ name, value }) =>
        (name === 'permission_classes' &&
          /^[[(]\s*(?:permissions\.)?AllowAny\s*,?\s*[\])]$/.test(code.textOf(value))) ||
        (name === 'authentication_classes' && /^[[(]\s*[\])]$/.test(code.textOf(value))),
    )
    .map(({ node }) => ({ node, name: classAbove(node, code) }));
  const called = code.calls
    .filter(
      ({ name, args: [first] }) =>
        calls.test(name) &&
        (name === 'allow_unauthenticated_access' ||
          authentication.test(first?.value.text.slice(0, 60) ?? '')),
    )
    .map(({ node }) => ({ node, name: classAbove(node, code) }));
  return [...annotated, ...assigned, ...called].filter(({ name }) => name !== '');
}

/** The class or function that an annotation stands on. */
function nameBelow({ range }: SyntaxNode, code: CodeView): string {
  const below = code.text.slice(range.end, range.end + 600);
  const declared =
    /\b(?:class|interface|def|fun|fn|function)\s+(\w+)|(?:^|[\s>\]])([A-Za-z_]\w*)\s*\([^)]*\)?[^;{]{0,200}?[{:]/.exec(
      below.replace(/@[\w.]+(?:\([^()]*\))?|\[[^[\]\n]*\]/g, ' '),
    );
  return declared?.[1] ?? declared?.[2] ?? '';
}

function classAbove({ range }: SyntaxNode, code: CodeView): string {
  const above = code.text.slice(Math.max(0, range.start - 5_000), range.start);
  return [...above.matchAll(/\b(?:class|module)\s+([\w:]+)/g)].at(-1)?.[1] ?? '';
}
