import { orderContract } from '../contract-example.ts';
import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers = changeIds(
  'api-deprecated-sunset-{missing,parse}',
  'api-sunset-date-{too-small,changed-too-small}',
  'sunset-deleted',
  'request-parameter-{deprecated-sunset-missing,sunset-parse,sunset-date-too-small,sunset-date-changed-too-small,sunset-deleted}',
  '{request,response}-property-{deprecated-sunset-missing,deprecated-sunset-invalid,sunset-date-too-small}',
);

export default defineRule({
  id: 'sunset-date-unusable',
  about: 'contract',
  title: 'Announced end cannot be relied on',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  covers,
  remedy: 'restore',
  sources: [
    'oasdiff:api-deprecated-sunset-parse',
    'oasdiff:sunset-deleted',
    'https://www.rfc-editor.org/rfc/rfc8594',
  ],
  what: 'Callers of `{operation}` cannot plan by the announced end: {said}.',
  why: 'They were told by when to move, or are to be told now; what has no date, or a moving one, is moved off too late.',
  fix: 'Give `x-sunset` a date (`2030-12-31`) that leaves the callers time, and keep what was announced.',
  examples: {
    bad: [
      {
        title: 'an end that is no date',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace(
          '    post:\n',
          '    post:\n      deprecated: true\n      x-sunset: soon\n',
        ),
      },
      {
        title: 'an earlier end',
        path: 'openapi.yaml',
        base: orderContract.replace(
          '    post:\n',
          "    post:\n      deprecated: true\n      x-sunset: '2031-01-01'\n",
        ),
        head: orderContract.replace(
          '    post:\n',
          "    post:\n      deprecated: true\n      x-sunset: '2030-01-01'\n",
        ),
      },
    ],
    good: [
      {
        title: 'a deprecation with its end',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace(
          '    post:\n',
          "    post:\n      deprecated: true\n      x-sunset: '2031-01-01'\n",
        ),
      },
      {
        title: 'a deprecation where nobody gives an end',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace('    post:\n', '    post:\n      deprecated: true\n'),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'head', object: contractObject(change), data: contractWords(change) }];
  },
});
