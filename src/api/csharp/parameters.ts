import type { ClassIndex, Scope } from '../classes/class-index.ts';
import { argumentOf, type Parameter, simpleName } from '../classes/class-model.ts';
import type { Seen } from '../endpoint.ts';
import { numberOf } from './answers.ts';
import { isConstraint } from './read-csharp.ts';

export interface ParameterFacts {
  readonly inputs: readonly string[];
  readonly validation: readonly Seen[];
  readonly pagination: readonly Seen[];
}

const sources = /^From(?:Body|Query|Route|Header|Form)$/;
const pageNames = /^(?:limit|size|page_?size|per_?page|take|max_?results|count|top|page_?limit)$/i;
const pageTypes = /\b\w*(?:Pagination|Paging|PagedQuery|PageQuery|PagedRequest|PageRequest)\w*\b/;

/**
 * What the parameters of an action or handler tell. `validates`: rules on them are checked by themselves, as
 * `[ApiController]` does; `infersBody`: what has no source and is no simple type is the body.
 */
export function readParameters(
  parameters: readonly Parameter[],
  scope: Scope,
  index: ClassIndex,
  { validates, infersBody }: { validates: boolean; infersBody: boolean },
): ParameterFacts {
  const inputs: string[] = [];
  const validation: Seen[] = [];
  const pagination: Seen[] = [];
  for (const parameter of parameters) {
    const names = parameter.annotations.map(({ name }) => simpleName(name));
    if (names.some((name) => /^FromServices$|^FromKeyedServices$/.test(name))) continue;
    const type = /^[\w.]+/.exec(parameter.type)?.[0] ?? '';
    const model = index.find(type, scope);
    const source =
      names.find((name) => sources.test(name)) ??
      (infersBody && isModel(type, model !== null) ? 'FromBody' : null);
    if (source !== null) inputs.push(source);
    if (pageNames.test(parameter.name) || pageTypes.test(parameter.type))
      pagination.push(pageOf(parameter, scope, index));
    const own = names.find((name) => isConstraint(name));
    const checked =
      own !== undefined ||
      (model !== null && [model, ...index.bases(model)].some(({ fact }) => fact.hasConstraints));
    if (validates && checked)
      validation.push({
        ...parameter.seen,
        text: own === undefined ? parameter.type : `[${own}] ${parameter.name}`,
        ...(source === null ? {} : { input: source }),
      });
  }
  return { inputs: [...new Set(inputs)], validation, pagination };
}

function isModel(type: string, isKnown: boolean): boolean {
  return (
    /(?:Dto|DTO|Request|Command|Model|Input|Body|Payload)$/.test(type) ||
    (isKnown &&
      !/^I[A-Z]/.test(type) &&
      !/(?:Service|Repository|Context|Manager|Sender|Handler|Accessor)$/.test(type))
  );
}

function pageOf(parameter: Parameter, scope: Scope, index: ClassIndex): Seen {
  const range = parameter.annotations.find(({ name }) => /^(?:Range|MaxLength)$/.test(simpleName(name)));
  const most =
    range === undefined
      ? null
      : (argumentOf(range.args, ['maximum']) ??
        range.args.filter(({ name }) => name === null).at(-1)?.value ??
        null);
  const limit = numberOf(most, index, scope);
  const text = pageNames.test(parameter.name) ? parameter.name : parameter.type;
  return { ...parameter.seen, text, ...(limit === null ? {} : { limit }) };
}
