import type { ContractFormat } from '../contract-format.ts';
import { checks } from '../protobuf/checks.ts';
import { diffProtobuf, importedProtos } from '../protobuf/diff-protobuf.ts';
import { looksLikeProto } from '../protobuf/proto-file.ts';

/** Protocol buffers and gRPC services: https://protobuf.dev/programming-guides/ */
export default {
  id: 'protobuf',
  title: 'protobuf',
  checks,
  concerns: (path) => /\.proto$/i.test(path) && !/(?:^|\/)node_modules\//.test(path),
  recognises: looksLikeProto,
  related: importedProtos,
  compare: ({ base, head, changed }) => diffProtobuf(base, head, changed),
} satisfies ContractFormat as ContractFormat;
