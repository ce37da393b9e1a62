import { protoMatch } from '../proto-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'FIELD_WIRE_COMPATIBLE_TYPE',
  'FIELD_WIRE_JSON_COMPATIBLE_TYPE',
  'FIELD_WIRE_COMPATIBLE_CARDINALITY',
  'FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY',
  'MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT',
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
  id: 'proto-encoding-changed',
  about: 'contract',
  title: 'Encoding of a protobuf field changed',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['buf:FIELD_WIRE_COMPATIBLE_TYPE', 'https://protobuf.dev/programming-guides/proto3/#updating'],
  what: 'Programs built before this change misread `{element}` or lose it, and what is stored is misread by those built after it.',
  why: 'Both sides decode by the type that they were built with; the two types do not have one encoding.',
  fix: 'Leave `{name}` as it is, mark it with `[deprecated = true]`, and add a field of the new type under a new number.',
  examples: {
    bad: [
      {
        title: 'a number that becomes a text',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('int32 count', 'string count'),
      },
      {
        title: 'a number that is a text in JSON',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('int32 count', 'int64 count'),
      },
      {
        title: 'one that becomes many',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('string id', 'repeated string id'),
      },
    ],
    good: [
      {
        title: 'a type of the same encoding',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('int32 count', 'uint32 count'),
      },
      {
        title: 'a field that is new',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('int32 count = 2;', 'int32 count = 2; int64 total = 6;'),
      },
    ],
  },
  detect({ change }) {
    return covers.includes(change.id) ? [protoMatch(change)] : [];
  },
});
