import type { Seen } from '../endpoint.ts';
import { oneCheck } from '../one-check.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import type { AccessRule } from './symfony-yaml.ts';

export interface Access {
  readonly checks: Checks;
  readonly publicBy: Seen | null;
}

const none: Access = { checks: noChecks, publicBy: null };
const open = new Set(['PUBLIC_ACCESS', 'IS_AUTHENTICATED_ANONYMOUSLY']);
const signedIn = /^(?:ROLE_USER|IS_AUTHENTICATED(?:_FULLY|_REMEMBERED)?|IS_REMEMBERED)$/;

/** The first rule that matches decides: https://symfony.com/doc/current/security/access_control.html */
export function accessOf(path: string, method: string, rules: readonly AccessRule[]): Access {
  for (const rule of rules) {
    if (rule.methods.length > 0 && !rule.methods.includes(method) && method !== 'ALL') continue;
    const matches = ruleMatches(rule.path, path);
    if (matches === 'no') continue;
    // Whether this rule or a later one decides is not known.
    if (matches === 'maybe') return { checks: oneCheck('other', rule.seen), publicBy: null };
    if (rule.roles.some((role) => open.has(role))) return { checks: noChecks, publicBy: rule.seen };
    return { checks: demanded(rule.roles, rule.seen), publicBy: null };
  }
  return none;
}

/** What a role or an attribute asks for. */
export function demanded(roles: readonly string[], seen: Seen): Checks {
  const given = roles.filter((role) => !open.has(role));
  if (given.length === 0) return noChecks;
  return joinChecks(
    oneCheck(given.every((role) => signedIn.test(role)) ? 'authentication' : 'authorization', seen),
  );
}

type Match = 'yes' | 'no' | 'maybe';

/** Alternatives of one pattern that are told apart. */
const maxAlternatives = 50;

/**
 * Whether a pattern speaks for a path. Patterns come from the repository, so they are not run: letters, alternatives of
 * letters and an end are understood, of others only the letters that they begin with.
 */
export function ruleMatches(pattern: string, path: string): Match {
  if (pattern === '') return 'yes';
  const isAnchored = pattern.startsWith('^');
  const read = readPattern(isAnchored ? pattern.slice(1) : pattern);
  const found = read.texts.map((text): Match => {
    const at = isAnchored ? (path.startsWith(text) ? 0 : -1) : path.indexOf(text);
    if (at === -1) return 'no';
    if (!read.isWhole) return 'maybe';
    return !read.isEnded || path.slice(at) === text ? 'yes' : 'no';
  });
  return found.includes('yes') ? 'yes' : found.includes('maybe') ? 'maybe' : 'no';
}

interface ReadPattern {
  readonly texts: readonly string[];
  readonly isEnded: boolean;
  /** False where what follows was not understood. */
  readonly isWhole: boolean;
}

function readPattern(pattern: string): ReadPattern {
  let texts = [''];
  const add = (endings: readonly string[]): boolean => {
    if (texts.length * endings.length > maxAlternatives) return false;
    texts = texts.flatMap((text) => endings.map((ending) => text + ending));
    return true;
  };
  const stopped = (): ReadPattern => ({ texts, isEnded: false, isWhole: false });
  for (let at = 0; at < pattern.length; at++) {
    const letter = pattern[at] ?? '';
    if (letter === '$' && at === pattern.length - 1) return { texts, isEnded: true, isWhole: true };
    // Whatever follows is as good as nothing.
    if (letter === '.' && /^\.[*+]?$/.test(pattern.slice(at)))
      return { texts, isEnded: false, isWhole: true };
    if (letter === '(') {
      const end = pattern.indexOf(')', at);
      const inside = pattern.slice(at + (pattern.startsWith('(?:', at) ? 3 : 1), end);
      if (end === -1 || !/^[\w/|-]+$/.test(inside) || /[?*+{]/.test(pattern[end + 1] ?? '')) return stopped();
      if (!add(inside.split('|'))) return stopped();
      at = end;
      continue;
    }
    // `{_locale}` is put in by some applications.
    const parameter = letter === '{' ? /^\{(\w{1,40})\}/.exec(pattern.slice(at, at + 50)) : null;
    if (parameter !== null) {
      add([`:${parameter[1] ?? ''}`]);
      at += parameter[0].length - 1;
      continue;
    }
    const escaped = letter === '\\' && /[^\w\s]/.test(pattern[at + 1] ?? '');
    if (!escaped && !/[\w/~@:,-]/.test(letter)) return stopped();
    const literal = escaped ? (pattern[++at] ?? '') : letter;
    if (/[?*+{]/.test(pattern[at + 1] ?? '') && !pattern.startsWith('{_', at + 1)) return stopped();
    add([literal]);
  }
  return { texts, isEnded: false, isWhole: true };
}
