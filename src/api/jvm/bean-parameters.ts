import type { ClassIndex } from '../classes/class-index.ts';
import { argumentOf, type Expression, simpleName } from '../classes/class-model.ts';
import type { MergedParameter } from '../classes/methods.ts';
import type { Seen } from '../endpoint.ts';

/** What the parameters of a handler tell. */
export interface ParameterFacts {
  readonly inputs: readonly string[];
  readonly validation: readonly Seen[];
  readonly pagination: readonly Seen[];
}

/** Bean Validation's constraints: https://jakarta.ee/specifications/bean-validation/3.0/ */
const constraints = new Set(
  'NotNull NotBlank NotEmpty Size Min Max DecimalMin DecimalMax Pattern Email Positive PositiveOrZero Negative NegativeOrZero Digits Past PastOrPresent Future FutureOrPresent AssertTrue Length Range URL UUID'.split(
    ' ',
  ),
);
const pageNames =
  /^(?:limit|size|page_?size|per_?page|take|max_?results|max_?items|max_?size|rows|top|page_?limit)$/i;
const pageTypes = /^(?:Pageable|PageRequest|Page<|PageQuery|Pagination\b)/;

/** `sources`: annotations that hand over a part of the request; `body`: what a parameter without any of them is, if something. */
export function readParameters(
  parameters: readonly MergedParameter[],
  index: ClassIndex,
  sources: ReadonlySet<string>,
  body: (parameter: MergedParameter) => string | null,
): ParameterFacts {
  const inputs: string[] = [];
  const validation: Seen[] = [];
  const pagination: Seen[] = [];
  for (const parameter of parameters) {
    const names = parameter.annotations.map(({ annotation }) => simpleName(annotation.name));
    const source = names.find((name) => sources.has(name)) ?? body(parameter);
    const page = paginationOf(parameter, index);
    if (page !== null) pagination.push(page);
    if (source === null) continue;
    inputs.push(source);
    const demand = names.find((name) => name === 'Valid' || name === 'Validated' || constraints.has(name));
    if (demand === undefined) continue;
    const { fact } = parameter;
    const subject = /^Valid/.test(demand) ? typeText(fact.type) : fact.name;
    const from = names.includes(source) ? ` @${source}` : '';
    validation.push({ ...fact.seen, text: `@${demand}${from} ${subject || fact.name}`, input: source });
  }
  return { inputs: [...new Set(inputs)], validation, pagination };
}

function paginationOf({ fact, annotations }: MergedParameter, index: ClassIndex): Seen | null {
  const isPage = pageTypes.test(fact.type);
  if (!isPage && !pageNames.test(fact.name)) return null;
  const limit = annotations.flatMap(({ annotation, scope }) => {
    const name = simpleName(annotation.name);
    const value =
      name === 'Max'
        ? argumentOf(annotation.args, ['value'], true)
        : name === 'Range' || name === 'Size'
          ? argumentOf(annotation.args, ['max'])
          : null;
    return numberOf(value, index, scope) ?? [];
  })[0];
  const seen = { ...fact.seen, text: isPage ? typeText(fact.type) : fact.name };
  return limit === undefined ? seen : { ...seen, limit };
}

function typeText(type: string): string {
  return type.replace(/\s+/g, ' ').slice(0, 40);
}

export function numberOf(
  value: Expression | null,
  index: ClassIndex,
  scope: Parameters<ClassIndex['text']>[1],
): number | null {
  if (value === null) return null;
  const text = value.kind === 'other' ? value.text : index.text(value, scope);
  return text !== null && /^[\d_]{1,9}[lL]?$/.test(text) ? Number(text.replace(/[_lL]/g, '')) : null;
}
