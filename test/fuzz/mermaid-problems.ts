/**
 * What Mermaid's grammar of entity-relationship diagrams would refuse, by its documentation
 * (https://mermaid.js.org/syntax/entityRelationshipDiagram.html), stricter where versions differ: all names of entities in
 * quotes, no two of them alike, words of attributes of plain letters.
 */
export function mermaidProblems(text: string): string[] {
  const problems: string[] = [];
  const [first, ...lines] = text.split('\n');
  if (first !== 'erDiagram') problems.push(`no erDiagram: ${first}`);
  const quoted = String.raw`"[\p{L}\p{N}_.$ (),-]+"`;
  const word = String.raw`(?!(?:PK|FK|UK)\b(?![\w(]))[A-Za-z][\w-]*`;
  const opening = new RegExp(`^ {2}(${quoted}) \\{$`, 'u');
  const alone = new RegExp(`^ {2}(${quoted})$`, 'u');
  const attribute = new RegExp(
    String.raw`^ {4}${word}(?:\(\d+\))?(?:\[\d*\])* ${word}(?: (?:PK|FK|UK)(?:, (?:PK|FK|UK))*)?(?: "[^"\p{C}]*")?$`,
    'u',
  );
  const relation = new RegExp(
    `^ {2}(${quoted}) (?:\\|o|\\|\\|)(?:--|\\.\\.)(?:o\\||o\\{) (${quoted}) : ${quoted}$`,
    'u',
  );
  const entities = new Set<string>();
  let open = false;
  for (const line of lines) {
    const entity = opening.exec(line) ?? alone.exec(line);
    const related = relation.exec(line);
    if (open && line === '  }') open = false;
    else if (open && !attribute.test(line)) problems.push(`no attribute: ${line}`);
    else if (open) continue;
    else if (entity !== null) {
      if (entities.has(entity[1] ?? '')) problems.push(`an entity twice: ${line}`);
      entities.add(entity[1] ?? '');
      open = line.endsWith('{');
    } else if (related === null) problems.push(`no relation: ${line}`);
    else if (!entities.has(related[1] ?? '') || !entities.has(related[2] ?? ''))
      problems.push(`a relation of what is not there: ${line}`);
  }
  if (open) problems.push('a block that does not end');
  return problems;
}
