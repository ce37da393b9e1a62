import { defineModelReader, type ModelName, type ModelTable } from '../model-reader.ts';
import { bracketed, nameAt } from '../model-text.ts';

const annotation = String.raw`@\w+(?:\.\w+)*(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\))?`;
const entity = new RegExp(
  String.raw`@Entity\b(?:\s*\([^()]*\))?(?<more>(?:\s*${annotation})*)\s*(?:(?:public|internal|open|data|abstract|final)\s+)*class\s+(?<name>\w+)`,
  'gd',
);
const field = new RegExp(
  String.raw`(?<all>(?:${annotation}\s*){0,12})\b(?:(?:private|protected|public|internal|lateinit|override)\s+){0,5}(?:(?:final\s+)?[\w.<>?\[\]]{1,200}\s+(?<java>\w+)\s*(?:=[^;\n]*)?;|va[lr]\s+(?<kotlin>\w+)\s*:)`,
  'gd',
);
const relation = /@(?:OneToMany|ManyToMany|Transient|ElementCollection|Formula|Embedded)\b/;

export default defineModelReader({
  id: 'jpa',
  title: 'JPA (Hibernate)',
  sources: ['https://jakarta.ee/specifications/persistence/3.1/jakarta-persistence-spec-3.1#a14091'],
  paths: /\.(?:java|kt)$/i,
  mentions: /@Entity\b/,
  read(text) {
    return [...text.matchAll(entity)].flatMap((match): ModelTable[] => {
      const more = match.groups?.more ?? '';
      const shift = match.indices?.groups?.more?.[0] ?? 0;
      // @Table may stand before @Entity too.
      const before = text.slice(Math.max(0, match.index - 300), match.index);
      const after = /@Table\s*\([^)]*?\bname\s*=\s*"([^"\n]+)"/d.exec(more);
      const earlier =
        /@Table\s*\([^)]*?\bname\s*=\s*"([^"\n]+)"[^)]*\)(?:\s*@\w+(?:\s*\([^()]*\))?)*\s*$/d.exec(before);
      const table =
        (after === null ? null : nameAt(after, 1, true, shift)) ??
        (earlier === null
          ? nameAt(match, 'name', false)
          : nameAt(earlier, 1, true, match.index - before.length));
      const open = /[({]/.exec(text.slice(match.index + match[0].length));
      if (table === null || open === null) return [];
      const body = bracketed(text, match.index + match[0].length + open.index);
      const fields = [...text.slice(body.start, body.end).matchAll(field)];
      return [{ table, columns: fields.flatMap((found) => columnOf(found, body.start)), complete: false }];
    });
  },
  examples: [
    {
      path: 'src/main/java/shop/User.java',
      text: '@Entity\n@Table(name = "users", schema = "app")\npublic class User {\n  @Id private Long id;\n  @Column(name = "mail_address", length = 80)\n  private String mail;\n  private String displayName;\n  @OneToMany(mappedBy = "user") private List<Post> posts;\n  @ManyToOne @JoinColumn(name = "team_id") private Team team;\n}\n',
      expect: { users: ['~id', 'mail_address', '~displayName', 'team_id'] },
    },
    {
      path: 'src/main/kotlin/OrderItem.kt',
      text: '@Entity\nclass OrderItem(\n  @Id val id: Long,\n  @Column(name = "note_text") var note: String,\n)\n',
      expect: { '~OrderItem': ['~id', 'note_text'] },
    },
  ],
});

function columnOf(found: RegExpExecArray, shift: number): ModelName[] {
  const annotations = found.groups?.all ?? '';
  const at = shift + (found.indices?.groups?.all?.[0] ?? 0);
  if (relation.test(annotations) || /\bstatic\b/.test(found[0])) return [];
  const given = /@(?:Column|JoinColumn)\s*\([^)]*?\bname\s*=\s*"([^"\n]+)"/d.exec(annotations);
  const named = given === null ? null : nameAt(given, 1, true, at);
  const own = named ?? nameAt(found, 'java', false, shift) ?? nameAt(found, 'kotlin', false, shift);
  return own === null ? [] : [own];
}
