import type { SyntaxNode } from '../../code/syntax.ts';

/** Turns a class's name as written into its full one. */
export type ResolveName = (name: string) => string;

/** Imports of one file that are kept. */
const maxImports = 1_000;

/** Reads `namespace` and `use`: https://www.php.net/manual/en/language.namespaces.rules.php */
export function namesOf(root: SyntaxNode): ResolveName {
  const namespace = root.findAll(['namespace_definition'])[0]?.field('name')?.text ?? '';
  const aliases = new Map<string, string>();
  for (const use of root.findAll(['namespace_use_declaration']).slice(0, maxImports)) {
    const group = use.children().find(({ kind }) => kind === 'namespace_use_group');
    const prefix = group === undefined ? '' : `${use.children()[0]?.text ?? ''}\\`;
    for (const clause of (group ?? use).children()) {
      if (clause.kind !== 'namespace_use_clause') continue;
      const [name, alias] = clause.children();
      if (name === undefined) continue;
      const full = `${prefix}${name.text}`.replace(/^\\/, '');
      aliases.set((alias?.text ?? lastPart(full)).toLowerCase(), full);
    }
  }
  return (name) => {
    if (name.startsWith('\\')) return name.slice(1);
    const at = name.indexOf('\\');
    const first = at === -1 ? name : name.slice(0, at);
    const known = aliases.get(first.toLowerCase());
    if (known !== undefined) return at === -1 ? known : known + name.slice(at);
    return namespace === '' ? name : `${namespace}\\${name}`;
  };
}

/** `UserController` of `App\Http\UserController`. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('\\') + 1);
}
