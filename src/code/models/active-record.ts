import { defineModelReader, type ModelTable } from '../model-reader.ts';
import { nameAt, namesIn } from '../model-text.ts';

const model =
  /^[ \t]*class[ \t]+(?:\w+::)*(\w+)[ \t]*<[ \t]*(?:::)?(?:ApplicationRecord|ActiveRecord::Base)\b/dgm;
const statement =
  /^[ \t]*(?:validates\w*|enum|attribute|serialize|encrypts|store|attr_readonly|has_secure_token)\b[ (]+((?::\w+(?!\w)[ \t]*(?:,[ \t]*)?)+|\w+:)/gm;
const table = /\bself\.table_name[ \t]*=[ \t]*['"]([^'"\n]+)['"]/d;

export default defineModelReader({
  id: 'active-record',
  title: 'Active Record',
  sources: [
    'https://guides.rubyonrails.org/active_record_basics.html#convention-over-configuration-in-active-record',
  ],
  paths: /\.rb$/i,
  mentions: /<\s*(?:::)?(?:ApplicationRecord|ActiveRecord::Base)\b/,
  read(text) {
    const models = [...text.matchAll(model)];
    return models.flatMap((match, index): ModelTable[] => {
      const [start, end] = [match.index + match[0].length, models[index + 1]?.index ?? text.length];
      const body = text.slice(start, end);
      const named = table.exec(body);
      const name = named === null ? nameAt(match, 1, false) : nameAt(named, 1, true, start);
      const columns = [...body.matchAll(statement)].flatMap((found) => {
        const list = start + found.index + found[0].length - (found[1]?.length ?? 0);
        return namesIn(text, { start: list, end: list + (found[1]?.length ?? 0) }, /:?(\w+):?/dg, true);
      });
      // The columns are read from the database: what no line names may be used all the same.
      return name === null ? [] : [{ table: name, columns, complete: false }];
    });
  },
  examples: [
    {
      path: 'app/models/order_item.rb',
      text: 'class OrderItem < ApplicationRecord\n  belongs_to :order\n  validates :note, :label, presence: true\n  enum state: { open: 0 }\nend\nclass Tag < ActiveRecord::Base\n  self.table_name = "labels"\nend\n',
      expect: { '~OrderItem': ['note', 'label', 'state'], labels: [] },
    },
  ],
});
