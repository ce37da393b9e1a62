import type { Dump } from '../dumps.ts';
import { folderOf } from '../file-name.ts';
import { providerOf } from './provider.ts';
import { type PrismaSchema, readPrismaSchema } from './read-schema.ts';

interface SchemaFile {
  readonly path: string;
  readonly text: string;
  readonly schema: PrismaSchema;
}

/**
 * The Prisma schemas among the `.prisma` files of a tree (a null text was not read): one file, or a folder of files of
 * which one has the `datasource`. A folder of which it is not clear whether all its files are one schema has none.
 */
export function findPrismaSchemas(texts: ReadonlyMap<string, string | null>): readonly Dump[] {
  const files: SchemaFile[] = [];
  const unread: string[] = [];
  for (const [path, text] of texts) {
    const schema = text === null ? null : readPrismaSchema(text);
    if (text === null || schema === null) unread.push(path);
    else files.push({ path, text, schema });
  }
  const mains = files.filter(({ schema }) => schema.datasource.size > 0);
  return mains.flatMap((main) => {
    const folder = folderOf(main.path);
    const isBelow = ({ path }: { readonly path: string }): boolean =>
      folder === '' || path.startsWith(`${folder}/`);
    if (unread.some((path) => isBelow({ path }))) return [];
    const others = files.filter((file) => file !== main && isBelow(file));
    const parts = others.filter((file) => !mains.some((each) => each !== main && isPartOf(file, each, main)));
    return dumpOf(main, parts) ?? [];
  });
}

/** Whether a file belongs to another main file, which is nearer to it or as near. */
function isPartOf(file: SchemaFile, other: SchemaFile, main: SchemaFile): boolean {
  const folder = folderOf(other.path);
  return file === other || (folder.length > folderOf(main.path).length && file.path.startsWith(`${folder}/`));
}

function dumpOf(main: SchemaFile, parts: readonly SchemaFile[]): Dump | null {
  const provider = providerOf(main.schema);
  if (provider === null) return null;
  // Whether a file that needs no other is used with the others stands in settings, or in a command.
  if (parts.length > 0 && main.schema.models.length > 0 && isWhole(main.schema)) return null;
  const text = [main, ...parts].map((file) => file.text).join('\n');
  const schema = parts.length === 0 ? main.schema : readPrismaSchema(text);
  if (schema === null || !isWhole(schema)) return null;
  return {
    form: 'prisma',
    path: main.path,
    // `prisma/schema/*.prisma` has its migrations beside the folder.
    folder: folderOf(main.path).replace(/(?:^|\/)schema$/, ''),
    text,
    schema,
    dialects: provider.dialects,
  };
}

const scalars = /^(?:String|Boolean|Int|BigInt|Float|Decimal|DateTime|Json|Bytes|Unsupported)$/;

/** Whether each type is there, once. */
function isWhole({ models, enums, views }: PrismaSchema): boolean {
  const names = [...models, ...enums].map(({ name }) => name);
  const known = new Set([...names, ...views]);
  return (
    known.size === names.length + views.size &&
    models.every(({ fields }) => fields.every(({ type }) => scalars.test(type) || known.has(type)))
  );
}
