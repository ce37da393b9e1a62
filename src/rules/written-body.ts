import { requestData } from '../api/exchange/request-data.ts';
import type { SyntaxNode } from '../code/syntax.ts';
import type { CodeCall } from '../code/view/calls.ts';
import type { CodeView } from '../code/view/code-view.ts';
import { positional } from '../code/view/options.ts';
import { unwrapped } from '../code/view/parts.ts';

/** Methods of models and repositories that write every property they are given. */
const writers =
  /^(?:create|update|insert|insertMany|bulkCreate|upsert|build|findByIdAndUpdate|findOneAndUpdate|updateOne|fill|forceFill|forceCreate|assign_attributes|update_or_create|get_or_create|new)!?$/;
/** The whole body of a request, as a language writes it. */
const wholeBody =
  /^(?:(?:req|request)\.body|ctx\.request\.body|awaitc?\.?(?:req|request)\.json\(\)|(?:req|request)\.json\(\)|(?:self\.)?request\.(?:json|data|form|POST|get_json\(\))|\$(?:this->)?request->(?:all|input|post)\(\)|request\(\)->all\(\)|\$_(?:POST|REQUEST)|params(?:\.require\(:\w+\)|\[:\w+\])?\.to_unsafe_h)$/;

/** The whole body of the request among what a call writes to a stored object, as text; null where it writes none. */
export function writtenBody(call: CodeCall, code: CodeView): string | null {
  const args = positional(call);
  if (call.callee === 'Object.assign') {
    const [target, source] = args;
    return target === undefined || source === undefined || unwrapped(target).kind === 'object'
      ? null
      : wholeIn(source, code);
  }
  const isModel = /^[A-Z]\w*[a-z]\w*$/.test(call.name);
  if (!writers.test(call.name) && !isModel) return null;
  for (const arg of args.slice(0, 3)) {
    const splat = /^(?:dictionary_splat|spread_element)$/.test(arg.kind) ? arg.children()[0] : undefined;
    // A class that is called with one value may be any function; with `**body` it is a model.
    if (isModel && splat === undefined && call.node.kind !== 'new_expression') continue;
    const source = wholeIn(splat ?? dataOf(arg) ?? arg, code);
    if (source !== null) return source;
  }
  return null;
}

/** `{ data: req.body }` of Prisma. */
function dataOf(arg: SyntaxNode): SyntaxNode | null {
  if (arg.kind !== 'object') return null;
  const data = arg.children().find((child) => child.kind === 'pair' && child.field('key')?.text === 'data');
  return data?.field('value') ?? null;
}

function wholeIn(node: SyntaxNode, code: CodeView): string | null {
  const source = code.kept(requestData).sourceOf(node);
  const isName =
    /^(?:identifier|variable_name)$/.test(unwrapped(node).kind) ||
    wholeBody.test(code.textOf(node).replace(/\s/g, ''));
  return source !== null && isName && wholeBody.test(source) ? source : null;
}
