import { protoMatch } from '../proto-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['RPC_NO_DELETE', 'SERVICE_NO_DELETE', 'PACKAGE_SERVICE_NO_DELETE'];

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
  id: 'proto-rpc-removed',
  about: 'contract',
  title: 'Rpc or service removed',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  covers,
  sources: ['buf:RPC_NO_DELETE'],
  what: 'Callers of `{element}` get `UNIMPLEMENTED`: nothing answers there any more.',
  why: 'Clients that are out there go on calling what they were generated with.',
  fix: 'Keep it with `option deprecated = true` for at least one release, and remove it when nobody calls it.',
  examples: {
    bad: [
      {
        title: 'an rpc that goes',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace(/ {2}rpc Watch.*\n/, ''),
      },
      {
        title: 'a service of another name',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('service Orders', 'service Shop'),
      },
    ],
    good: [
      {
        title: 'an rpc that is deprecated',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('returns (stream Order);', 'returns (stream Order) { option deprecated = true; }'),
      },
      {
        title: 'a service more',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('service Orders', 'service Shop {}\nservice Orders'),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id) || change.head !== null) return [];
    return [protoMatch(change, change.deprecated ? 'advice' : undefined)];
  },
});
