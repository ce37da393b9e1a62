import { elementWords } from '../contract-element.ts';
import { contractObject } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'DIRECTIVE_REMOVED',
  'DIRECTIVE_LOCATION_REMOVED',
  'DIRECTIVE_ARGUMENT_ADDED',
  'DIRECTIVE_ARGUMENT_REMOVED',
  'DIRECTIVE_ARGUMENT_TYPE_CHANGED',
];

const schema = `directive @show(by: String, level: Int) on FIELD | FRAGMENT_SPREAD\n\ndirective @inner(by: String) on OBJECT\n\ntype Query {\n  a: Int\n}\n`;

export default defineRule({
  id: 'graphql-directive-narrowed',
  about: 'contract',
  title: 'Directive of operations takes less',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['graphql-inspector:DIRECTIVE_REMOVED', 'graphql-inspector:DIRECTIVE_ARGUMENT_ADDED'],
  what: 'Queries that write `{owner}` as until now are refused as a whole.',
  why: 'A directive is validated as a field is: its name, its place and its arguments.',
  fix: 'Keep what clients write valid: leave the directive as it was, and add a new one or an optional argument beside it.',
  examples: {
    bad: [
      {
        title: 'a directive that goes',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace(/directive @show.*/, ''),
      },
      {
        title: 'a place less',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('FIELD | FRAGMENT_SPREAD', 'FIELD'),
      },
      {
        title: 'a required argument more',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('level: Int)', 'level: Int, must: Int!)'),
      },
    ],
    good: [
      {
        title: 'an optional argument more',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('level: Int)', 'level: Int, must: Int)'),
      },
      {
        title: 'a directive of the schema itself',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace(/directive @inner.*/, ''),
      },
    ],
  },
  detect({ change }) {
    if (change.level !== 'breaking' || change.follows || change.unreached || !covers.includes(change.id))
      return [];
    const place = change.head === null ? 'base' : 'head';
    return [{ place, object: contractObject(change), data: elementWords(change) }];
  },
});
