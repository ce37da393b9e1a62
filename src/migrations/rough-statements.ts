/** Comments, strings, quoted names and dollar quotes, or the semicolon that ends a statement. */
const token =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'[^']*(?:''[^']*)*(?:'|$)|"[^"]*(?:""[^"]*)*(?:"|$)|\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\1\$|$)|;/g;

/**
 * The statements of a text with comments taken out and white space collapsed, for tools that decide by what a file
 * holds (how many statements, which first words). Not for rules: those have the parser's statements.
 */
export function roughStatements(sql: string): readonly string[] {
  const statements: string[] = [];
  let current = '';
  let from = 0;
  for (const match of sql.matchAll(token)) {
    current += sql.slice(from, match.index);
    from = match.index + match[0].length;
    if (match[0] === ';') {
      statements.push(current);
      current = '';
    } else if (match[0].startsWith('--') || match[0].startsWith('/*')) current += ' ';
    else current += match[0];
  }
  statements.push(current + sql.slice(from));
  return statements.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
}
