import { protoMatch } from '../proto-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['MESSAGE_SAME_REQUIRED_FIELDS'];

const text = `syntax = "proto2";
package shop.v1;

message Order {
  required string id = 1;
  optional int32 count = 2 [default = 3];
}
`;

export default defineRule({
  id: 'proto-required-changed',
  about: 'contract',
  title: 'Required protobuf fields changed',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['buf:MESSAGE_SAME_REQUIRED_FIELDS', 'https://protobuf.dev/best-practices/dos-donts/'],
  what: 'Programs on the side where `{name}` is required refuse every `{owner}` that comes without it.',
  why: 'A missing required field makes the whole message unreadable, not only the field.',
  fix: 'Leave required fields as they are, and make new ones `optional`: the code that reads them says what it needs.',
  examples: {
    bad: [
      {
        title: 'a field that becomes required',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('optional int32', 'required int32'),
      },
      {
        title: 'a required field more',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('  required string id = 1;', '  required string id = 1; required string by = 3;'),
      },
      {
        title: 'a required field less',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('  required string id = 1;\n', '  reserved 1; reserved "id";\n'),
      },
    ],
    good: [
      {
        title: 'an optional field more',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('  required string id = 1;', '  required string id = 1; optional string by = 3;'),
      },
      {
        title: 'an optional field less',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace(/ {2}optional.*/, '  reserved 2; reserved "count";'),
      },
    ],
  },
  detect({ change }) {
    return covers.includes(change.id) ? [protoMatch(change)] : [];
  },
});
