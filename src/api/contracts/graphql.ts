import type { ContractFormat } from '../contract-format.ts';
import { changeTypes } from '../graphql/change-types.ts';
import { diffGraphQl } from '../graphql/diff-graphql.ts';
import { nearestPaths } from '../graphql/nearest-paths.ts';
import { looksLikeSdl, parseSdl, standsAlone } from '../graphql/sdl-document.ts';

/** Most files that are read beside one that is a part of a schema, the nearest first. */
const maximumParts = 400;

/** SDL of GraphQL: https://spec.graphql.org/October2021/#sec-Type-System */
export default {
  id: 'graphql',
  title: 'GraphQL',
  checks: changeTypes.map(({ id, level }) => ({ id, level })),
  concerns: (path) => /\.(?:graphqls?|gql|sdl)$/i.test(path) && !/(?:^|\/)node_modules\//.test(path),
  recognises: looksLikeSdl,
  gathers: true,
  related(file, paths) {
    if (!looksLikeSdl(file.text)) return [];
    const document = parseSdl(file);
    if ('problem' in document || document.definitions.length === 0 || standsAlone(document)) return [];
    return nearestPaths(file.path, paths, maximumParts);
  },
  compare: ({ base, head, changed }) => diffGraphQl(base, head, changed),
} satisfies ContractFormat as ContractFormat;
