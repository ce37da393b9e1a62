import { protoMatch } from '../proto-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'RPC_SAME_REQUEST_TYPE',
  'RPC_SAME_RESPONSE_TYPE',
  'RPC_SAME_CLIENT_STREAMING',
  'RPC_SAME_SERVER_STREAMING',
  'RPC_SAME_IDEMPOTENCY_LEVEL',
];

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
  id: 'proto-rpc-changed',
  about: 'contract',
  title: 'Signature of an rpc changed',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['buf:RPC_SAME_REQUEST_TYPE'],
  what: 'Clients of `{owner}` that were built before this change fail, or misread what they get.',
  why: 'A client encodes, decodes and frames as the definition says that it was generated from.',
  fix: 'Leave the rpc as it is, and add a new one beside it; mark the old one with `option deprecated = true`.',
  examples: {
    bad: [
      {
        title: 'another request',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('rpc Watch(Order)', 'rpc Watch(google.protobuf.Empty)'),
      },
      {
        title: 'an answer that is no stream any more',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('returns (stream Order)', 'returns (Order)'),
      },
    ],
    good: [
      {
        title: 'the same type by its whole name',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('rpc Watch(Order)', 'rpc Watch(.shop.v1.Order)'),
      },
      {
        title: 'an rpc more',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('  rpc Watch', '  rpc See(Order) returns (Order);\n  rpc Watch'),
      },
    ],
  },
  detect({ change }) {
    return covers.includes(change.id) ? [protoMatch(change)] : [];
  },
});
