import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContractDifference, ContractSide } from '../contract-format.ts';
import protobuf from '../contracts/protobuf.ts';

type Files = Readonly<Record<string, string>>;

/** As a review does it: reads what changed, then what that imports, until nothing is new. */
function sideOf(files: Files, changed: readonly string[]): ContractSide {
  const paths = Object.keys(files);
  const known = new Map(paths.map((path) => [path, { path, text: files[path] ?? '' }]));
  const read = new Set<string>();
  const open = [...changed];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const file = known.get(path);
    if (read.has(path) || file === undefined) continue;
    read.add(path);
    open.push(...protobuf.related(file, paths));
  }
  return { paths, read: (path) => (read.has(path) ? (known.get(path) ?? null) : null) };
}

function compare(base: Files, head: Files): ContractDifference {
  const all = [...new Set([...Object.keys(base), ...Object.keys(head)])];
  const changed = all
    .filter((path) => base[path] !== head[path])
    .map((path) => [path in base ? path : null, path in head ? path : null] as const);
  return protobuf.compare({
    base: sideOf(
      base,
      changed.flatMap(([path]) => path ?? []),
    ),
    head: sideOf(
      head,
      changed.flatMap(([, path]) => path ?? []),
    ),
    changed,
  });
}

function told(base: Files, head: Files): string[] {
  const { changes, problems } = compare(base, head);
  expect(problems).toEqual([]);
  return changes.map((change) => {
    const [old, next] = [change.base, change.head].map((at) => (at === null ? '-' : `${at.path}:${at.line}`));
    return `${change.level} ${change.id} ${change.operation} ${change.subject} ${old} ${next}`;
  });
}

const order =
  'syntax = "proto3";\npackage shop.v1;\nimport "shop/v1/line.proto";\nmessage Order {\n  Line line = 1;\n  State state = 2;\n}\n';
const line =
  'syntax = "proto3";\npackage shop.v1;\nmessage Line {\n  string sku = 1;\n}\nenum State {\n  NONE = 0;\n}\n';

describe('types across files', () => {
  const base: Files = { 'api/shop/v1/order.proto': order, 'api/shop/v1/line.proto': line };

  it('are found through imports below any root, and told apart by their kind', () => {
    const head = { ...base, 'api/shop/v1/order.proto': order.replace('State state', 'int32 state') };
    expect(told(base, head)).toEqual([
      'breaking FIELD_WIRE_JSON_COMPATIBLE_TYPE shop.v1.Order state api/shop/v1/order.proto:6 api/shop/v1/order.proto:6',
    ]);
    const other = { ...base, 'api/shop/v1/order.proto': order.replace('Line line', 'int32 line') };
    expect(told(base, other)).toEqual([
      'breaking FIELD_WIRE_COMPATIBLE_TYPE shop.v1.Order line api/shop/v1/order.proto:5 api/shop/v1/order.proto:5',
    ]);
  });

  it('stay what they are where a file takes them over, and what changes on the way is told', () => {
    const head: Files = {
      'api/shop/v1/order.proto': `${order}message Line {\n  bytes sku = 1;\n}\n`,
      'api/shop/v1/line.proto': line.replace(/message Line[^}]*\}\n/, ''),
    };
    expect(told(base, head)).toEqual([
      'risky MESSAGE_NO_DELETE shop.v1.Line  api/shop/v1/line.proto:3 api/shop/v1/order.proto:8',
      'breaking FIELD_WIRE_JSON_COMPATIBLE_TYPE shop.v1.Line sku api/shop/v1/line.proto:4 api/shop/v1/order.proto:9',
    ]);
  });

  it('are found where imports begin with the name of the repository', () => {
    const workspace: Files = {
      'shop/v1/order.proto': order.replace('shop/v1/line.proto', 'github.com/acme/shop/v1/line.proto'),
      'shop/v1/line.proto': line,
    };
    const head = { ...workspace, 'shop/v1/order.proto': `${workspace['shop/v1/order.proto']}message B {}\n` };
    expect(told(workspace, head)).toEqual([]);
  });

  it('are those of the package that a file goes to', () => {
    const text = (name: string): string =>
      `syntax = "proto3";\npackage ${name};\nmessage A {\n  B b = 1;\n  .${name}.B c = 2;\n}\nmessage B {}\nservice S {\n  rpc R(A) returns (${name}.B);\n}\n`;
    expect(told({ 'a.proto': text('shop.v1') }, { 'a.proto': text('shop.v2') })).toEqual([
      'breaking FILE_SAME_PACKAGE a.proto package a.proto:2 a.proto:2',
    ]);
  });

  it('are others where an enum becomes a message of its name', () => {
    const text = 'syntax = "proto3";\nmessage A {\n  E e = 1;\n}\nenum E {\n  NONE = 0;\n}\n';
    const head = text.replace('enum E {\n  NONE = 0;\n', 'message E {\n');
    expect(told({ 'a.proto': text }, { 'a.proto': head })).toEqual([
      'breaking FIELD_WIRE_COMPATIBLE_TYPE A e a.proto:3 a.proto:3',
      'risky ENUM_NO_DELETE E  a.proto:5 -',
    ]);
  });

  it('may come from another package, where they are the same there', () => {
    const from = 'syntax = "proto3";\npackage a;\nmessage Line {\n  string sku = 1;\n}\n';
    const to = 'syntax = "proto3";\npackage b;\nmessage Line {\n  string sku = 1;\n  int32 n = 2;\n}\n';
    const user =
      'syntax = "proto3";\npackage c;\nimport "a.proto";\nimport "b.proto";\nmessage Order {\n  a.Line line = 1;\n}\n';
    const files = { 'a.proto': from, 'b.proto': to, 'c.proto': user };
    expect(told(files, { ...files, 'c.proto': user.replace('a.Line', 'b.Line') })).toEqual([
      'risky FIELD_SAME_TYPE c.Order line c.proto:6 c.proto:6',
    ]);
    const back = { ...files, 'c.proto': user.replace('a.Line', 'b.Line') };
    expect(told(back, files)).toEqual([
      'breaking FIELD_WIRE_COMPATIBLE_TYPE c.Order line c.proto:6 c.proto:6',
    ]);
  });

  it('are known where they come with every compiler', () => {
    const text =
      'syntax = "proto3";\nimport "google/protobuf/timestamp.proto";\nmessage A {\n  google.protobuf.Timestamp at = 1;\n}\n';
    expect(told({ 'a.proto': text }, { 'a.proto': `${text}message B {}\n` })).toEqual([]);
  });
});

describe('what is in no catalogue', () => {
  it('moves a number: one change that says so', () => {
    const text = 'syntax = "proto3";\nmessage A {\n  int32 a = 1;\n}\n';
    const { changes } = compare({ 'a.proto': text }, { 'a.proto': text.replace('= 1', '= 2') });
    expect(changes.map(({ message, base, head }) => [message, base?.line, head?.line])).toEqual([
      ['`a` has number 2, was 1', 3, 3],
    ]);
  });

  it('gives a number to another field: one change that says so', () => {
    const text = 'syntax = "proto3";\nmessage A {\n  int32 a = 1;\n}\n';
    const { changes } = compare({ 'a.proto': text }, { 'a.proto': text.replace('int32 a', 'string b') });
    expect(changes.map(({ id, message }) => [id, message])).toEqual([
      [
        'FIELD_WIRE_COMPATIBLE_TYPE',
        'number 1 was `a` (`int32`) and is `b` (`string`): neither encoding reads the other’s values',
      ],
    ]);
  });

  it('adds fields, messages, values and files: nobody is told', () => {
    expect(
      told(
        { 'a.proto': line },
        {
          'a.proto': `${line.replace('string sku = 1;', 'string sku = 1; int32 n = 2;')}message C {}\n`,
          'b.proto': order.replace(/import.*\n/, ''),
        },
      ),
    ).toEqual([]);
  });
});

describe('files that are not understood', () => {
  const good = 'syntax = "proto3";\nmessage A {\n  int32 a = 1;\n}\n';
  const many = (count: number, text: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => text(index)).join('');

  it.each([
    [
      'that does not parse',
      'syntax = "proto3";\nmessage A {\n  int32 a 1;\n}\n',
      "line 3 is no protobuf: illegal token '1', '=' expected",
    ],
    ['that ends early', 'syntax = "proto3";\nmessage A {\n', /^line 3 is no protobuf: illegal /],
    [
      'with a string that does not end',
      'syntax = "proto3";\noption go_package = "a;\n',
      'line 2 is no protobuf: illegal string',
    ],
    [
      'with a comment that does not end',
      'syntax = "proto3";\n/* message A {}\n',
      /^line 3 is no protobuf: illegal comment/,
    ],
    [
      'with one number twice',
      'message A {\n  optional int32 a = 1;\n  optional int32 b = 1;\n}\n',
      'it is no protobuf: duplicate id 1 in Type A',
    ],
    [
      'that is too deeply nested',
      `syntax = "proto3";\n${'message A { '.repeat(50_000)}`,
      'it is too deeply nested',
    ],
    [
      'with an option that is too deeply nested',
      `syntax = "proto3";\noption (a) = ${'{ a: '.repeat(50_000)}`,
      'it is too deeply nested',
    ],
    ['of 50 MB', `syntax = "proto3";\n${' '.repeat(50_000_000)}`, 'it is longer than 4 MB'],
    [
      'of thousands of options',
      `message A {\n${many(6000, (index) => `option (o).a${index} = 1;\n`)}}\n`,
      'it has more than 5000 options at one place',
    ],
    [
      'of thousands of options in brackets',
      `message A {\noptional int32 a = 1 [${many(6000, (index) => `(o).a${index} = 1,`)} deprecated = true];\n}\n`,
      'it has more than 5000 options at one place',
    ],
    [
      'of a message of thousands of fields',
      `syntax = "proto3";\nmessage A {\n${many(20_000, (index) => `int32 f${index} = ${index + 1};\n`)}}\n`,
      'its messages have too many fields to be parsed',
    ],
    [
      'of ten thousand reserved numbers',
      `message A {\nreserved ${many(11_000, (index) => `${index + 10}, `)}9;\n}\n`,
      'it reserves more than 10000 numbers and names',
    ],
  ])('tells of one %s why, and compares the rest', (_, text, reason) => {
    const head = { 'a.proto': text, 'b.proto': good.replace('int32', 'string') };
    const { changes, problems } = compare({ 'a.proto': good, 'b.proto': good }, head);
    expect(problems).toEqual([
      {
        path: 'a.proto',
        partial: false,
        reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
      },
    ]);
    expect(changes.map(({ id }) => id)).toEqual(['FIELD_WIRE_COMPATIBLE_TYPE']);
    expect(compare(head, { 'a.proto': good }).problems).toHaveLength(1);
  });

  it('says which import is missing, and compares what is there', () => {
    const text = 'syntax = "proto3";\nimport "gone.proto";\nmessage A {\n  Gone g = 1;\n  int32 a = 2;\n}\n';
    const { changes, problems } = compare(
      { 'a.proto': text },
      { 'a.proto': text.replace('int32', 'string') },
    );
    expect(problems).toEqual([
      {
        path: 'a.proto',
        partial: true,
        reason: 'it imports a file that is not there',
        subject: 'gone.proto',
      },
    ]);
    expect(changes.map(({ subject }) => subject)).toEqual(['a']);
  });

  it('does not miss a file of options that usually comes from elsewhere', () => {
    const text =
      'syntax = "proto3";\nimport "buf/validate/validate.proto";\nmessage A {\n  int32 a = 1 [(buf.validate.field).int32.gt = 0];\n}\n';
    expect(compare({ 'a.proto': text }, { 'a.proto': `${text}message B {}\n` }).problems).toEqual([]);
  });

  it('reads imports that go in circles, and types that hold themselves', () => {
    const a = 'syntax = "proto3";\nimport "b.proto";\nmessage A {\n  B b = 1;\n}\n';
    const b =
      'syntax = "proto3";\nimport public "a.proto";\nimport "b.proto";\nmessage B {\n  A a = 1;\n  B b = 2;\n}\n';
    expect(
      told({ 'a.proto': a, 'b.proto': b }, { 'a.proto': a, 'b.proto': b.replace('A a', 'B a') }),
    ).toEqual(['breaking FIELD_WIRE_COMPATIBLE_TYPE B a b.proto:5 b.proto:5']);
  });

  it('takes enormous enums and messages in linear time', () => {
    const text = `syntax = "proto3";\nenum E {\n${many(60_000, (index) => `V${index} = ${index};\n`)}}\nmessage M {\n${many(1_000, (index) => `int32 f${index} = ${index + 20_000};\n`)}}\n`;
    expect(
      told(
        { 'a.proto': text },
        { 'a.proto': text.replace('V7 = 7;\n', '').replace('int32 f9 ', 'bytes f9 ') },
      ),
    ).toEqual([
      'breaking FIELD_WIRE_COMPATIBLE_TYPE M f9 a.proto:60014 a.proto:60013',
      'breaking ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED E V7 a.proto:10 -',
    ]);
  });

  it('never throws, whatever the texts are', () => {
    const words = fc.constantFrom(
      'message',
      'enum',
      'service',
      'rpc',
      'A',
      'b',
      '{',
      '}',
      '(',
      ')',
      '=',
      '1',
      ';',
      'option',
      'reserved',
      '"x"',
      '"',
      '[',
      ']',
      ',',
      'to',
      'oneof',
      'extend',
      'optional',
      'group',
      'map',
      '<',
      '>',
      'syntax = "proto3";',
      'edition = "2023";',
      '\n',
      'import',
      'package',
      '__proto__',
      'constructor',
      '.',
      '/*',
    );
    const text = fc.array(words, { maxLength: 40 }).map((list) => list.join(' '));
    fc.assert(
      fc.property(text, text, (base, head) => {
        expect(compare({ 'a.proto': base }, { 'a.proto': head }).problems.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});

it('finds nothing between a file and itself, wherever its fields stand', () => {
  const type = fc.constantFrom(
    'int32',
    'string',
    'A',
    'M0',
    'E',
    'map<string, E>',
    'repeated A',
    'optional bytes',
  );
  const fields = fc.uniqueArray(fc.record({ number: fc.integer({ min: 1, max: 99 }), type }), {
    selector: ({ number }) => number,
    maxLength: 8,
  });
  fc.assert(
    fc.property(fc.array(fields, { minLength: 1, maxLength: 4 }), (messages) => {
      const text = (turn: boolean): string =>
        `syntax = "proto3";\npackage p;\nmessage A {}\nenum E { Z = 0; }\n${messages
          .map((own, index) => {
            const lines = own.map((each) => `  ${each.type} f${each.number} = ${each.number};\n`);
            return `message M${index} {\n${(turn ? lines.toReversed() : lines).join('')}}\n`;
          })
          .join('')}`;
      expect(told({ 'a.proto': text(false) }, { 'a.proto': `${text(true)}// end\n` })).toEqual([]);
    }),
  );
});
