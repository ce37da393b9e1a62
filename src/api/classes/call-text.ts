import type { Expression, Link } from './class-model.ts';

/** A call as text without its lambdas: `authenticate("jwt")`, whatever stands in the block behind it. */
export function callText({ name, args, types }: Link): string {
  const shown = args
    .filter(({ value }) => value.kind !== 'lambda')
    .map(({ name: key, value }) => (key === null ? valueText(value) : `${key} = ${valueText(value)}`));
  return `${name}${types.length > 0 ? `<${types.join(', ')}>` : ''}(${shown.join(', ')})`.slice(0, 60);
}

function valueText(value: Expression): string {
  switch (value.kind) {
    case 'text':
      return `"${value.text}"`;
    case 'name':
      return value.name;
    case 'chain':
      return value.links.length === 1 && value.links[0] !== undefined ? callText(value.links[0]) : '…';
    case 'other':
      return value.text.replace(/\s+/g, ' ').slice(0, 20);
    default:
      return '…';
  }
}
