import type { ContractChange } from '../contract-change.ts';
import { shownValue } from '../shown-value.ts';
import type { Sides } from './compare-fields.ts';
import { foundChange, nameIn } from './found-change.ts';
import type { ProtoRpc, ProtoService } from './proto-file.ts';
import { type ResolvedType, typeFit } from './type-names.ts';

/** What changed inside a service that is on both sides. */
export function compareService(old: ProtoService, next: ProtoService, sides: Sides): ContractChange[] {
  const now = new Map(next.rpcs.map((rpc) => [rpc.name, rpc]));
  return old.rpcs.flatMap((rpc) => {
    const same = now.get(rpc.name);
    return same === undefined ? [removedRpc(old.name, rpc, sides)] : rpcChanges(old.name, rpc, same, sides);
  });
}

function removedRpc(service: string, rpc: ProtoRpc, { base }: Sides): ContractChange {
  const [route] = routesOf(rpc);
  return foundChange({
    id: route === undefined ? 'RPC_NO_DELETE' : 'RPC_SAME_HTTP_RULE',
    operation: nameIn(base.file, `${service}.${rpc.name}`),
    subject: '',
    message: `the rpc is removed${route === undefined ? '' : `, and \`${shownValue(route)}\` with it`}`,
    base: [base.file, `${service}.${rpc.name}`],
    head: null,
    aliases: route === undefined ? [] : ['RPC_NO_DELETE'],
    deprecated: rpc.options.deprecated === true,
  });
}

function rpcChanges(service: string, old: ProtoRpc, next: ProtoRpc, sides: Sides): ContractChange[] {
  const { base, head } = sides;
  const renamed = [base.file.package, head.file.package] as const;
  const isSame = (before: string, after: string): boolean =>
    typeFit(typeOf(before, service, base), typeOf(after, service, head), renamed) === 'same';
  const level = ({ options }: ProtoRpc): string => String(options.idempotency_level ?? 'IDEMPOTENCY_UNKNOWN');
  const streams = (isStream: boolean): string => (isStream ? 'a stream' : 'one message');
  const routes = new Set(routesOf(next));
  const lost = routesOf(old).find((route) => !routes.has(route));
  const rows: readonly (readonly [id: string, subject: string, message: string, isChanged: boolean])[] = [
    [
      'RPC_SAME_REQUEST_TYPE',
      'request',
      `it takes \`${next.request}\`, was \`${old.request}\``,
      !isSame(old.request, next.request),
    ],
    [
      'RPC_SAME_RESPONSE_TYPE',
      'response',
      `it answers \`${next.response}\`, was \`${old.response}\``,
      !isSame(old.response, next.response),
    ],
    [
      'RPC_SAME_CLIENT_STREAMING',
      'request',
      `it takes ${streams(next.clientStreams)}, was ${streams(old.clientStreams)}`,
      old.clientStreams !== next.clientStreams,
    ],
    [
      'RPC_SAME_SERVER_STREAMING',
      'response',
      `it answers ${streams(next.serverStreams)}, was ${streams(old.serverStreams)}`,
      old.serverStreams !== next.serverStreams,
    ],
    [
      'RPC_SAME_IDEMPOTENCY_LEVEL',
      'idempotency_level',
      `its idempotency level is \`${shownValue(level(next))}\`, was \`${shownValue(level(old))}\``,
      level(old) !== level(next),
    ],
    [
      'RPC_SAME_HTTP_RULE',
      'google.api.http',
      `\`${shownValue(lost)}\` does not lead to it any more`,
      lost !== undefined,
    ],
  ];
  return rows.flatMap(([id, subject, message, isChanged]) =>
    isChanged
      ? [
          foundChange({
            id,
            operation: nameIn(base.file, `${service}.${old.name}`),
            subject,
            message,
            base: [base.file, `${service}.${old.name}`],
            head: [head.file, `${service}.${next.name}`],
          }),
        ]
      : [],
  );
}

/** Types are looked up from the service outwards. */
function typeOf(type: string, service: string, { file, types }: Sides['base']): ResolvedType {
  return types(type, file, service);
}

const verbs = ['get', 'put', 'post', 'delete', 'patch'] as const;

/**
 * The REST routes of an rpc: `GET /v1/orders/{}`. How a variable of a path is called shows to no caller.
 * https://github.com/googleapis/googleapis/blob/master/google/api/http.proto
 */
function routesOf({ http }: ProtoRpc): string[] {
  const rules = http.flatMap((rule) => (isObject(rule) ? [rule, ...listOf(rule.additional_bindings)] : []));
  return rules.filter(isObject).flatMap((rule) => [
    ...verbs.flatMap((verb) => {
      const path = rule[verb];
      return typeof path === 'string' ? [`${verb.toUpperCase()} ${shape(path)}`] : [];
    }),
    ...customRoute(rule.custom),
  ]);
}

function customRoute(custom: unknown): string[] {
  if (!isObject(custom) || typeof custom.kind !== 'string' || typeof custom.path !== 'string') return [];
  return [`${custom.kind} ${shape(custom.path)}`];
}

function shape(path: string): string {
  return path.replace(/\{[\w.]+/g, '{');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}
