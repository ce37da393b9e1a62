import { defineModelReader, type ModelName, type ModelTable } from '../model-reader.ts';
import { bracketed, nameAt } from '../model-text.ts';

const entity = /@(?:Entity|Table|ViewEntity)\s*\(/g;
const declared =
  /^(?:\s*@\w+(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\))?)*\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s+(\w+)/d;
const column =
  /@(Column|PrimaryColumn|PrimaryGeneratedColumn|CreateDateColumn|UpdateDateColumn|DeleteDateColumn|VersionColumn|ViewColumn|Property|PrimaryKey|Enum|JoinColumn)\s*\(/g;
const option = /\b(?:name|fieldName|field|tableName)\s*:\s*['"`]([^'"`\n]+)['"`]/d;
const property =
  /^(?:\s*@\w+(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\))?)*\s*(?:(?:public|private|protected|readonly|declare|override)\s+)*([A-Za-z_$][\w$]*)\s*[?!:;=]/d;

export default defineModelReader({
  id: 'decorators',
  title: 'TypeORM, MikroORM and sequelize-typescript',
  sources: [
    'https://typeorm.io/docs/entity/entities/',
    'https://mikro-orm.io/docs/defining-entities',
    'https://sequelize.org/docs/v7/models/defining-models/',
  ],
  paths: /\.[cm]?[jt]s$/i,
  mentions: /@(?:Entity|Table|ViewEntity)\s*\(/,
  read(text) {
    const starts = [...text.matchAll(entity)].map((match) => match.index + match[0].length - 1);
    return starts.flatMap((open, index): ModelTable[] => {
      const end = starts[index + 1] ?? text.length;
      const args = bracketed(text, open);
      const given = text.slice(args.start, args.end);
      const named = option.exec(given) ?? /^\s*['"`]([^'"`\n]+)['"`]/d.exec(given);
      const named_ = named === null ? null : nameAt(named, 1, true, args.start);
      const head = declared.exec(text.slice(args.end + 1, end));
      const table = named_ ?? (head === null ? null : nameAt(head, 1, false, args.end + 1));
      if (table === null || head === null) return [];
      const body = text.slice(args.end + 1, end);
      const columns = [...body.matchAll(column)].flatMap((match) =>
        columnOf(text, match[1] ?? '', args.end + 1 + match.index + match[0].length - 1),
      );
      // What it inherits is not seen here.
      return [{ table, columns, complete: !/^\s+extends\b/.test(body.slice(head[0].length)) }];
    });
  },
  examples: [
    {
      path: 'src/user.entity.ts',
      text: "@Entity('users')\nexport class User {\n  @PrimaryGeneratedColumn()\n  id: number;\n\n  @Column('varchar', { name: 'mail_address', length: 80 })\n  mail: string;\n\n  @Column()\n  displayName?: string;\n\n  @ManyToOne(() => Team)\n  @JoinColumn({ name: 'team_id' })\n  team: Team;\n}\n",
      expect: { users: ['~id', 'mail_address', '~displayName', 'team_id'] },
    },
    {
      path: 'src/order.ts',
      text: "@Entity({ tableName: 'orders' })\nclass Order {\n  @PrimaryKey() id!: number;\n  @Property({ fieldName: 'sum' }) total!: number;\n}\n@Entity()\nclass OrderItem extends Base {\n  @Property() note = '';\n}\n",
      expect: { orders: ['~id', 'sum'], '~OrderItem': ['~note'] },
    },
  ],
});

function columnOf(text: string, decorator: string, open: number): ModelName[] {
  const args = bracketed(text, open);
  const given = option.exec(text.slice(args.start, args.end));
  const explicit = given === null ? null : nameAt(given, 1, true, args.start);
  if (explicit !== null) return [explicit];
  if (decorator === 'JoinColumn') return [];
  const after = property.exec(text.slice(args.end + 1, args.end + 2_000));
  const name = after === null ? null : nameAt(after, 1, false, args.end + 1);
  return name === null ? [] : [name];
}
