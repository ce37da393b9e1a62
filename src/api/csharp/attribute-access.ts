import { accessByName } from '../classes/access.ts';
import type { ClassIndex } from '../classes/class-index.ts';
import { type Annotation, argumentOf, simpleName } from '../classes/class-model.ts';
import type { PlacedAnnotation } from '../classes/methods.ts';
import type { Seen } from '../endpoint.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';

/** What attributes say of who may call, and how often. */
export interface AttributeAccess {
  readonly checks: Checks;
  readonly publicBy: Seen | null;
  /** True where a limit of the class or the application does not hold. */
  readonly unlimited: boolean;
}

const describing =
  /^(?:Http\w*|Route|Area|Api\w*|Produces\w*|Consumes|Swagger\w*|Tags?|ActionName|AcceptVerbs|ResponseCache|OutputCache|EnableCors|DisableCors|RequestSizeLimit|DisableRequestSizeLimit|RequestFormLimits|Obsolete|NonAction|ServiceFilter|TypeFilter|ValidateAntiForgeryToken|AutoValidateAntiforgeryToken|IgnoreAntiforgeryToken|MapToApiVersion|Endpoint\w*|OpenApi\w*|ExcludeFromDescription|Description|EditorBrowsable|SuppressMessage)$/;

export function attributeAccess(
  attributes: readonly PlacedAnnotation[],
  index: ClassIndex,
  limits: ReadonlyMap<string, number>,
): AttributeAccess {
  let publicBy: Seen | null = null;
  let unlimited = false;
  const checks: Checks[] = [];
  for (const each of attributes) {
    const { annotation, scope } = each;
    const name = simpleName(annotation.name);
    if (name === 'AllowAnonymous') publicBy ??= annotation.seen;
    else if (name === 'DisableRateLimiting') unlimited = true;
    else if (name === 'Authorize') checks.push(authorize(annotation));
    // What is built on it demands something of its own.
    else if (derivesFrom(each, 'Authorize', index))
      checks.push({ ...noChecks, authorization: [annotation.seen] });
    else if (name === 'EnableRateLimiting') {
      const limit = limits.get(index.text(argumentOf(annotation.args, ['policyName'], true), scope) ?? '');
      checks.push({
        ...noChecks,
        rateLimit: [limit === undefined ? annotation.seen : { ...annotation.seen, limit }],
      });
    } else if (!describing.test(name)) {
      const named = accessByName(name, annotation.seen);
      // Attributes of the project may be filters.
      if (named !== null) checks.push(named);
      else if (isFilter(each, index)) checks.push({ ...noChecks, other: [annotation.seen] });
    } else if (name === 'ServiceFilter' || name === 'TypeFilter') checks.push(filterOf(annotation));
  }
  return { checks: joinChecks(...checks), publicBy, unlimited };
}

/** `[Authorize]` asks who it is; roles and policies ask for more. */
function authorize(annotation: Annotation): Checks {
  const demands = argumentOf(annotation.args, ['Roles', 'Policy', 'policy', 'roles'], true) !== null;
  return demands
    ? { ...noChecks, authorization: [annotation.seen] }
    : { ...noChecks, authentication: [annotation.seen] };
}

function filterOf(annotation: Annotation): Checks {
  const type = argumentOf(annotation.args, ['type'], true);
  const name = type?.kind === 'name' ? simpleName(type.name) : '';
  return accessByName(name, annotation.seen) ?? { ...noChecks, other: [annotation.seen] };
}

/** Whether an attribute of the project is built on one of the framework's. */
function derivesFrom({ annotation, scope }: PlacedAnnotation, base: string, index: ClassIndex): boolean {
  return basesOf({ annotation, scope }, index).includes(base);
}

function basesOf({ annotation, scope }: PlacedAnnotation, index: ClassIndex): string[] {
  const entry = index.find(`${annotation.name}Attribute`, scope) ?? index.find(annotation.name, scope);
  if (entry === null) return [];
  return [entry, ...index.bases(entry)].flatMap(({ fact }) =>
    fact.bases.map((name) => simpleName(name).replace(/Attribute$/, '')),
  );
}

function isFilter(each: PlacedAnnotation, index: ClassIndex): boolean {
  return basesOf(each, index).some((name) => /Filter$|^I\w*Filter(?:Factory)?$/.test(name));
}
