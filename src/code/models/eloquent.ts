import { defineModelReader, type ModelTable } from '../model-reader.ts';
import { bracketed, nameAt, namesIn } from '../model-text.ts';

const model =
  /^[ \t]*(?:final[ \t]+)?class[ \t]+(\w+)[ \t]+extends[ \t]+(?:Model|Authenticatable|Pivot)\b/dgm;
const list = /\$(?:fillable|hidden|casts|guarded|visible|dates)[ \t]*=[ \t]*\[/g;

export default defineModelReader({
  id: 'eloquent',
  title: 'Eloquent',
  sources: ['https://laravel.com/docs/12.x/eloquent#table-names'],
  paths: /\.php$/i,
  mentions: /\bextends\s+(?:Model|Authenticatable|Pivot)\b/,
  read(text) {
    return [...text.matchAll(model)].flatMap((match): ModelTable[] => {
      const open = text.indexOf('{', match.index);
      if (open === -1) return [];
      const body = bracketed(text, open);
      const inside = text.slice(body.start, body.end);
      const named = /\$table[ \t]*=[ \t]*['"]([^'"\n]+)['"]/d.exec(inside);
      const table = named === null ? nameAt(match, 1, false) : nameAt(named, 1, true, body.start);
      const columns = [...inside.matchAll(list)].flatMap((found) =>
        namesIn(
          text,
          bracketed(text, body.start + found.index + found[0].length - 1),
          /(?<!=>\s*)['"](\w+)['"]/dg,
          true,
        ),
      );
      return table === null ? [] : [{ table, columns, complete: false }];
    });
  },
  examples: [
    {
      path: 'app/Models/User.php',
      text: "<?php\nclass User extends Authenticatable\n{\n    protected $table = 'members';\n    protected $fillable = ['mail', 'label'];\n    protected $casts = ['state' => 'array'];\n}\nclass OrderItem extends Model {}\n",
      expect: { members: ['mail', 'label', 'state'], '~OrderItem': [] },
    },
  ],
});
