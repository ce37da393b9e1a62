import type { DdlOperation } from '../sql/operation.ts';
import { tokenize } from '../sql/postgres/tokens.ts';
import type { PostgresError } from './database.ts';
import { hasExtension } from './extensions.ts';
import type { ProvenStatement } from './subject.ts';

/**
 * Why a statement is not run, as the end of a sentence; null where it is. This says beforehand, and in better words, what
 * the database would refuse anyway, since its user is no superuser (`unprivileged.ts`); what it would not refuse is only
 * what would break the conversation with it: rows that never come, text in another encoding, savepoints of ours.
 */
export function refusal({ text, operations }: Pick<ProvenStatement, 'text' | 'operations'>): string | null {
  for (const operation of operations) {
    const reason = refusalOf(operation);
    if (reason !== null) return reason;
  }
  const words = wordsOf(text);
  return (
    refusedBeginnings.find(({ beginning }) => startsWith(words, beginning))?.reason ?? refusedCopy(words)
  );
}

/** Why the sandbox, and not the statement, is the reason of an error: the end of a sentence; null where it is not. */
export function sandboxesRefusal({ code, message }: PostgresError): string | null {
  if (code === '42501') return `it needs rights that nobody has in a proof's database: ${message}`;
  const reason = sandboxesErrors[code.slice(0, 2)];
  return reason === undefined ? null : `${reason}: ${message}`;
}

/** By the class of the SQLSTATE. */
const sandboxesErrors: Readonly<Record<string, string>> = {
  // Of memory, and of what is read of an answer.
  '53': "it needs more than a proof's database has",
  '57': "the proof's database was interrupted",
  '58': "the proof's database lacks a file of a server",
  XX: "the proof's database met a mistake of its own",
};

function refusalOf(operation: DdlOperation): string | null {
  if (operation.kind === 'create-object') {
    const { object, name } = operation;
    if (object === 'extension' && !isLanguage(operation) && !hasExtension(name.name))
      return `the sandbox has no extension ${name.name}`;
    if (object === 'subscription') return 'it connects to another server';
  }
  if (operation.kind === 'set' && operation.name === 'client_encoding' && !isUtf8(operation.value))
    return 'it changes the encoding of the connection';
  return null;
}

/** `CREATE LANGUAGE` reads as the extension that it is: PostgreSQL says what is missing. */
function isLanguage(operation: DdlOperation & { readonly kind: 'create-object' }): boolean {
  return /^pl(?:python|perl|tcl|v8|java|r)/.test(operation.name.name);
}

function isUtf8(value: string | null): boolean {
  return value === null || /^(?:utf-?8|unicode|default)$/i.test(value);
}

const refusedBeginnings = [
  { beginning: ['load'], reason: 'it loads a library' },
  { beginning: ['alter', 'system'], reason: 'it changes the settings of the server' },
  { beginning: ['create', 'tablespace'], reason: 'it makes folders on the server' },
  { beginning: ['prepare', 'transaction'], reason: 'the sandbox does not prepare transactions' },
  { beginning: ['commit', 'prepared'], reason: 'the sandbox does not prepare transactions' },
  { beginning: ['rollback', 'prepared'], reason: 'the sandbox does not prepare transactions' },
  ...['savepoint', 'release', 'release savepoint', 'rollback to', 'rollback to savepoint'].map((words) => ({
    beginning: [...words.split(' '), /^backend_engineer_/],
    reason: 'it speaks of a savepoint of the proof',
  })),
];

function startsWith(words: readonly string[], beginning: readonly (string | RegExp)[]): boolean {
  return beginning.every((each, index) => {
    const word = words[index] ?? '';
    return typeof each === 'string' ? each === word : each.test(word);
  });
}

/** `COPY t FROM 'file'`, `COPY (SELECT …) TO PROGRAM 'program'`; `COPY t TO STDOUT` is run. */
function refusedCopy(words: readonly string[]): string | null {
  if (words[0] !== 'copy') return null;
  const at = words.findIndex(
    (word, index) => (word === 'from' || word === 'to') && depthAt(words, index) === 0,
  );
  const target = words[at + 1];
  if (target === 'stdout') return null;
  if (target === 'stdin') return 'its rows come from elsewhere';
  return target === 'program' ? 'it runs a program on the server' : 'it reads or writes a file of the server';
}

function depthAt(words: readonly string[], index: number): number {
  const before = words.slice(0, index);
  return before.filter((word) => word === '(').length - before.filter((word) => word === ')').length;
}

/** Words in lower case, quoted names without their quotes; strings are empty. */
function wordsOf(text: string): string[] {
  return tokenize(text).map(({ kind, word, start, end }) =>
    kind === 'quoted-name' ? text.slice(start + 1, end - 1) : word,
  );
}
