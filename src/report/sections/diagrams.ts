import type { Facts } from '../facts.ts';
import { erDiagram } from '../markdown/er-diagram.ts';
import type { Report } from '../report.ts';

/** Histories that are drawn: with more, a reader wants none. */
const maximumDiagrams = 3;

/** The pictures of "Database Changes". */
export function diagramsOf(facts: Facts): Report['diagrams'] {
  return facts.pictures.slice(0, maximumDiagrams).flatMap((picture) => {
    const text = erDiagram(picture);
    if (text === null) return [];
    const touched = picture.tables.filter(({ change }) => change !== null).length;
    const beside = picture.tables.length - touched;
    const parts = [
      `${touched} touched`,
      ...(beside > 0 ? [`${beside} beside ${touched === 1 ? 'it' : 'them'}`] : []),
      ...(picture.left > 0 ? [`${picture.left} left out`] : []),
    ];
    return [{ title: `Tables: ${parts.join(', ')}`, text }];
  });
}
