import { protoMatch } from '../proto-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['RPC_SAME_HTTP_RULE'];

const text = `syntax = "proto3";
package shop.v1;

message Order {
  reserved 40;
  string id = 1;
  int32 count = 2;
  oneof payment {
    string card = 3;
    string cash = 4;
  }
}

enum State {
  STATE_UNSPECIFIED = 0;
  STATE_PAID = 1;
}

service Orders {
  rpc Place(Order) returns (Order) {
    option (google.api.http) = { post: "/v1/orders" body: "*" };
  }
  rpc Watch(Order) returns (stream Order);
}
`;

export default defineRule({
  id: 'proto-rest-route-removed',
  about: 'contract',
  title: 'REST route of an rpc removed',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: [
    'buf:RPC_SAME_HTTP_RULE',
    'https://github.com/googleapis/googleapis/blob/master/google/api/http.proto',
  ],
  what: 'REST callers of `{owner}` get 404 or 405: the method and path that led to it no longer do.',
  why: '`google.api.http` is the contract of everybody who calls through a gateway; they never see the rpc.',
  fix: 'Keep the old method and path in `additional_bindings`, next to the new ones.',
  examples: {
    bad: [
      {
        title: 'another path',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('"/v1/orders"', '"/v1/order"'),
      },
      {
        title: 'another method',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('post: "/v1/orders"', 'put: "/v1/orders"'),
      },
      {
        title: 'an rpc that goes with its route',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace(/ {2}rpc Place[^}]*\}[^}]*\}\n/, ''),
      },
    ],
    good: [
      {
        title: 'a route more',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('body: "*"', 'body: "*" additional_bindings { get: "/v1/order" }'),
      },
      {
        title: 'a path variable of another name',
        path: 'shop/v1/orders.proto',
        base: text.replace('"/v1/orders"', '"/v1/{shop}"'),
        head: text.replace('"/v1/orders"', '"/v1/{id}"'),
      },
    ],
  },
  detect({ change }) {
    return covers.includes(change.id) ? [protoMatch(change)] : [];
  },
});
