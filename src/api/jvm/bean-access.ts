import { accessByName } from '../classes/access.ts';
import type { ClassIndex } from '../classes/class-index.ts';
import { argumentOf, simpleName } from '../classes/class-model.ts';
import type { PlacedAnnotation } from '../classes/methods.ts';
import type { Seen } from '../endpoint.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';

/** What annotations say of who may call. */
export interface Access {
  readonly checks: Checks;
  readonly publicBy: Seen | null;
  /** True where something of it decides who may call: it stands for what a class or interface says. */
  readonly decides: boolean;
}

const none: Access = { checks: noChecks, publicBy: null, decides: false };

/** Annotations of the standards and of Spring Security; `any`: whoever is signed in. */
const known: ReadonlyMap<string, 'roles' | 'any' | 'nobody' | 'everybody' | 'expression'> = new Map([
  ['PreAuthorize', 'expression'],
  ['Secured', 'roles'],
  ['RolesAllowed', 'roles'],
  ['PermissionsAllowed', 'roles'],
  ['DenyAll', 'nobody'],
  ['PermitAll', 'everybody'],
  ['Authenticated', 'any'],
  ['AnonymousAllowed', 'everybody'],
]);

/** Annotations that describe, inject or configure; a name of the project among them says nothing of access. */
const describing =
  /^(?:Api\w*|Operation|Parameters?|Tags?|Schema|SecurityRequirements?|SecurityScheme|CrossOrigin|CurrentUser|AuthenticationPrincipal|Auth|Valid|Validated|Login|JsonView)$/;
const publicNames =
  /^(?:public|is_?public|skip_?auth\w*|no_?auth\w*|allow_?anonymous|anonymous_?access|public_?(?:api|endpoint|route)|ignore_?(?:auth|token|login)\w*|pass_?token)$/i;

export function accessOf(annotations: readonly PlacedAnnotation[], index: ClassIndex): Access {
  return joinAccess(annotations.map((each) => accessOfOne(each, index)));
}

/** What a method says counts for itself: only where it says nothing does its class speak. */
export function methodOrClass(method: Access, owner: Access): Access {
  if (!method.decides) return joinAccess([owner, method]);
  return {
    ...method,
    checks: { ...joinChecks(owner.checks, method.checks), ...accessOnly(method.checks) },
  };
}

function accessOnly({
  authentication,
  authorization,
}: Checks): Pick<Checks, 'authentication' | 'authorization'> {
  return { authentication, authorization };
}

function joinAccess(all: readonly Access[]): Access {
  return {
    checks: joinChecks(...all.map(({ checks }) => checks)),
    publicBy: all.find(({ publicBy }) => publicBy !== null)?.publicBy ?? null,
    decides: all.some(({ decides }) => decides),
  };
}

function accessOfOne({ annotation, scope }: PlacedAnnotation, index: ClassIndex): Access {
  const name = simpleName(annotation.name);
  const { seen } = annotation;
  const authorization: Access = {
    checks: { ...noChecks, authorization: [seen] },
    publicBy: null,
    decides: true,
  };
  const authentication: Access = {
    checks: { ...noChecks, authentication: [seen] },
    publicBy: null,
    decides: true,
  };
  switch (known.get(name)) {
    case 'everybody':
      return { checks: noChecks, publicBy: seen, decides: true };
    case 'roles':
    case 'nobody':
      return authorization;
    case 'any':
      return authentication;
    case 'expression': {
      const expression = index.text(argumentOf(annotation.args, ['value'], true), scope) ?? '';
      if (/^\s*permitAll(?:\(\))?\s*$/.test(expression))
        return { checks: noChecks, publicBy: seen, decides: true };
      return /^\s*(?:isAuthenticated|isFullyAuthenticated)\(\)\s*$/.test(expression)
        ? authentication
        : authorization;
    }
    default:
  }
  if (describing.test(name)) return none;
  if (publicNames.test(name)) return { checks: noChecks, publicBy: seen, decides: true };
  const named = accessByName(name, seen);
  if (named !== null) return { checks: named, publicBy: null, decides: named.rateLimit.length === 0 };
  // Annotations of the project may stand for filters and aspects.
  const own = index.find(annotation.name, scope);
  return own === null ||
    own.fact.kind !== 'annotation' ||
    isDescription(own.fact.annotations.map((each) => each.name))
    ? none
    : { checks: { ...noChecks, other: [seen] }, publicBy: null, decides: false };
}

/** Made of annotations that describe or map: what they are is followed by itself. */
function isDescription(names: readonly string[]): boolean {
  return names.some((name) =>
    /^(?:Api\w*|Operation|Parameters?|Schema|Tags?|\w*Mapping|RestController|Controller|Component|Service|Constraint|Test|HttpMethod|Path)$/.test(
      simpleName(name),
    ),
  );
}
