import type { GoLibrary } from '../library.ts';
import { colonPath } from '../notation.ts';
import { group, register, use } from '../register.ts';
import { textsOf } from '../registrar.ts';
import { openLists } from '../values.ts';

const verbs = new Set('GET POST PUT PATCH DELETE HEAD OPTIONS'.split(' '));

/** https://pkg.go.dev/github.com/gin-gonic/gin#RouterGroup */
export const gin: GoLibrary = {
  id: 'gin',
  packages: /^github\.com\/gin-gonic\/gin$/,
  constructors: new Map([
    ['New', 'application'],
    ['Default', 'application'],
  ]),
  types: new Map([
    ['Engine', 'application'],
    ['RouterGroup', 'router'],
    ['IRouter', 'router'],
    ['IRoutes', 'router'],
  ]),
  isMounted: false,
  method(router, call) {
    const { name, args } = call;
    const register_ = (methods: readonly string[], from: number): typeof router => {
      const chain = openLists(args.slice(from + 1));
      register({
        router,
        methods,
        path: args[from]?.value,
        handler: chain.at(-1),
        before: chain.slice(0, -1),
        notation: colonPath,
        call,
      });
      return router;
    };
    if (verbs.has(name)) return register_([name], 0);
    switch (name) {
      case 'Any':
        return register_(['ALL'], 0);
      case 'Handle': {
        const methods = textsOf(args[0]?.value);
        return methods.length === 0 ? router : register_(methods, 1);
      }
      case 'Match':
        return register_(textsOf(args[0]?.value), 1);
      case 'Group':
        return group(router, args[0]?.value, args.slice(1), colonPath, call);
      case 'Use':
        use(router, '', args, false, call);
        return router;
      case 'With':
        return router;
      default:
        return null;
    }
  },
};
