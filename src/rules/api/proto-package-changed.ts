import { protoMatch } from '../proto-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['FILE_SAME_PACKAGE'];

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
  id: 'proto-package-changed',
  about: 'contract',
  title: 'Package of a protobuf file changed',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['buf:FILE_SAME_PACKAGE'],
  what: 'Clients call rpcs of `{element}` under names that the server no longer knows, and its types have other names in `Any` and in generated code.',
  why: 'The name of a package is a part of every path of gRPC (`/shop.v1.Orders/Place`).',
  fix: 'Leave the package, and make the new one in a file of its own beside it; serve both until the callers have moved.',
  examples: {
    bad: [
      {
        title: 'a version more',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('package shop.v1;', 'package shop.v2;'),
      },
      {
        title: 'no package',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('package shop.v1;\n', ''),
      },
    ],
    good: [
      {
        title: 'a comment',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('package shop.v1;', 'package shop.v1; // v2'),
      },
      {
        title: 'a message more',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('enum State', 'message Other {}\nenum State'),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    const match = protoMatch(change);
    return [{ ...match, data: { ...match.data, element: change.operation } }];
  },
});
