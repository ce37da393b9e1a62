import type { ContractChange } from '../contract-change.ts';
import { shownValue } from '../shown-value.ts';
import { compareEnum } from './compare-enums.ts';
import { compareField, type Sides } from './compare-fields.ts';
import { compareMessage } from './compare-messages.ts';
import { compareService } from './compare-services.ts';
import { foundChange, nameIn } from './found-change.ts';
import type { ProtoFile } from './proto-file.ts';
import type { TypeNames } from './type-names.ts';

/** All files of one side that were read. */
export interface ProtoSide {
  readonly files: ReadonlyMap<string, ProtoFile>;
  readonly types: TypeNames;
  /** Of all files, also of those that were not read. */
  readonly paths: readonly string[];
}

const kinds = ['messages', 'enums', 'services', 'extensions'] as const;
type Kind = (typeof kinds)[number];

const words: Readonly<Record<Kind, readonly [name: string, id: string]>> = {
  messages: ['message', 'MESSAGE_NO_DELETE'],
  enums: ['enum', 'ENUM_NO_DELETE'],
  services: ['service', 'SERVICE_NO_DELETE'],
  extensions: ['extension', 'EXTENSION_NO_DELETE'],
};

/** What changed of the things that a file declares; `next` is null where the file is gone. */
export function compareFiles(
  old: ProtoFile,
  next: ProtoFile | null,
  base: ProtoSide,
  head: ProtoSide,
): ContractChange[] {
  if (next === null) return [...removedFile(old, base, head)];
  return [
    ...fileChanges(old, next),
    ...kinds.flatMap((kind) => declaredChanges(kind, old, next, base, head)),
  ];
}

function declaredChanges(
  kind: Kind,
  old: ProtoFile,
  next: ProtoFile,
  base: ProtoSide,
  head: ProtoSide,
): ContractChange[] {
  return [...old[kind].keys()].flatMap((name) => {
    if (next[kind].has(name)) return contents(kind, name, old, next, base, head);
    // What stands in something that is gone is gone with it.
    const [outer] = outerNames(name).filter((each) => !next.messages.has(each));
    if (outer !== undefined) return [];
    const [word, id] = words[kind];
    const moved = fileOf(kind, name, old.package, head);
    return [
      foundChange({
        id,
        operation: nameIn(old, name),
        subject: '',
        message:
          moved === null ? `the ${word} is removed` : `the ${word} is in \`${shownValue(moved.path)}\` now`,
        base: [old, name],
        head: moved === null ? null : [moved, name],
        aliases: moved === null ? [`PACKAGE_${id}`] : [],
      }),
      ...(moved === null ? [] : contents(kind, name, old, moved, base, head)),
    ];
  });
}

/** `Order.Line.Tax`: `Order`, `Order.Line`. */
function outerNames(name: string): string[] {
  return [...name.matchAll(/\./g)].map(({ index }) => name.slice(0, index));
}

/** Another file of the same package that declares it: it changed, too, and was read. */
function fileOf(kind: Kind, name: string, inPackage: string, { files }: ProtoSide): ProtoFile | null {
  for (const file of files.values()) if (file.package === inPackage && file[kind].has(name)) return file;
  return null;
}

function contents(
  kind: Kind,
  name: string,
  old: ProtoFile,
  next: ProtoFile,
  base: ProtoSide,
  head: ProtoSide,
): ContractChange[] {
  const sides: Sides = { base: { file: old, types: base.types }, head: { file: next, types: head.types } };
  if (kind === 'messages')
    return both(old.messages.get(name), next.messages.get(name), compareMessage, sides);
  if (kind === 'enums') return both(old.enums.get(name), next.enums.get(name), compareEnum, sides);
  if (kind === 'services')
    return both(old.services.get(name), next.services.get(name), compareService, sides);
  const [before, after] = [old.extensions.get(name), next.extensions.get(name)];
  if (before === undefined || after === undefined) return [];
  return compareField(before, after, nameIn(old, name), sides);
}

function both<Part>(
  old: Part | undefined,
  next: Part | undefined,
  compare: (old: Part, next: Part, sides: Sides) => ContractChange[],
  sides: Sides,
): ContractChange[] {
  return old === undefined || next === undefined ? [] : compare(old, next, sides);
}

/** A file that is gone, and what was in it and is in no other file of its package. */
function removedFile(old: ProtoFile, base: ProtoSide, head: ProtoSide): ContractChange[] {
  const folder = old.path.slice(0, old.path.lastIndexOf('/') + 1);
  const isBeside = (path: string): boolean =>
    path.startsWith(folder) && !path.slice(folder.length).includes('/');
  // The files of a package lie in one folder: what lies there is taken for one, read or not.
  const stays =
    head.paths.some(isBeside) || [...head.files.values()].some((file) => file.package === old.package);
  const told = { operation: old.path, subject: '', base: [old, 'package'], head: null } as const;
  if (!stays)
    return [
      foundChange({
        ...told,
        id: 'PACKAGE_NO_DELETE',
        message: `the file is removed, the last one seen of the package \`${old.package}\``,
        aliases: ['FILE_NO_DELETE'],
      }),
    ];
  const gone = kinds.flatMap((kind) =>
    [...old[kind].keys()]
      .filter((name) => kind === 'extensions' || !name.includes('.'))
      .flatMap((name) => {
        const moved = fileOf(kind, name, old.package, head);
        if (moved !== null) return contents(kind, name, old, moved, base, head);
        const [word, id] = words[kind];
        const change = foundChange({
          id: `PACKAGE_${id}`,
          operation: nameIn(old, name),
          subject: '',
          message: `the ${word} is removed with its file`,
          base: [old, name],
          head: null,
          aliases: [id],
        });
        // Who calls a service loses something else than who is compiled against the file.
        return [kind === 'services' ? change : { ...change, follows: true as const }];
      }),
  );
  return [foundChange({ ...told, id: 'FILE_NO_DELETE', message: 'the file is removed' }), ...gone];
}

/** https://protobuf.dev/reference/protobuf/google.protobuf/#file-options, with what counts where one is not set. */
const fileOptions: readonly (readonly [id: string, option: string, otherwise: string])[] = [
  ['FILE_SAME_CC_ENABLE_ARENAS', 'cc_enable_arenas', 'true'],
  ['FILE_SAME_CC_GENERIC_SERVICES', 'cc_generic_services', 'false'],
  ['FILE_SAME_CSHARP_NAMESPACE', 'csharp_namespace', ''],
  ['FILE_SAME_GO_PACKAGE', 'go_package', ''],
  ['FILE_SAME_JAVA_GENERIC_SERVICES', 'java_generic_services', 'false'],
  ['FILE_SAME_JAVA_MULTIPLE_FILES', 'java_multiple_files', 'false'],
  ['FILE_SAME_JAVA_OUTER_CLASSNAME', 'java_outer_classname', ''],
  ['FILE_SAME_JAVA_PACKAGE', 'java_package', ''],
  ['FILE_SAME_JAVA_STRING_CHECK_UTF8', 'java_string_check_utf8', 'false'],
  ['FILE_SAME_OBJC_CLASS_PREFIX', 'objc_class_prefix', ''],
  ['FILE_SAME_OPTIMIZE_FOR', 'optimize_for', 'SPEED'],
  ['FILE_SAME_PHP_CLASS_PREFIX', 'php_class_prefix', ''],
  ['FILE_SAME_PHP_GENERIC_SERVICES', 'php_generic_services', 'false'],
  ['FILE_SAME_PHP_METADATA_NAMESPACE', 'php_metadata_namespace', ''],
  ['FILE_SAME_PHP_NAMESPACE', 'php_namespace', ''],
  ['FILE_SAME_PY_GENERIC_SERVICES', 'py_generic_services', 'false'],
  ['FILE_SAME_RUBY_PACKAGE', 'ruby_package', ''],
  ['FILE_SAME_SWIFT_PREFIX', 'swift_prefix', ''],
];

function fileChanges(old: ProtoFile, next: ProtoFile): ContractChange[] {
  const rows = [
    ['FILE_SAME_PACKAGE', 'package', 'package', old.package, next.package],
    ['FILE_SAME_SYNTAX', 'syntax', 'syntax', old.edition, next.edition],
    ...fileOptions.map(([id, option, otherwise]) => {
      const value = ({ options }: ProtoFile): string => String(options[option] ?? otherwise);
      return [id, option, `option ${option}`, value(old), value(next)] as const;
    }),
  ] as const;
  return rows.flatMap(([id, subject, place, before, after]) =>
    before === after
      ? []
      : [
          foundChange({
            id,
            operation: next.path,
            subject,
            message: `${subject === 'syntax' ? 'the syntax' : `\`${subject}\``} is ${shownOrNothing(after)}, was ${shownOrNothing(before)}`,
            base: [old, place],
            head: [next, place],
            aliases: id === 'FILE_SAME_JAVA_STRING_CHECK_UTF8' ? ['FIELD_SAME_JAVA_UTF8_VALIDATION'] : [],
          }),
        ],
  );
}

function shownOrNothing(value: string): string {
  return value === '' ? 'nothing' : `\`${shownValue(value)}\``;
}
