import { protoMatch } from '../proto-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['RESERVED_MESSAGE_NO_DELETE', 'RESERVED_ENUM_NO_DELETE'];

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
  id: 'proto-reservation-released',
  about: 'contract',
  title: 'Reserved number or name given back',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['buf:RESERVED_MESSAGE_NO_DELETE'],
  what: 'Old messages that still hold `{name}` are read as whatever of `{owner}` gets it next.',
  why: 'It was reserved because something had it once; programs and stored data do not forget.',
  fix: 'Put `{name}` back into `reserved`, and take a number that was never used.',
  examples: {
    bad: [
      {
        title: 'a number that is given back',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('  reserved 40;\n', ''),
      },
      {
        title: 'a number that is used again',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('  reserved 40;', '  string by = 40;'),
      },
    ],
    good: [
      {
        title: 'more that is reserved',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('reserved 40;', 'reserved 40 to 45;'),
      },
      {
        title: 'the same in two statements',
        path: 'shop/v1/orders.proto',
        base: text.replace('reserved 40;', 'reserved 40 to 41;'),
        head: text.replace('reserved 40;', 'reserved 40; reserved 41;'),
      },
    ],
  },
  detect({ change }) {
    return covers.includes(change.id) ? [protoMatch(change)] : [];
  },
});
