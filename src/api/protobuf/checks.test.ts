import { describe, expect, it } from 'vitest';
import type { ContractDifference, ContractSide } from '../contract-format.ts';
import protobuf from '../contracts/protobuf.ts';
import { checks } from './checks.ts';

const proto3 = `syntax = "proto3";
package shop.v1;
import "google/api/annotations.proto";
option go_package = "example.com/shop/v1";
option java_package = "com.example.shop";
option java_outer_classname = "ShopProto";
option csharp_namespace = "Shop.V1";
option objc_class_prefix = "SHP";
option php_class_prefix = "Shop";
option php_namespace = "Shop";
option php_metadata_namespace = "ShopMeta";
option ruby_package = "Shop";
option swift_prefix = "SHP";

message Order {
  reserved 40 to 49, 60;
  reserved "gone", "lost";
  string id = 1;
  int32 count = 2;
  int64 total = 3 [jstype = JS_STRING];
  State state = 4;
  repeated Line lines = 5;
  map<string, string> tags = 6;
  optional string note = 7;
  oneof payment {
    string card = 8;
    string cash = 9;
  }
  string by_whom = 10 [json_name = "who"];
  bytes raw = 11;
  string alone = 12;
  Shape shape = 13;
  message Line {
    string sku = 1;
    string value = 2;
  }
}

message Shape {
  string name = 1;
}

enum State {
  reserved 20 to 29;
  reserved "STATE_LOST";
  STATE_UNSPECIFIED = 0;
  STATE_OPEN = 1;
  STATE_PAID = 2;
}

enum Colour {
  COLOUR_UNSPECIFIED = 0;
}

service Orders {
  rpc Place(Order) returns (Shape) {
    option (google.api.http) = {
      post: "/v1/orders/{order}"
      body: "*"
      additional_bindings { get: "/v1/place" }
    };
  }
  rpc Watch(Shape) returns (stream Order);
  rpc Push(stream Order) returns (Shape) {
    option idempotency_level = IDEMPOTENT;
  }
}

service Shapes {
  rpc Draw(Shape) returns (Shape);
}
`;

const proto2 = `syntax = "proto2";
package shop.v1;
option optimize_for = SPEED;

message Order {
  extensions 100 to 199;
  required string id = 1;
  optional int32 count = 2 [default = 3];
  optional string name = 3 [ctype = CORD];
  repeated Entry entries = 4;
  message Entry {
    optional string key = 1;
    optional string value = 2;
  }
}

extend Order {
  optional string extra = 100;
}

message Shape {
  optional string name = 1;
}
`;

const plain = `syntax = "proto2";
package shop.v1;
message Order {
  optional string id = 1;
  optional State state = 2;
}
enum State {
  STATE_UNSPECIFIED = 0;
}
`;

const edition = `edition = "2023";
package shop.v1;
import "google/protobuf/java_features.proto";

message Order {
  string id = 1;
  string name = 2;
  string title = 3;
}

enum State {
  STATE_UNSPECIFIED = 0;
}
`;

type Edit = readonly [from: string, to: string];
type Files = Readonly<Record<string, string>>;

/** id || text || the edit that makes it || the nearest edit that does not; `\n` is the end of a line. */
const table = String.raw`
ENUM_NO_DELETE || proto3 || enum Colour {\n  COLOUR_UNSPECIFIED = 0;\n}\n =>  || enum Colour { => enum Colour { // all
PACKAGE_ENUM_NO_DELETE || proto3 || enum Colour {\n  COLOUR_UNSPECIFIED = 0;\n}\n =>  || COLOUR_UNSPECIFIED = 0; => COLOUR_UNSPECIFIED = 0; COLOUR_RED = 1;
ENUM_SAME_JSON_FORMAT || edition || enum State {\n => enum State {\n  option features.json_format = LEGACY_BEST_EFFORT;\n || enum State {\n => enum State {\n  option features.json_format = ALLOW;\n
ENUM_SAME_TYPE || edition || enum State {\n => enum State {\n  option features.enum_type = CLOSED;\n || enum State {\n => enum State {\n  option features.enum_type = OPEN;\n
ENUM_VALUE_NO_DELETE || proto3 ||   STATE_PAID = 2;\n =>   reserved 2;\n  reserved "STATE_PAID";\n ||   STATE_PAID = 2;\n =>   STATE_PAID = 2 [deprecated = true];\n
ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED || proto3 ||   STATE_PAID = 2;\n =>   reserved 2;\n ||   STATE_PAID = 2;\n =>   reserved 2;\n  reserved "STATE_PAID";\n
ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED || proto3 ||   STATE_PAID = 2;\n =>   reserved "STATE_PAID";\n ||   STATE_PAID = 2;\n =>   reserved 2 to 5;\n
ENUM_VALUE_SAME_NAME || proto3 || STATE_PAID = 2 => STATE_DONE = 2 ||   STATE_PAID = 2;\n =>   option allow_alias = true;\n  STATE_PAID = 2;\n  STATE_DONE = 2;\n
EXTENSION_MESSAGE_NO_DELETE || proto2 || extensions 100 to 199; => extensions 100 to 150; || extensions 100 to 199; => extensions 100 to 150; extensions 151 to 199;
EXTENSION_NO_DELETE || proto2 || extend Order {\n  optional string extra = 100;\n}\n =>  || optional string extra = 100; => optional string extra = 100; optional string more = 101;
PACKAGE_EXTENSION_NO_DELETE || proto2 || extend Order {\n  optional string extra = 100;\n}\n =>  || extend Order { => extend .shop.v1.Order {
FIELD_NO_DELETE || proto3 ||   string id = 1;\n  int32 =>   reserved 1; reserved "id";\n  int32 || string id = 1; => string id = 1 [deprecated = true];
FIELD_NO_DELETE_UNLESS_NAME_RESERVED || proto3 ||   string id = 1;\n  int32 =>   reserved 1;\n  int32 ||   string id = 1;\n  int32 =>   reserved 1; reserved "id";\n  int32
FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED || proto3 ||   int32 count = 2;\n =>  ||   int32 count = 2;\n =>   reserved 2;\n
FIELD_SAME_CARDINALITY || proto3 || int32 count = 2 => optional int32 count = 2 || optional string note => optional  string note
FIELD_SAME_LABEL || proto3 ||   optional string note =>   string note || repeated Line => repeated .shop.v1.Order.Line
FIELD_SAME_CPP_STRING_TYPE || proto2 || [ctype = CORD] => [ctype = STRING_PIECE] || optional string name = 1 => optional string name = 1 [ctype = STRING]
FIELD_SAME_CTYPE || proto2 ||  [ctype = CORD] =>  || [ctype = CORD] => [ctype = CORD, deprecated = true]
FIELD_SAME_DEFAULT || proto2 || [default = 3] => [default = 4] || [default = 3] => [default = 0x3]
FIELD_SAME_JAVA_UTF8_VALIDATION || edition || string name = 2; => string name = 2 [features.(pb.java).utf8_validation = VERIFY]; || string name = 2; => string name = 2 [features.(pb.java).utf8_validation = DEFAULT];
FIELD_SAME_JSON_NAME || proto3 || json_name = "who" => json_name = "byWhom" || string id = 1; => string id = 1 [json_name = "id"];
FIELD_SAME_JSTYPE || proto3 || JS_STRING => JS_NUMBER || int32 count = 2; => int32 count = 2 [jstype = JS_NORMAL];
FIELD_SAME_NAME || proto3 || int32 count = 2 => int32 amount = 2 || int32 count = 2 => int32\n    count = 2
FIELD_SAME_ONEOF || proto3 ||     string cash = 9;\n  }\n =>   }\n  string cash = 9;\n || oneof payment => oneof paid_with
FIELD_SAME_TYPE || proto3 || int32 count = 2 => uint32 count = 2 || State state = 4 => shop.v1.State state = 4
FIELD_SAME_UTF8_VALIDATION || edition || string name = 2; => string name = 2 [features.utf8_validation = NONE]; || string name = 2; => string name = 2 [features.utf8_validation = VERIFY];
FIELD_WIRE_COMPATIBLE_CARDINALITY || proto3 || string id = 1 => repeated string id = 1 || string id = 1 => optional string id = 1
FIELD_WIRE_COMPATIBLE_TYPE || proto3 || int32 count = 2 => sint32 count = 2 || int32 count = 2 => int64 count = 2
FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY || proto2 || repeated Entry entries = 4 => map<string, string> entries = 4 || repeated Entry entries => repeated Order.Entry entries
FIELD_WIRE_JSON_COMPATIBLE_TYPE || proto3 || int32 count = 2 => int64 count = 2 || int32 count = 2 => uint32 count = 2
FILE_SAME_CC_ENABLE_ARENAS || proto3 || option ruby => option cc_enable_arenas = false;\noption ruby || option ruby => option cc_enable_arenas = true;\noption ruby
FILE_SAME_CC_GENERIC_SERVICES || proto3 || option ruby => option cc_generic_services = true;\noption ruby || option ruby => option cc_generic_services = false;\noption ruby
FILE_SAME_CSHARP_NAMESPACE || proto3 || "Shop.V1" => "Shop.V2" || "Shop.V1" => 'Shop.V1'
FILE_SAME_GO_PACKAGE || proto3 || "example.com/shop/v1" => "example.com/shop/v2" || "example.com/shop/v1" => "example.com" "/shop/v1"
FILE_SAME_JAVA_GENERIC_SERVICES || proto3 || option ruby => option java_generic_services = true;\noption ruby || option ruby => option java_generic_services = false;\noption ruby
FILE_SAME_JAVA_MULTIPLE_FILES || proto3 || option ruby => option java_multiple_files = true;\noption ruby || option ruby => option java_multiple_files = false;\noption ruby
FILE_SAME_JAVA_OUTER_CLASSNAME || proto3 || "ShopProto" => "Shops" || "ShopProto" => 'ShopProto'
FILE_SAME_JAVA_PACKAGE || proto3 || "com.example.shop" => "com.example.shops" || "com.example.shop" => 'com.example.shop'
FILE_SAME_JAVA_STRING_CHECK_UTF8 || proto3 || option ruby => option java_string_check_utf8 = true;\noption ruby || option ruby => option java_string_check_utf8 = false;\noption ruby
FILE_SAME_OBJC_CLASS_PREFIX || proto3 || objc_class_prefix = "SHP" => objc_class_prefix = "SPH" || objc_class_prefix = "SHP" => objc_class_prefix = 'SHP'
FILE_SAME_OPTIMIZE_FOR || proto2 || optimize_for = SPEED => optimize_for = LITE_RUNTIME || option optimize_for = SPEED;\n => 
FILE_SAME_PACKAGE || proto3 || package shop.v1; => package shop.v2; || package shop.v1; => package shop.v1; // v2
FILE_SAME_PHP_CLASS_PREFIX || proto3 || php_class_prefix = "Shop" => php_class_prefix = "Sp" || php_class_prefix = "Shop" => php_class_prefix = 'Shop'
FILE_SAME_PHP_GENERIC_SERVICES || proto3 || option ruby => option php_generic_services = true;\noption ruby || option ruby => option php_generic_services = false;\noption ruby
FILE_SAME_PHP_METADATA_NAMESPACE || proto3 || "ShopMeta" => "Meta" || "ShopMeta" => 'ShopMeta'
FILE_SAME_PHP_NAMESPACE || proto3 || php_namespace = "Shop" => php_namespace = "Sp" || php_namespace = "Shop" => php_namespace = 'Shop'
FILE_SAME_PY_GENERIC_SERVICES || proto3 || option ruby => option py_generic_services = true;\noption ruby || option ruby => option py_generic_services = false;\noption ruby
FILE_SAME_RUBY_PACKAGE || proto3 || ruby_package = "Shop" => ruby_package = "Shops" || ruby_package = "Shop" => ruby_package = 'Shop'
FILE_SAME_SWIFT_PREFIX || proto3 || swift_prefix = "SHP" => swift_prefix = "SP" || swift_prefix = "SHP" => swift_prefix = 'SHP'
FILE_SAME_SYNTAX || plain || syntax = "proto2"; => syntax = "proto3"; || syntax = "proto2";\n => 
MESSAGE_NO_DELETE || proto2 || message Shape {\n  optional string name = 1;\n}\n =>  || message Shape { => message Shape { // all
PACKAGE_MESSAGE_NO_DELETE || proto2 || message Shape { => message Form { || message Shape { => message Form {}\nmessage Shape {
MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR || proto3 || message Shape {\n => message Shape {\n  option no_standard_descriptor_accessor = true;\n || message Shape {\n => message Shape {\n  option no_standard_descriptor_accessor = false;\n
MESSAGE_SAME_JSON_FORMAT || edition || message Order {\n => message Order {\n  option features.json_format = LEGACY_BEST_EFFORT;\n || message Order {\n => message Order {\n  option features.json_format = ALLOW;\n
MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT || proto2 || message Order {\n => message Order {\n  option message_set_wire_format = true;\n || message Order {\n => message Order {\n  option message_set_wire_format = false;\n
MESSAGE_SAME_REQUIRED_FIELDS || proto2 || optional int32 count => required int32 count || optional string name = 1; => optional string name = 1; optional string more = 2;
ONEOF_NO_DELETE || proto3 || oneof payment => oneof paid_with ||     string cash = 9;\n =>     string cash = 9;\n    string coin = 90;\n
RESERVED_ENUM_NO_DELETE || proto3 || reserved 20 to 29 => reserved 20 to 28 || reserved 20 to 29 => reserved 20 to 24, 25 to 29
RESERVED_MESSAGE_NO_DELETE || proto3 || "gone", "lost" => "gone" || reserved 40 to 49, 60 => reserved 40 to 60
RPC_NO_DELETE || proto3 ||   rpc Watch(Shape) returns (stream Order);\n =>  || rpc Watch(Shape) => rpc See(Shape) returns (Order);\n  rpc Watch(Shape)
RPC_SAME_CLIENT_STREAMING || proto3 || Push(stream Order) => Push(Order) || Push(stream Order) => Push(stream shop.v1.Order)
RPC_SAME_HTTP_RULE || proto3 || "/v1/place" => "/v1/places" || {order} => {id}
RPC_SAME_IDEMPOTENCY_LEVEL || proto3 ||     option idempotency_level = IDEMPOTENT;\n =>  || returns (stream Order); => returns (stream Order) { option idempotency_level = IDEMPOTENCY_UNKNOWN; }
RPC_SAME_REQUEST_TYPE || proto3 || Watch(Shape) => Watch(Order) || Watch(Shape) => Watch(.shop.v1.Shape)
RPC_SAME_RESPONSE_TYPE || proto3 || Draw(Shape) returns (Shape) => Draw(Shape) returns (Order) || Draw(Shape) returns (Shape) => Draw(Shape) returns (v1.Shape)
RPC_SAME_SERVER_STREAMING || proto3 || returns (stream Order) => returns (Order) || returns (stream Order) => returns ( stream Order )
SERVICE_NO_DELETE || proto3 || service Shapes {\n  rpc Draw(Shape) returns (Shape);\n}\n =>  || service Shapes { => service Forms {}\nservice Shapes {
PACKAGE_SERVICE_NO_DELETE || proto3 || service Shapes { => service Forms { || service Shapes { => service Shapes { // all
`;

const texts: Files = { proto3, proto2, edition, plain };

/** id, the text, what fires, and the nearest edit that does not. */
const rows = table
  .trim()
  .split('\n')
  .map((line) => {
    const [id = '', text = '', fires = '', silent = ''] = line.split(' || ');
    return [id, texts[text] ?? '', edit(fires), edit(silent)] as const;
  });

function edit(written: string): Edit {
  const [from = '', to = ''] = written.replaceAll('\\n', '\n').split(' => ');
  return [from, to];
}

const beside = { 'shop/v1/b.proto': 'syntax = "proto3";\npackage shop.v1;\nmessage Other {}\n' };

/** What whole files do. */
const fileRows: readonly (readonly [id: string, base: Files, fires: Files, silent: Files])[] = [
  [
    'FILE_NO_DELETE',
    { ...beside, 'shop/v1/a.proto': proto2 },
    beside,
    { ...beside, 'shop/v1/a.proto': `${proto2}// end\n` },
  ],
  ['PACKAGE_NO_DELETE', { 'shop/v1/a.proto': proto2 }, {}, { 'shop/v1/c.proto': proto2 }],
];

const path = 'shop/v1/a.proto';
const pairs: readonly { id: string; base: Files; fires: Files; silent: Files }[] = [
  ...rows.map(([id, text, fires, silent]) => {
    const base = { [path]: text };
    return { id, base, fires: { [path]: edited(text, fires) }, silent: { [path]: edited(text, silent) } };
  }),
  ...fileRows.map(([id, base, fires, silent]) => ({ id, base, fires, silent })),
];

function edited(text: string, [from, to]: Edit): string {
  expect(text.split(from).length, from).toBeGreaterThan(1);
  return text.replace(from, to);
}

function compare(base: Files, head: Files): ContractDifference {
  const side = (files: Files): ContractSide => ({
    paths: Object.keys(files),
    read: (asked) => {
      const text = files[asked];
      return text === undefined ? null : { path: asked, text };
    },
  });
  const all = [...new Set([...Object.keys(base), ...Object.keys(head)])];
  const changed = all
    .filter((each) => base[each] !== head[each])
    .map((each) => [each in base ? each : null, each in head ? each : null] as const);
  const { changes, problems } = protobuf.compare({ base: side(base), head: side(head), changed });
  expect(problems).toEqual([]);
  return { changes, problems };
}

describe('changes of protobuf files', () => {
  it('are all of the catalogue and one more, each with a pair', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    expect(pairs.map(({ id }) => id).toSorted()).toEqual(checks.map(({ id }) => id).toSorted());
  });

  it.each(pairs.map((pair) => [pair.id, pair] as const))(
    '%s is found once, and nothing beside it',
    (id, pair) => {
      const { changes } = compare(pair.base, pair.fires);
      const [found, ...others] = changes.filter((change) => !consequences[id]?.includes(change.id));
      expect(others).toEqual([]);
      expect([found?.id, ...(found?.aliases ?? [])]).toContain(id);
      const level = checks.find((check) => check.id === found?.id)?.level;
      expect(found?.level).toBe(level);
      expect(found?.message).not.toMatch(/undefined|null|\{\w+\}/);
      for (const [side, files] of [
        ['base', pair.base],
        ['head', pair.fires],
      ] as const) {
        const place = found?.[side] ?? null;
        if (place === null) continue;
        expect(files[place.path]?.split('\n')[place.line - 1]).toMatch(/\S/);
      }
    },
  );

  it.each(pairs.map((pair) => [pair.id, pair] as const))(
    '%s has a look-alike that is none',
    (id, { base, silent }) => {
      expect(silent).not.toEqual(base);
      const ids = compare(base, silent).changes.flatMap((change) => [change.id, ...(change.aliases ?? [])]);
      expect(ids).not.toContain(id);
    },
  );
});

/** What an edit brings with it that somebody else has to do something about. */
const consequences: Readonly<Record<string, readonly string[]>> = {
  FILE_NO_DELETE: ['PACKAGE_MESSAGE_NO_DELETE', 'PACKAGE_EXTENSION_NO_DELETE'],
};
