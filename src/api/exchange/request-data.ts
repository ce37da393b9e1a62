import type { SyntaxNode } from '../../code/syntax.ts';
import { callAt } from '../../code/view/calls.ts';
import type { CodeFact, CodeFunction, CodeView } from '../../code/view/code-view.ts';
import type { NamedValue } from '../../code/view/named-values.ts';
import { memberOf, plainName, subscriptOf, unwrapped } from '../../code/view/parts.ts';
import { keptByFunction, keptByMethod, requestForms } from './request-forms.ts';

/** What the code of a file takes from the request, followed through the variables of a function. */
export interface RequestData {
  /** The expression that takes it from the request, as text; null where the node is not seen to hold a part of it. */
  sourceOf(node: SyntaxNode): string | null;
}

/** Names that are followed one to the other, and parts of an expression that are opened. */
const maxSteps = 10;
const longestExpression = 200;

export const requestData: CodeFact<RequestData> = {
  make(code) {
    const known = new Map<CodeFunction | null, Map<string, string | null>>();
    const scopeOf = (at: CodeFunction | null): Map<string, string | null> => {
      const scope = known.get(at) ?? new Map<string, string | null>();
      known.set(at, scope);
      return scope;
    };
    const read = (name: string, offset: number): string | null => {
      let scope: CodeFunction | null = code.functionAt(offset);
      for (let step = 0; step < maxSteps; step++) {
        const found = known.get(scope)?.get(name);
        if (found !== undefined) return found;
        if (scope === null) return null;
        scope = scope.parent;
      }
      return null;
    };
    const sourceOf = (node: SyntaxNode): string | null => sourceIn(node, code, read, 0);
    for (const each of code.functions)
      for (const { name, text } of parameterSources(each, code)) scopeOf(each).set(name, text);
    for (const { names, source, at } of assignmentsOf(code, sourceOf)) {
      const scope = scopeOf(code.functionAt(at));
      for (const name of names) {
        // What is assigned a second time from elsewhere may be either: not known.
        scope.set(name, scope.has(name) && scope.get(name) !== source() ? null : source());
      }
    }
    return { sourceOf };
  },
};

type Read = (name: string, offset: number) => string | null;

function sourceIn(node: SyntaxNode, code: CodeView, read: Read, depth: number): string | null {
  const inner = unwrapped(node);
  const { start, end } = inner.range;
  if (depth > maxSteps || end - start > longestExpression) return null;
  if (/^(?:identifier|simple_identifier|variable_name|shorthand_property_identifier)$/.test(inner.kind)) {
    // `params` alone is the request in Ruby.
    const direct = requestForms[code.language].expression.test(inner.text) ? inner.text : null;
    return direct ?? read(plainName(inner), start);
  }
  const next = (of: SyntaxNode): string | null => sourceIn(of, code, read, depth + 1);
  const either = alternatives(inner, code);
  if (either !== null) return next(either);
  const whole = inner.text.replace(/\s+/g, '').replace(/\?\./g, '.');
  if (requestForms[code.language].expression.test(whole) && isChain(inner, code.language)) return whole;
  const call = callAt(inner);
  if (call !== null && inner.kind !== 'composite_literal' && !isPlainMember(inner)) {
    if (call.receiver !== null && keptByMethod.has(call.name)) return next(call.receiver);
    const first = call.args[0]?.value;
    return first !== undefined && keptByFunction.has(call.name) ? next(first) : null;
  }
  const object = memberOf(inner)?.object ?? subscriptOf(inner)?.object;
  return object === undefined ? null : next(object);
}

/** `a || b`, `a ?? b`, `a or b`: the first decides. */
function alternatives(node: SyntaxNode, code: CodeView): SyntaxNode | null {
  if (!/^(?:binary_expression|boolean_operator|binary|elvis_expression)$/.test(node.kind)) return null;
  const [first, second] = node.children();
  if (first === undefined || second === undefined) return null;
  const operator = code.text.slice(first.range.end, second.range.start).trim();
  return /^(?:\|\||\?\?|\?:|or)$/.test(operator) ? first : null;
}

/** Only names, keys and calls that take one of them: a call with a function in it makes something else. */
function isChain(node: SyntaxNode, language: CodeView['language']): boolean {
  const accessor =
    /^(?:get|query|param|params|header|headers|json|text|formData|parseBody|valid|get_json|get_data|getlist|getParameter|getHeader|getQueryString|queryParam|pathVariable|receive|receiveText|receiveNullable|pathParam|formParam|bodyAsClass|body|Get|Query|FormValue|PostFormValue|Param|Params|PostForm|DefaultQuery|DefaultPostForm|GetHeader|QueryParam|GetQuery|PathValue|URLParam|Vars|input|all|only|except|validated|post|cookie|toArray|getContent|getParsedBody|getQueryParams|request|route|string|require|permit|fetch|dig|to_unsafe_h|ReadFromJsonAsync|First|FirstOrDefault|toString|trim|strip|decode|read)$/;
  let current = node;
  for (let step = 0; step < maxSteps; step++) {
    const call = callAt(current);
    if (call !== null && current.kind !== 'composite_literal') {
      if (!accessor.test(call.name.replace(/[!?]$/, '')) && !(language === 'ruby' && isPlainMember(current)))
        return false;
      if (call.receiver === null) return true;
      current = unwrapped(call.receiver);
      continue;
    }
    const next = memberOf(current)?.object ?? subscriptOf(current)?.object;
    if (next === undefined) return true;
    current = unwrapped(next);
  }
  return true;
}

function isPlainMember(node: SyntaxNode): boolean {
  return node.kind === 'call' && node.field('method') !== null && node.field('arguments') === null;
}

interface Assignment {
  readonly names: readonly string[];
  readonly source: () => string | null;
  readonly at: number;
}

/** What gets a value, in the order of the text: assignments, and what a call fills. */
function assignmentsOf(code: CodeView, sourceOf: (node: SyntaxNode) => string | null): Assignment[] {
  const { fills } = requestForms[code.language];
  const assigned = code.values
    .filter(
      ({ kind, target }) =>
        kind === 'assignment' && memberOf(target) === null && subscriptOf(target) === null,
    )
    .map(
      (value): Assignment => ({
        names: namesOf(value),
        source: () => sourceOf(value.value),
        at: value.node.range.start,
      }),
    );
  const filled =
    fills === null
      ? []
      : code.calls.flatMap(({ callee, args, node }): Assignment[] => {
          const last = args.at(-1)?.value;
          if (last === undefined || !fills.test(callee)) return [];
          const name = /^&?(\w+)$/.exec(code.textOf(last))?.[1];
          return name === undefined
            ? []
            : [{ names: [name], source: () => `${callee}(…)`, at: node.range.start }];
        });
  return [...assigned, ...filled].sort((a, b) => a.at - b.at);
}

const patternNames: readonly string[] = [
  'shorthand_property_identifier_pattern',
  'identifier',
  'variable_declaration',
];

function namesOf({ target, name }: NamedValue): readonly string[] {
  if (name !== '') return [name];
  if (target.range.end - target.range.start > 2_000) return [];
  return target.findAll(patternNames).map((each) => plainName(each.children()[0] ?? each));
}

/** Parameters of a function that are parts of the request. */
function parameterSources(each: CodeFunction, code: CodeView): { name: string; text: string }[] {
  const { annotated } = requestForms[code.language];
  const list =
    each.node.field('parameters') ??
    each.node.children().find(({ kind }) => kind === 'function_value_parameters');
  if (list == null) return [];
  if (code.language === 'python') return routeParameters(each, list, code);
  if (annotated === null) return [];
  const found: { name: string; text: string }[] = [];
  let pending = '';
  for (const parameter of list.children().slice(0, 50)) {
    const text =
      pending +
      code.text.slice(parameter.range.start, Math.min(parameter.range.end, parameter.range.start + 400));
    pending = parameter.kind === 'parameter_modifiers' ? text : '';
    if (pending !== '' || !annotated.test(text)) continue;
    for (const name of parameterNames(parameter)) found.push({ name, text: text.replace(/\s+/g, ' ') });
  }
  return found;
}

function parameterNames(parameter: SyntaxNode): string[] {
  const named = parameter.field('name') ?? parameter.field('pattern') ?? parameter.children()[0];
  if (named === undefined) return [];
  if (/^(?:object_pattern|tuple_struct_pattern)$/.test(named.kind))
    return named
      .findAll(['shorthand_property_identifier_pattern', 'identifier'])
      .map(({ text }) => text)
      .filter((name) => /^[a-z]/.test(name));
  return [plainName(named)];
}

/** Where the functions stand that a decorator makes routes. */
const pythonRoutes: CodeFact<ReadonlySet<number>> = {
  make: ({ root }) =>
    new Set(
      root.findAll(['decorated_definition']).flatMap((decorated) => {
        const children = decorated.children();
        const isRoute = children.some((child) => child.kind === 'decorator' && pythonRoute.test(child.text));
        const definition = children.at(-1);
        return isRoute && definition !== undefined ? [definition.range.start] : [];
      }),
    ),
};

const pythonRoute = /^@\s*[\w.]+\.(?:get|post|put|patch|delete|route|api_route)\s*\(/;
/** Parameters that the framework or a dependency fills. */
const notOfTheRequest =
  /\b(?:Depends|Security|Session|AsyncSession|Request|Response|BackgroundTasks|WebSocket|self|cls|db|session|current_user|user|request|response)\b/;

/** FastAPI and Flask give a route's function the request in its parameters. */
function routeParameters(
  { node }: CodeFunction,
  list: SyntaxNode,
  code: CodeView,
): { name: string; text: string }[] {
  if (!code.kept(pythonRoutes).has(node.range.start)) return [];
  return list
    .children()
    .slice(0, 50)
    .map((parameter) => ({
      text: parameter.text.slice(0, longestExpression).replace(/\s+/g, ' '),
      name: plainName(parameter.field('name') ?? parameter.children()[0] ?? parameter),
    }))
    .filter(({ text, name }) => name !== '' && !notOfTheRequest.test(text));
}
