import { protoMatch } from '../proto-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['FIELD_SAME_NAME', 'FIELD_SAME_JSON_NAME', 'ENUM_VALUE_SAME_NAME'];

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
  id: 'proto-name-changed',
  about: 'contract',
  title: 'Name in JSON of a protobuf field or value changed',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['buf:FIELD_SAME_NAME', 'https://protobuf.dev/programming-guides/json/'],
  what: 'JSON that says `{name}` is refused or read without it, and code built against `{owner}` no longer compiles.',
  why: 'The binary encoding knows numbers only; JSON, text format, field masks and generated code know names.',
  fix: 'Keep the name. Where the new one matters in code, add a field under a new number and mark `{name}` with `[deprecated = true]`; for a value, `allow_alias` keeps both names.',
  examples: {
    bad: [
      {
        title: 'a field of another name',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('int32 count', 'int32 amount'),
      },
      {
        title: 'a value of another name',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('STATE_PAID', 'STATE_DONE'),
      },
    ],
    good: [
      {
        title: 'a value of two names',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace(
          '  STATE_PAID = 1;',
          '  option allow_alias = true; STATE_PAID = 1; STATE_DONE = 1;',
        ),
      },
      {
        title: 'a field at another place',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace(
          '  string id = 1;\n  int32 count = 2;\n',
          '  int32 count = 2;\n  string id = 1;\n',
        ),
      },
    ],
  },
  detect({ change }) {
    return covers.includes(change.id) ? [protoMatch(change)] : [];
  },
});
