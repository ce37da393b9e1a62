import { defineModelReader, type ModelName, type ModelTable } from '../model-reader.ts';
import { indentedBlock, nameAt } from '../model-text.ts';

const model = /^class[ \t]+(\w+)\(([^)\n]*\bmodels\.Model\b[^)\n]*)\):/dgm;
const field = /^[ \t]+(\w+)[ \t]*(?::[^=\n]+)?=[ \t]*(?:models\.|\w+\.)?(\w*(?:Field|ForeignKey))\(/dgm;

export default defineModelReader({
  id: 'django',
  title: 'Django',
  sources: ['https://docs.djangoproject.com/en/stable/ref/models/options/#db-table'],
  paths: /\.py$/i,
  mentions: /\bmodels\.Model\b/,
  read(text, path) {
    return [...text.matchAll(model)].flatMap((match): ModelTable[] => {
      const body = indentedBlock(text, match.index);
      const inside = text.slice(body.start, body.end);
      if (/^[ \t]+abstract[ \t]*=[ \t]*True/m.test(inside)) return [];
      const named = /^[ \t]+db_table[ \t]*=[ \t]*['"]([^'"\n]+)['"]/dm.exec(inside);
      const own = nameAt(match, 1, true);
      if (own === null) return [];
      const table = named === null ? null : nameAt(named, 1, true, body.start);
      const columns = [...inside.matchAll(field)].flatMap((found): ModelName[] => {
        const name = nameAt(found, 1, true, body.start);
        if (name === null || found[2] === 'ManyToManyField') return [];
        const line = inside.slice(found.index, nextField(inside, found.index + found[0].length));
        const column = /\bdb_column[ \t]*=[ \t]*['"]([^'"\n]+)['"]/.exec(line)?.[1];
        const isKey = /ForeignKey|OneToOneField/.test(found[2] ?? '');
        return [{ ...name, name: column ?? (isKey ? `${name.name}_id` : name.name) }];
      });
      // Other bases bring columns of their own.
      return [
        {
          table: table ?? { ...own, name: `${appOf(path)}_${own.name.toLowerCase()}` },
          columns,
          complete: (match[2] ?? '').trim() === 'models.Model',
        },
      ];
    });
  },
  examples: [
    {
      path: 'shop/models.py',
      text: 'class OrderItem(models.Model):\n    note: str = models.TextField()\n    order = models.ForeignKey(Order, on_delete=models.CASCADE)\n    sum = models.IntegerField(\n        db_column="total",\n    )\n\nclass Tag(Named, models.Model):\n    class Meta:\n        db_table = "tags"\n',
      expect: { shop_orderitem: ['note', 'order_id', 'total'], tags: [] },
    },
  ],
});

function nextField(text: string, from: number): number {
  const next = /\n[ \t]+\w+[ \t]*(?::[^=\n]+)?=[ \t]*(?:models\.|\w+\.)\w|\n[ \t]*(?:class|def|@)/.exec(
    text.slice(from),
  );
  return next === null ? text.length : from + next.index;
}

/** The folder of `models.py`, or that of the folder `models`. */
function appOf(path: string): string {
  return /([^/]+)\/models(?:\/[^/]+)*(?:\.py)?$/.exec(path)?.[1] ?? path.split('/').at(-2) ?? '';
}
