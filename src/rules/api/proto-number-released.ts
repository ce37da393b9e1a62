import { protoMatch } from '../proto-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED',
  'FIELD_NO_DELETE_UNLESS_NAME_RESERVED',
  'ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED',
  'ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED',
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
  id: 'proto-number-released',
  about: 'contract',
  title: 'Field or value removed without reserving it',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: [
    'buf:FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED',
    'https://protobuf.dev/programming-guides/proto3/#updating',
  ],
  what: 'Whoever gives the number or the name of `{element}` to something else reads old messages as that.',
  why: 'Messages carry numbers, JSON carries names; programs that are out there, queues and stored rows go on using those of `{name}`.',
  fix: 'Write what is removed into `reserved`, its number and its name: `reserved 2; reserved "{name}";`. To move it to another number, add a new field beside it.',
  examples: {
    bad: [
      {
        title: 'a field that goes',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('  int32 count = 2;\n', ''),
      },
      {
        title: 'a field that takes another number',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('count = 2', 'count = 5'),
      },
      {
        title: 'a value that goes',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('  STATE_PAID = 1;\n', ''),
      },
    ],
    good: [
      {
        title: 'a field that is reserved',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('  int32 count = 2;\n', '  reserved 2; reserved "count";\n'),
      },
      {
        title: 'a field that is deprecated',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('count = 2', 'count = 2 [deprecated = true]'),
      },
    ],
  },
  detect({ change }) {
    return covers.includes(change.id) ? [protoMatch(change)] : [];
  },
});
