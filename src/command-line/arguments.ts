import { parseArgs } from 'node:util';
import { type Severity, severities } from '../report/finding.ts';
import { type Dialect, dialects } from '../sql/dialect.ts';
import { UsageError } from './usage-error.ts';

export const usage = `backend-engineer reviews backend changes; every finding carries its proof.

  backend-engineer review REPO BASE..HEAD [--format markdown|json|sarif] [--fail-on SEVERITY] [--no-proof]
      reviews a range of a local git repository (bare or not)
  backend-engineer review OWNER/NAME#NUMBER [--post] [--format …] [--fail-on SEVERITY] [--no-proof]
      reviews a pull request on GitHub (GITHUB_TOKEN); prints, posts only with --post; --no-proof runs no migration
  backend-engineer check PATH… [--dialect ${dialects.join('|')}] [--base DIR] [--format text|json|sarif] [--fail-on SEVERITY]
        [--transaction file|none|auto] [--pg-version N] [--mysql-version N] [--tables FILE]
      takes each file as a new migration or query against tables that exist; --transaction says whether a transaction
      wraps each file (auto: as the migration tool does it), FILE how big tables are, as YAML or JSON
      (orders: { rows: 4000000 })
  backend-engineer contract BASE HEAD [--format text|json]
      tells what changed for callers between two files or folders of OpenAPI, GraphQL or protobuf;
      exit 1 when a change breaks them
  backend-engineer rules [ID] [--format text|json]
      lists what is looked for, or tells one rule

  --fail-on blocker|warning|advice|never   exit 1 when there is a finding as severe (default: blocker)
  --help, --version

Exit: 0 without such a finding, 1 with, 2 for wrong usage or input.
`;

export type FailOn = Severity | 'never';

export type Invocation =
  | { readonly command: 'help' }
  | { readonly command: 'rules'; readonly id: string | null; readonly format: 'text' | 'json' }
  | { readonly command: 'version' }
  | {
      readonly command: 'contract';
      /** Two files or two folders. */
      readonly base: string;
      readonly head: string;
      readonly format: 'text' | 'json';
    }
  | {
      readonly command: 'review-range';
      readonly repository: string;
      readonly range: string;
      /** Whether its migrations are run. */
      readonly proof: boolean;
      readonly format: 'markdown' | 'json' | 'sarif';
      readonly failOn: FailOn;
    }
  | {
      readonly command: 'review-pull-request';
      readonly owner: string;
      readonly name: string;
      readonly number: number;
      readonly post: boolean;
      readonly proof: boolean;
      readonly format: 'markdown' | 'json' | 'sarif';
      readonly failOn: FailOn;
    }
  | {
      readonly command: 'check';
      readonly paths: readonly string[];
      readonly dialect: Dialect | null;
      readonly base: string | null;
      /** What wraps each file; `auto`: what its tool does. */
      readonly transaction: Wrapping;
      /** null where it is not told: the defaults count. */
      readonly postgresVersion: number | null;
      readonly mysqlVersion: number | null;
      /** A file that says how big tables are. */
      readonly tables: string | null;
      readonly format: 'text' | 'json' | 'sarif';
      readonly failOn: FailOn;
    };

const wrappings = ['file', 'none', 'auto'] as const;
export type Wrapping = (typeof wrappings)[number];

const options = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  format: { type: 'string' },
  'fail-on': { type: 'string' },
  post: { type: 'boolean' },
  'no-proof': { type: 'boolean' },
  dialect: { type: 'string' },
  base: { type: 'string' },
  transaction: { type: 'string' },
  'pg-version': { type: 'string' },
  'mysql-version': { type: 'string' },
  tables: { type: 'string' },
} as const;

type Option = keyof typeof options;

const allowed: Readonly<Record<string, readonly Option[]>> = {
  review: ['format', 'fail-on', 'post', 'no-proof'],
  check: ['format', 'fail-on', 'dialect', 'base', 'transaction', 'pg-version', 'mysql-version', 'tables'],
  contract: ['format'],
  rules: ['format'],
};

/** Reads the arguments behind the program's name. Throws UsageError with one line. */
export function parseArguments(words: readonly string[]): Invocation {
  const { values, positionals } = parse(words);
  if (values.help === true) return { command: 'help' };
  if (values.version === true) return { command: 'version' };
  const [command, ...rest] = positionals;
  if (command === undefined) throw new UsageError('no command given: see backend-engineer --help');
  const known = allowed[command];
  if (known === undefined)
    throw new UsageError(`there is no command '${command}': see backend-engineer --help`);
  for (const option of Object.keys(values) as Option[])
    if (!known.includes(option)) throw new UsageError(`--${option} does not go with '${command}'`);
  if (command === 'rules') return listing(rest, values);
  if (command === 'contract') return contract(rest, values);
  const failOn = oneOf('--fail-on', values['fail-on'] ?? 'blocker', [...severities, 'never']);
  return command === 'check' ? check(rest, values, failOn) : review(rest, values, failOn);
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message.split('\n')[0] ?? '');
    throw error;
  }
}

type Values = ReturnType<typeof parse>['values'];

function check(paths: readonly string[], values: Values, failOn: FailOn): Invocation {
  if (paths.length === 0) throw new UsageError('check wants at least one path');
  return {
    command: 'check',
    paths,
    dialect: values.dialect === undefined ? null : oneOf('--dialect', values.dialect, dialects),
    base: values.base ?? null,
    transaction: oneOf('--transaction', values.transaction ?? 'auto', wrappings),
    postgresVersion: numberOf('--pg-version', values['pg-version']),
    mysqlVersion: numberOf('--mysql-version', values['mysql-version']),
    tables: values.tables ?? null,
    format: oneOf('--format', values.format ?? 'text', ['text', 'json', 'sarif']),
    failOn,
  };
}

function listing([id, extra]: readonly string[], values: Values): Invocation {
  if (extra !== undefined) throw new UsageError(`rules takes no '${extra}'`);
  return {
    command: 'rules',
    id: id ?? null,
    format: oneOf('--format', values.format ?? 'text', ['text', 'json']),
  };
}

function contract([base, head, extra]: readonly string[], values: Values): Invocation {
  if (base === undefined || head === undefined) throw new UsageError('contract wants BASE and HEAD');
  if (extra !== undefined) throw new UsageError(`contract takes no '${extra}'`);
  return {
    command: 'contract',
    base,
    head,
    format: oneOf('--format', values.format ?? 'text', ['text', 'json']),
  };
}

function review(words: readonly string[], values: Values, failOn: FailOn): Invocation {
  const format = oneOf('--format', values.format ?? 'markdown', ['markdown', 'json', 'sarif']);
  const proof = values['no-proof'] !== true;
  const [target, range, extra] = words;
  if (target === undefined) throw new UsageError('review wants REPO BASE..HEAD or OWNER/NAME#NUMBER');
  if (extra !== undefined) throw new UsageError(`review takes no '${extra}'`);
  const pullRequest = /^([\w.-]+)\/([\w.-]+)#(\d{1,9})$/.exec(target);
  if (pullRequest !== null && range === undefined) {
    const [, owner = '', name = '', number = ''] = pullRequest;
    return {
      command: 'review-pull-request',
      owner,
      name,
      number: Number(number),
      post: values.post === true,
      proof,
      format,
      failOn,
    };
  }
  if (values.post === true) throw new UsageError('--post goes with OWNER/NAME#NUMBER');
  if (range === undefined || !/^.+\.\..+$/.test(range))
    throw new UsageError('review wants a range BASE..HEAD after the repository');
  return { command: 'review-range', repository: target, range, proof, format, failOn };
}

function numberOf(option: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  if (!/^\d{1,2}(\.\d{1,2})?$/.test(value))
    throw new UsageError(`${option} is a number such as 16 or 8.4, not '${value}'`);
  return Number(value);
}

function oneOf<const Value extends string>(option: string, value: string, values: readonly Value[]): Value {
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError(`${option} is one of ${values.join(', ')}, not '${value}'`);
  return found;
}
