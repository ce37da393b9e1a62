import { protoMatch } from '../proto-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'MESSAGE_NO_DELETE',
  'ENUM_NO_DELETE',
  'EXTENSION_NO_DELETE',
  'ONEOF_NO_DELETE',
  'EXTENSION_MESSAGE_NO_DELETE',
  'FILE_NO_DELETE',
  'PACKAGE_NO_DELETE',
  'PACKAGE_MESSAGE_NO_DELETE',
  'PACKAGE_ENUM_NO_DELETE',
  'PACKAGE_EXTENSION_NO_DELETE',
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
  id: 'proto-declaration-removed',
  about: 'contract',
  title: 'Protobuf type removed',
  family: 'backward-compat',
  severity: 'advice',
  state: 'stable',
  covers,
  sources: ['buf:MESSAGE_NO_DELETE'],
  what: 'Code that was written against `{element}` no longer compiles, and nobody can read an `Any` or an extension that holds it.',
  why: 'Whoever generates code from these files meets it when they update, whether they call anything or not.',
  fix: 'Keep it with `option deprecated = true` for one release, and say in the release notes that it goes.',
  examples: {
    bad: [
      {
        title: 'a message that goes',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace(/enum State[^}]*\}\n/, ''),
      },
      {
        title: 'a oneof that goes with its fields',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace(/ {2}oneof[^}]*\}\n/, '  reserved 3, 4; reserved "card", "cash";\n'),
      },
    ],
    good: [
      {
        title: 'an enum that is deprecated',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('enum State {\n', 'enum State {\n  option deprecated = true;\n'),
      },
      {
        title: 'a field that is reserved',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('  int32 count = 2;\n', '  reserved 2; reserved "count";\n'),
      },
    ],
  },
  detect({ change }) {
    // What goes with its file is told with the file.
    if (!covers.includes(change.id) || change.head !== null || change.follows) return [];
    return [protoMatch(change)];
  },
});
