import { protoMatch } from '../proto-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'FILE_SAME_GO_PACKAGE',
  'FILE_SAME_JAVA_PACKAGE',
  'FILE_SAME_JAVA_OUTER_CLASSNAME',
  'FILE_SAME_JAVA_MULTIPLE_FILES',
  'FILE_SAME_CSHARP_NAMESPACE',
  'FILE_SAME_OBJC_CLASS_PREFIX',
  'FILE_SAME_PHP_CLASS_PREFIX',
  'FILE_SAME_PHP_NAMESPACE',
  'FILE_SAME_PHP_METADATA_NAMESPACE',
  'FILE_SAME_RUBY_PACKAGE',
  'FILE_SAME_SWIFT_PREFIX',
  'FILE_SAME_SYNTAX',
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
  id: 'proto-generated-code-changed',
  about: 'contract',
  title: 'Generated code of a protobuf file changed',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  covers,
  sources: ['buf:FILE_SAME_GO_PACKAGE'],
  what: 'Code that was written against what is generated from `{owner}` no longer compiles: `{name}` changed.',
  why: 'The option is the name under which generated code is imported, or decides which methods it has.',
  fix: 'Leave `{name}` as it is, or release what is generated as a new major version.',
  examples: {
    bad: [
      {
        title: 'another Java package',
        path: 'shop/v1/orders.proto',
        base: text.replace('package shop.v1;\n', 'package shop.v1;\noption java_package = "com.shop";\n'),
        head: text.replace('package shop.v1;\n', 'package shop.v1;\noption java_package = "com.shop.v1";\n'),
      },
    ],
    good: [
      {
        title: 'an option that generates nothing else',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('package shop.v1;\n', 'package shop.v1;\noption cc_enable_arenas = true;\n'),
      },
      {
        title: 'the same in other quotes',
        path: 'shop/v1/orders.proto',
        base: text.replace('package shop.v1;\n', 'package shop.v1;\noption java_package = "com.shop";\n'),
        head: text.replace('package shop.v1;\n', "package shop.v1;\noption java_package = 'com.shop';\n"),
      },
    ],
  },
  detect({ change }) {
    return covers.includes(change.id) && change.level !== 'compatible' ? [protoMatch(change)] : [];
  },
});
