import { noChecks } from '../../routes.ts';
import type { GoLibrary, LibraryCall } from '../library.ts';
import { bracePath } from '../notation.ts';
import { register } from '../register.ts';
import { knownText, type RouterValue, textValue } from '../values.ts';

/** https://pkg.go.dev/net/http#ServeMux */
export const netHttp: GoLibrary = {
  id: 'net-http',
  packages: /^net\/http$/,
  constructors: new Map([['NewServeMux', 'application']]),
  types: new Map([['ServeMux', 'application']]),
  isMounted: false,
  method(router, call) {
    if (call.name === 'Handle' || call.name === 'HandleFunc') handle(router, call);
    return null;
  },
  function(call) {
    const { name, args, machine } = call;
    switch (name) {
      case 'Handle':
      case 'HandleFunc':
        handle(defaultMux(call), call);
        return null;
      case 'StripPrefix': {
        const [prefix, inner] = args;
        const text = knownText(prefix?.value);
        if (inner?.value.kind !== 'router') return null;
        return text === null ? inner.value : { ...inner.value, stripped: text };
      }
      case 'ListenAndServe':
      case 'ListenAndServeTLS':
      case 'Serve':
        for (const { value } of args) if (value.kind === 'router') machine.serve(value, call.call.place);
        return null;
      default:
        return null;
    }
  },
};

/** What `http.HandleFunc` adds to: one for each folder of programs is near enough. */
function defaultMux({ call, machine }: LibraryCall): RouterValue {
  const router = machine.registrar.placeholder('net-http', 'application', call.place.path, 'DefaultServeMux');
  return { kind: 'router', router, checks: noChecks, stripped: '' };
}

/** `[METHOD ][HOST]/path`; a path that ends with a slash holds for all below it. */
function handle(router: RouterValue, call: LibraryCall): void {
  const [pattern, handler] = call.args;
  if (pattern?.value.kind !== 'text') return;
  const { text, isWhole } = pattern.value;
  const parts = /^(?:([A-Z]+)[ \t]+)?([^/\s]*)(\/\S*)?$/.exec(text);
  if (parts === null) return;
  const [, method, , path = ''] = parts;
  const below = path.endsWith('/') ? `${path}*` : path;
  register({
    router,
    methods: method === undefined ? [] : [method],
    path: textValue(below, isWhole),
    handler,
    before: [],
    notation: bracePath,
    call,
  });
}
