import { protoMatch } from '../proto-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['MESSAGE_SAME_JSON_FORMAT', 'ENUM_SAME_JSON_FORMAT'];

const text = `edition = "2023";
package shop.v1;

message Order {
  string id = 1;
}
`;

export default defineRule({
  id: 'proto-json-dropped',
  about: 'contract',
  title: 'JSON no longer promised for a protobuf type',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['buf:MESSAGE_SAME_JSON_FORMAT', 'https://protobuf.dev/editions/features/'],
  what: 'Callers of `{element}` that speak JSON are no longer promised that it is read.',
  why: 'With `LEGACY_BEST_EFFORT` names may collide in JSON, and a compiler no longer refuses that.',
  fix: 'Leave `json_format` at `ALLOW`.',
  examples: {
    bad: [
      {
        title: 'a message without JSON',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace(
          'message Order {\n',
          'message Order {\n  option features.json_format = LEGACY_BEST_EFFORT;\n',
        ),
      },
    ],
    good: [
      {
        title: 'the default in words',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('message Order {\n', 'message Order {\n  option features.json_format = ALLOW;\n'),
      },
      {
        title: 'another feature',
        path: 'shop/v1/orders.proto',
        base: text,
        head: text.replace('string id = 1;', 'string id = 1 [features.utf8_validation = VERIFY];'),
      },
    ],
  },
  detect({ change }) {
    return covers.includes(change.id) ? [protoMatch(change)] : [];
  },
});
