import { defineModelReader, type ModelName, type ModelTable } from '../model-reader.ts';
import { bracketed, listParts, nameAt } from '../model-text.ts';

const model =
  /\b(?:(?:sequelize|db|connection)\.define\s*\(\s*['"`](?<defined>\w+)['"`]\s*,|(?<initialised>[A-Z]\w*)\.init\s*\()\s*\{/dg;
const key = /^(['"]?)([A-Za-z_$][\w$]*)\1\s*:/d;

export default defineModelReader({
  id: 'sequelize',
  title: 'Sequelize',
  sources: ['https://sequelize.org/docs/v6/core-concepts/model-basics/'],
  paths: /\.[cm]?[jt]s$/i,
  mentions: /\bsequelize\b/i,
  read(text) {
    return [...text.matchAll(model)].flatMap((match): ModelTable[] => {
      const open = match.index + match[0].length - 1;
      const body = bracketed(text, open);
      const options = bracketed(text, text.indexOf('(', match.index));
      const named = /\btableName\s*:\s*['"`]([^'"`\n]+)['"`]/d.exec(text.slice(body.end, options.end));
      const table =
        (named === null ? null : nameAt(named, 1, true, body.end)) ??
        nameAt(match, 'defined', false) ??
        nameAt(match, 'initialised', false);
      const parts = listParts(text, body);
      const columns = parts.flatMap((part) => attribute(text, part) ?? []);
      return table === null ? [] : [{ table, columns, complete: columns.length === parts.length }];
    });
  },
  examples: [
    {
      path: 'models/user.js',
      text: "module.exports = (sequelize, DataTypes) => {\n  User.init({\n    mail: { type: DataTypes.STRING, field: 'mail_address' },\n    displayName: DataTypes.STRING,\n  }, { sequelize, tableName: 'users' });\n  return sequelize.define('OrderItem', { note: DataTypes.TEXT });\n};\n",
      expect: { users: ['mail_address', '~displayName'], '~OrderItem': ['~note'] },
    },
  ],
});

function attribute(text: string, part: { start: number; end: number }): ModelName | null {
  const shown = text.slice(part.start, part.end);
  const found = key.exec(shown);
  if (found === null) return null;
  const field = /\bfield\s*:\s*['"`]([^'"`\n]+)['"`]/d.exec(shown);
  return (field === null ? null : nameAt(field, 1, true, part.start)) ?? nameAt(found, 2, false, part.start);
}
