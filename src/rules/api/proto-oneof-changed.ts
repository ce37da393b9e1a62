import { protoMatch } from '../proto-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['FIELD_SAME_ONEOF'];

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
  id: 'proto-oneof-changed',
  about: 'contract',
  title: 'Field moved into or out of a oneof',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['buf:FIELD_SAME_ONEOF', 'https://protobuf.dev/programming-guides/proto3/#updating'],
  what: 'Programs on two sides of this change drop values of `{element}`, or keep one that was to be cleared.',
  why: 'In a oneof the last field that is set clears the others; a message that holds two of them loses one on the way in.',
  fix: 'Leave `{name}` where it is, and add the field that the new shape needs under a new number.',
  examples: {
    bad: [
      {
        title: 'a field that leaves',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('    string cash = 4;\n  }\n', '  }\n  string cash = 4;\n'),
      },
      {
        title: 'a field that joins others',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text
          .replace('  int32 count = 2;\n', '')
          .replace('    string card', '    int32 count = 2;\n    string card'),
      },
    ],
    good: [
      {
        title: 'a oneof of another name',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('oneof payment', 'oneof paid_by'),
      },
      {
        title: 'a field alone in a new oneof',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('int32 count = 2;', 'oneof amount { int32 count = 2; }'),
      },
    ],
  },
  detect({ change }) {
    return change.level === 'breaking' && covers.includes(change.id) ? [protoMatch(change)] : [];
  },
});
