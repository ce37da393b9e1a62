import { protoMatch } from '../proto-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['FIELD_SAME_DEFAULT'];

const text = `syntax = "proto2";
package shop.v1;

message Order {
  required string id = 1;
  optional int32 count = 2 [default = 3];
}
`;

export default defineRule({
  id: 'proto-default-changed',
  about: 'contract',
  title: 'Default of a protobuf field changed',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['buf:FIELD_SAME_DEFAULT'],
  what: 'Messages without `{element}` mean one thing to programs built before this change and another to those built after it.',
  why: 'A default is not sent: each side fills in the one that it was built with.',
  fix: 'Leave the default, and let the code that writes set the new value.',
  examples: {
    bad: [
      {
        title: 'another default',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('default = 3', 'default = 4'),
      },
      {
        title: 'no default',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace(' [default = 3]', ''),
      },
    ],
    good: [
      {
        title: 'the default in another notation',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('default = 3', 'default = 0x3'),
      },
      {
        title: 'a default of a new field',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace(
          '  required string id = 1;',
          '  required string id = 1; optional int32 by = 3 [default = 1];',
        ),
      },
    ],
  },
  detect({ change }) {
    return covers.includes(change.id) ? [protoMatch(change)] : [];
  },
});
