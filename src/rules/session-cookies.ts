import type { SyntaxNode } from '../code/syntax.ts';
import { isJavaScript } from '../code/syntax.ts';
import type { CodeCall } from '../code/view/calls.ts';
import type { CodeView } from '../code/view/code-view.ts';
import { literalOf, optionOf, optionsOf, positional } from '../code/view/options.ts';
import { booleanOf, fixedString, unwrapped } from '../code/view/parts.ts';

/** A cookie that holds what a user is known by, and that scripts can read or that goes over plain HTTP. */
export interface OpenCookie {
  readonly node: SyntaxNode;
  readonly name: string;
  /** The flag that it lacks, or that is switched off. */
  readonly flag: 'HttpOnly' | 'Secure';
  readonly isOff: boolean;
}

/** Names of cookies that a user is known by; those against forgery are read by scripts on purpose. */
const sessionLike = /sess|(?:^|[_-])sid$|token|auth|jwt|refresh|remember/i;
const readByScripts =
  /csrf|xsrf|state|nonce|verifier|redirect|return|theme|lang|locale|consent|expires?(?:_?at)?$|logged_?in|has_|is_/i;
/** Calls that set a cookie whose name and value come first. */
const setters =
  /^(?:(?:res|response|reply|rep)\.(?:cookie|setCookie)|\w*[rR]esp(?:onse)?\.set_cookie|setcookie|setCookie|cookies\(\)\.set|(?:\w+\.)?cookies\.set)$/;
const sessionMakers = /^(?:session|expressSession|cookieSession|express\.session)$/;

/** The cookie that a call sets openly, null where it sets none or that is not seen. */
export function openCookieOf(call: CodeCall, code: CodeView): OpenCookie | null {
  if (call.callee === 'http.Cookie') return isSent(call, code) ? null : goCookie(call);
  if (sessionMakers.test(call.callee)) return sessionCookie(call);
  if (!setters.test(call.callee)) return null;
  const at = call.name === 'setCookie' && !call.callee.includes('.') ? 1 : 0;
  const name =
    nameOf(call, at) ??
    (optionOf(call, 'key') === undefined ? null : fixedString(optionOf(call, 'key')?.value as SyntaxNode));
  if (name === null || !isSessionLike(name)) return null;
  const off = explicit(call, name);
  if (off !== null) return off;
  // Koa sets HttpOnly by itself.
  if (/^(?:ctx|context|this)\.cookies\.set$/.test(call.callee)) return null;
  return isKnown(call, at, code) && optionOf(call, 'httponly', 'httpOnly') === undefined
    ? { node: call.node, name, flag: 'HttpOnly', isOff: false }
    : null;
}

function isSessionLike(name: string): boolean {
  return sessionLike.test(name) && !readByScripts.test(name);
}

function nameOf(call: CodeCall, at: number): string | null {
  const name = positional(call)[at];
  return name === undefined ? null : fixedString(name);
}

/** Whether all options are there to be read: a name in their place may hold the flag. */
function isKnown(call: CodeCall, at: number, { language }: CodeView): boolean {
  const rest = positional(call).slice(at + 2);
  if (optionsOf(call).open) return false;
  if (isJavaScript(language)) return rest.every((each) => literalOf(each) !== null);
  return language === 'python' || (language === 'php' && rest.every((each) => literalOf(each) !== null));
}

function explicit(call: CodeCall, name: string): OpenCookie | null {
  for (const flag of ['HttpOnly', 'Secure'] as const) {
    const value = optionOf(call, flag)?.value;
    if (value !== undefined && booleanOf(value) === false) return { node: value, name, flag, isOff: true };
  }
  return null;
}

function sessionCookie(call: CodeCall): OpenCookie | null {
  const cookie = optionOf(call, 'cookie')?.value;
  const entries = cookie === undefined ? [] : (literalOf(cookie)?.entries ?? []);
  const off = entries.find(({ name, value }) => name === 'httpOnly' && booleanOf(value) === false);
  return off === undefined ? null : { node: off.value, name: 'the session', flag: 'HttpOnly', isOff: true };
}

/** `request.AddCookie(&http.Cookie{…})`: what a client sends has no flags. */
function isSent({ node }: CodeCall, code: CodeView): boolean {
  return /AddCookie\(\s*&$/.test(code.text.slice(Math.max(0, node.range.start - 40), node.range.start));
}

function goCookie(call: CodeCall): OpenCookie | null {
  const value = optionOf(call, 'Name')?.value;
  const name = value === undefined ? null : fixedString(unwrapped(value));
  if (name === null || !isSessionLike(name)) return null;
  const off = explicit(call, name);
  if (off !== null) return off;
  // One that is deleted holds nothing.
  const isDeleted =
    /^-/.test(optionOf(call, 'MaxAge')?.value.text ?? '') || optionOf(call, 'Value') === undefined;
  return optionOf(call, 'HttpOnly') === undefined && !isDeleted
    ? { node: call.node, name, flag: 'HttpOnly', isOff: false }
    : null;
}
