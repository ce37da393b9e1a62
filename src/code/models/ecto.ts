import { defineModelReader, type ModelTable } from '../model-reader.ts';
import { indentedBlock, nameAt, namesIn } from '../model-text.ts';

const schema = /^[ \t]*schema[ (]+"([^"\n]+)"/dgm;

export default defineModelReader({
  id: 'ecto',
  title: 'Ecto',
  sources: ['https://hexdocs.pm/ecto/Ecto.Schema.html'],
  paths: /\.exs?$/i,
  mentions: /\bschema[ (]+"/,
  read(text) {
    return [...text.matchAll(schema)].flatMap((match): ModelTable[] => {
      const table = nameAt(match, 1, true);
      const body = indentedBlock(text, match.index + 1);
      const fields = namesIn(text, body, /^[ \t]*field[ (]+:(\w+)(?![^\n]*virtual: true)/dgm, true);
      const keys = namesIn(text, body, /^[ \t]*belongs_to[ (]+:(\w+)/dgm, true);
      const columns = [...fields, ...keys.map((key) => ({ ...key, name: `${key.name}_id` }))];
      return table === null ? [] : [{ table, columns, complete: false }];
    });
  },
  examples: [
    {
      path: 'lib/shop/user.ex',
      text: 'defmodule Shop.User do\n  schema "users" do\n    field :mail, :string\n    field :full, :string, virtual: true\n    belongs_to :team, Shop.Team\n  end\nend\n',
      expect: { users: ['mail', 'team_id'] },
    },
  ],
});
