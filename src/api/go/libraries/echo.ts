import type { GoLibrary } from '../library.ts';
import { colonPath } from '../notation.ts';
import { group, register, use } from '../register.ts';
import { textsOf } from '../registrar.ts';

const verbs = new Set('GET POST PUT PATCH DELETE HEAD OPTIONS CONNECT TRACE'.split(' '));

/** https://echo.labstack.com/docs/routing */
export const echo: GoLibrary = {
  id: 'echo',
  packages: /^github\.com\/labstack\/echo(?:\/v\d+)?$/,
  constructors: new Map([
    ['New', 'application'],
    ['NewWithConfig', 'application'],
  ]),
  types: new Map([
    ['Echo', 'application'],
    ['Group', 'router'],
  ]),
  isMounted: false,
  method(router, call) {
    const { name, args } = call;
    const add = (methods: readonly string[], from: number): typeof router => {
      register({
        router,
        methods,
        path: args[from]?.value,
        handler: args[from + 1],
        before: args.slice(from + 2),
        notation: colonPath,
        call,
      });
      return router;
    };
    if (verbs.has(name)) {
      add([name], 0);
      return null;
    }
    switch (name) {
      case 'Any':
        add(['ALL'], 0);
        return null;
      case 'Add':
      case 'Match': {
        const methods = textsOf(args[0]?.value);
        if (methods.length > 0) add(methods, 1);
        return null;
      }
      case 'Group':
        return group(router, args[0]?.value, args.slice(1), colonPath, call);
      case 'Host':
        return group(router, '', args.slice(1), colonPath, call);
      case 'Use':
      case 'Pre':
        // Middleware of the application stands before the router, that of a group is given to routes added later.
        use(router, '', args, router.router.fact.role === 'application', call);
        return null;
      default:
        return null;
    }
  },
};
