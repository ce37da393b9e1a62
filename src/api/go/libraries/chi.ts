import { joinChecks } from '../../routes.ts';
import { checksOfAll } from '../check.ts';
import type { GoLibrary } from '../library.ts';
import { bracePath } from '../notation.ts';
import { fill, group, register, use } from '../register.ts';
import { textsOf } from '../registrar.ts';
import { openLists, textValue } from '../values.ts';

const verbs = new Set('Get Post Put Patch Delete Head Options Connect Trace'.split(' '));

/** https://pkg.go.dev/github.com/go-chi/chi/v5#Router */
export const chi: GoLibrary = {
  id: 'chi',
  packages: /^github\.com\/(?:go-chi|pressly)\/chi(?:\/v\d+)?$/,
  constructors: new Map([
    ['NewRouter', 'application'],
    ['NewMux', 'application'],
  ]),
  types: new Map([
    ['Router', 'router'],
    ['Mux', 'router'],
  ]),
  isMounted: true,
  method(router, call) {
    const { name, args } = call;
    const add = (methods: readonly string[], from: number): null => {
      const path = args[from]?.value;
      register({ router, methods, path, handler: args[from + 1], before: [], notation: bracePath, call });
      return null;
    };
    if (verbs.has(name)) return add([name.toUpperCase()], 0);
    switch (name) {
      case 'Handle':
      case 'HandleFunc':
        return add([], 0);
      case 'Method':
      case 'MethodFunc': {
        const methods = textsOf(args[0]?.value);
        return methods.length === 0 ? null : add(methods, 1);
      }
      case 'Route': {
        const inner = group(router, args[0]?.value, [], bracePath, call);
        fill(inner, args[1], call);
        return inner;
      }
      case 'Group': {
        const inner = group(router, '', [], bracePath, call);
        fill(inner, args[0], call);
        return inner;
      }
      case 'With':
        return { ...router, checks: joinChecks(router.checks, checksOfAll(openLists(args))) };
      case 'Mount': {
        const prefix = args[0]?.value;
        const target = args[1]?.value;
        if (target?.kind !== 'router') {
          if (prefix?.kind === 'text') addBelow(prefix.text);
          return null;
        }
        // chi's own routers take the prefix away, those of other libraries see the whole path.
        const inner = group(router, target.router.library === 'chi' ? prefix : '', [], bracePath, call);
        call.machine.registrar.mount(inner, '', target, router.checks, call.call.place);
        return null;
      }
      case 'Use':
        use(router, '', args, false, call);
        return null;
      default:
        return null;
    }

    function addBelow(prefix: string): void {
      const path = textValue(`${prefix}/*`);
      register({ router, methods: [], path, handler: args[1], before: [], notation: bracePath, call });
    }
  },
};
