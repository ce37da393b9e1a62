import { requestData } from '../api/exchange/request-data.ts';
import type { SyntaxNode } from '../code/syntax.ts';
import type { CodeCall } from '../code/view/calls.ts';
import { type CodeView, inside } from '../code/view/code-view.ts';
import { type LiteralEntry, literalOf, optionsOf } from '../code/view/options.ts';
import { booleanOf, fixedString } from '../code/view/parts.ts';

const originNames =
  /^(?:origin|origins|allow_origins|allow_origin_regex|allowed_origins|AllowOriginFunc|AllowOriginRequestFunc|UnsafeWildcardOriginWithAllowCredentials)$/;
const credentialNames = /^(?:credentials|allow_credentials|supports_credentials|AllowCredentials)$/;
const literalKinds: readonly string[] = [
  'object',
  'dictionary',
  'array_creation_expression',
  'composite_literal',
];
/** Frameworks that send a `*` as it is, which browsers refuse together with credentials; the others answer the caller's origin. */
const starIsRefused: ReadonlySet<string> = new Set(['javascript', 'typescript', 'tsx', 'go']);
/** Settings of Django. */
const djangoAny = /^CORS_(?:ALLOW_ALL_ORIGINS|ORIGIN_ALLOW_ALL)$/;
/** Calls that allow any origin and credentials, one in a function with the other. */
const anyOrigin =
  /^(?:allowedOriginPatterns|addAllowedOriginPattern|setAllowedOriginPatterns|SetIsOriginAllowed)$/;
const withCredentials = /^(?:allowCredentials|setAllowCredentials|AllowCredentials)$/;

/** What stands before settings that only developers get. */
const forDevelopers = /development|NODE_ENV|is_?prod|is_?dev|\bDEBUG\b/i;
const guardDistance = 400;

/** Places where any origin is allowed together with credentials, as far as both are seen in one literal, call, function or file of settings. */
export function openCors(code: CodeView): readonly SyntaxNode[] {
  return [...inLiterals(code), ...inCalls(code), ...inSettings(code), ...byHand(code)].filter(
    ({ range }) =>
      !forDevelopers.test(code.text.slice(Math.max(0, range.start - guardDistance), range.start)),
  );
}

function inLiterals(code: CodeView): SyntaxNode[] {
  return code.root.findAll(literalKinds).filter((node) => isOpen(literalOf(node)?.entries ?? [], code));
}

function isOpen(entries: readonly LiteralEntry[], code: CodeView): boolean {
  const credentials = entries.find(({ name }) => credentialNames.test(name));
  if (credentials === undefined || booleanOf(credentials.value) !== true) return false;
  return entries.some(({ name, value }) => originNames.test(name) && isAny(value, code));
}

function isAny(value: SyntaxNode, code: CodeView): boolean {
  if (value.range.end - value.range.start > 200) return false;
  const text = code.textOf(value);
  if (booleanOf(value) === true) return true;
  if (/(?:=>|\breturn)\s*(?:\w+\(null,\s*)?true\)?;?\s*\}?$/.test(text)) return true;
  const isStar = fixedString(value) === '*' || /^\[\s*["']\*["']\s*\]$/.test(text);
  return isStar && !starIsRefused.has(code.language);
}

/** Keyword arguments of Python. */
function inCalls(code: CodeView): SyntaxNode[] {
  const keyword =
    code.language !== 'python'
      ? []
      : code.calls.filter((call) => /(?:^|\.)(?:add_middleware|CORSMiddleware|CORS)$/.test(call.callee));
  const direct = keyword.flatMap((call) => {
    const { entries } = optionsOf(call);
    const origin = entries.find(({ name }) => originNames.test(name))?.node;
    const named =
      origin === undefined
        ? undefined
        : code.values.find(({ value }) => value.range.start === origin.range.start);
    return isOpen(entries, code) && named !== undefined ? [named.node] : [];
  });
  return [
    ...direct,
    ...code.calls.filter((call) => anyOrigin.test(call.name) && opensAll(call, code)).map(({ node }) => node),
  ];
}

function opensAll(call: CodeCall, code: CodeView): boolean {
  const [first] = call.args;
  if (first === undefined) return false;
  const text = code.textOf(first.value);
  if (fixedString(first.value) !== '*' && !/=>\s*true$|\("\*"\)$/.test(text.slice(-100))) return false;
  const around = code.functionAt(call.node.range.start)?.node.range ?? code.root.range;
  return inside(code.calls, around).some(
    ({ name, args }) =>
      withCredentials.test(name) && (args[0] === undefined || booleanOf(args[0].value) === true),
  );
}

function inSettings({ values, language }: CodeView): SyntaxNode[] {
  if (language !== 'python') return [];
  const isTrue = (names: RegExp) =>
    values.find(({ name, value }) => names.test(name) && booleanOf(value) === true);
  const any = isTrue(djangoAny);
  return any !== undefined && isTrue(/^CORS_ALLOW_CREDENTIALS$/) !== undefined ? [any.node] : [];
}

/** Longest function whose text is searched for a comparison. */
const longestFunction = 4_000;

/** The caller's origin is written into the header, in a function that compares it with nothing. */
function byHand(code: CodeView): SyntaxNode[] {
  const headers = code.calls.filter(({ args }) =>
    /^access-control-allow-/i.test(args[0] === undefined ? '' : (fixedString(args[0].value) ?? '')),
  );
  const isCredentials = headers.some(
    ({ args: [name] }) => name !== undefined && /credentials$/i.test(fixedString(name.value) ?? ''),
  );
  return headers
    .filter(({ node, args: [name, value] }) => {
      if (!isCredentials || name === undefined || value === undefined) return false;
      const around = code.functionAt(node.range.start)?.node;
      const isOrigin =
        /origin$/i.test(fixedString(name.value) ?? '') && /origin/i.test(code.textOf(value.value));
      const isOfRequest = code.kept(requestData).sourceOf(value.value) !== null;
      return (
        isOrigin &&
        isOfRequest &&
        around !== undefined &&
        !/allow(?:ed|list)|whitelist|includes|indexOf|\.has\(|\.test\(|match|\bin\b|Contains|trusted/.test(
          (around?.text ?? '').slice(0, longestFunction),
        )
      );
    })
    .map(({ node }) => node);
}
