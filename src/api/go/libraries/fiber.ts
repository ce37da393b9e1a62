import type { GoLibrary } from '../library.ts';
import { fiberPath } from '../notation.ts';
import { fill, group, register, use } from '../register.ts';
import { textsOf } from '../registrar.ts';
import { type Argument, openLists } from '../values.ts';

const verbs = new Set('Get Post Put Patch Delete Head Options Connect Trace'.split(' '));

/** https://docs.gofiber.io/api/app, versions 2 and 3 */
export const fiber: GoLibrary = {
  id: 'fiber',
  packages: /^github\.com\/gofiber\/fiber(?:\/v\d+)?$/,
  constructors: new Map([['New', 'application']]),
  types: new Map([
    ['App', 'application'],
    ['Router', 'router'],
    ['Group', 'router'],
  ]),
  isMounted: false,
  method(router, call) {
    const { name, args } = call;
    const add = (methods: readonly string[], from: number): typeof router => {
      const chain = openLists(args.slice(from + 1));
      register({
        router,
        methods,
        path: args[from]?.value,
        handler: chain.at(-1),
        before: chain.slice(0, -1),
        notation: fiberPath,
        call,
      });
      return router;
    };
    const mount = (prefix: Argument | undefined, target: Argument | undefined, before: Argument[]): void => {
      if (target?.value.kind !== 'router') return;
      const inner = group(router, prefix === undefined ? '' : prefix.value, before, fiberPath, call);
      call.machine.registrar.mount(inner, '', target.value, router.checks, call.call.place);
    };
    if (verbs.has(name)) return add([name.toUpperCase()], 0);
    switch (name) {
      case 'All':
        return add(['ALL'], 0);
      case 'Add': {
        const methods = textsOf(args[0]?.value);
        return methods.length === 0 ? router : add(methods, 1);
      }
      case 'Group':
        return group(router, args[0]?.value, args.slice(1), fiberPath, call);
      case 'Route': {
        const inner = group(router, args[0]?.value, [], fiberPath, call);
        fill(inner, args[1], call);
        return inner;
      }
      case 'Mount':
        mount(args[0], args[1], []);
        return router;
      case 'Use': {
        const opened = openLists(args);
        const [first] = opened;
        const hasPrefix = first?.value.kind === 'text';
        const rest = hasPrefix ? opened.slice(1) : opened;
        const target = rest.find(({ value }) => value.kind === 'router');
        const layers = rest.filter((arg) => arg !== target);
        if (target !== undefined) mount(hasPrefix ? first : undefined, target, layers);
        else if (first?.value.kind === 'text') use(router, fiberPath(first.value.text), rest, false, call);
        else use(router, '', rest, false, call);
        return router;
      }
      default:
        return null;
    }
  },
};
