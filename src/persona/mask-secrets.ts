/** What stands instead of a secret's characters. Nothing that code contains in runs. */
const placeholder = '•';

export interface Secret {
  /** What it looks like: `private key`, `AWS access key`. */
  readonly kind: string;
  /** UTF-16 offsets, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Each pattern's group `secret` (or all of it) is masked. All are linear: no nested repetition. */
const patterns: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: 'AWS access key', pattern: /(?<![0-9A-Za-z])(?:AKIA|ASIA)[0-9A-Z]{16}\b/dg },
  {
    kind: 'AWS secret key',
    pattern: /aws_?secret_?(?:access_?)?key\b["']?\s{0,4}(?:=>|[:=])\s{0,4}["']?(?<secret>[\w/+=]{40})/dgi,
  },
  {
    kind: 'GitHub token',
    pattern: /(?<![0-9A-Za-z])(?:gh[oprsu]_[0-9A-Za-z]{36,255}|github_pat_\w{50,255})/dg,
  },
  { kind: 'GitLab token', pattern: /(?<![0-9A-Za-z])gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\w-]{20,255}/dg },
  {
    kind: 'Slack token',
    pattern: /(?<![0-9A-Za-z])xox[abeoprs]-[\w-]{10,255}|(?<=hooks\.slack\.com\/services\/)[\w/]{20,255}/dg,
  },
  {
    kind: 'Stripe key',
    pattern: /(?<![0-9A-Za-z])(?:[rs]k_(?:live|test)_[0-9A-Za-z]{16,255}|whsec_[\w+/=]{16,255})/dg,
  },
  {
    kind: 'Google key',
    pattern: /(?<![0-9A-Za-z])(?:AIza[\w-]{35}|GOCSPX-[\w-]{20,64}|ya29\.[\w-]{20,512})/dg,
  },
  { kind: 'API key', pattern: /(?<![0-9A-Za-z])sk-(?:ant-|proj-|or-)?[\w-]{32,255}/dg },
  {
    kind: 'registry token',
    pattern: /(?<![0-9A-Za-z])(?:npm_[0-9A-Za-z]{36}|pypi-AgEI[\w-]{40,512}|dckr_pat_[\w-]{20,64})/dg,
  },
  { kind: 'SendGrid key', pattern: /(?<![0-9A-Za-z])SG\.[\w-]{16,64}\.[\w-]{16,64}/dg },
  { kind: 'JSON web token', pattern: /(?<![0-9A-Za-z])eyJ[\w-]{8,4096}\.eyJ[\w-]{8,4096}\.[\w-]{16,4096}/dg },
  {
    kind: 'authorization header',
    pattern: /(?<![0-9A-Za-z])(?:Bearer|Basic)\s{1,4}(?<secret>[\w.~+/-]{20,2048}={0,2})/dg,
  },
  {
    kind: 'password in a connection string',
    // `${name}`, `$NAME`, `<name>`, `%s` and `{name}` are no passwords but where one is put in.
    pattern:
      /(?<![0-9A-Za-z])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'`]{0,128}:(?<secret>(?![${<%{])[^\s/@"'`]{1,256})@/dgi,
  },
  {
    kind: 'secret in an assignment',
    pattern:
      /(?:passwo?r?d|passphrase|secret|token|api_?-?key|private_?-?key|credentials?)["']?\s{0,4}(?:=>|:=|[:=])\s{0,4}(?<quote>["'`])(?<secret>(?=[^"'`\s]{0,255}\d)(?=[^"'`\s]{0,255}[A-Za-z])[^"'`\s${}<>]{10,255})\k<quote>/dgi,
  },
];

/**
 * Finds secrets by their common shapes: private keys, tokens of well-known services, passwords in connection
 * strings and assignments. Sorted, without overlaps.
 */
export function findSecrets(text: string): Secret[] {
  const found = privateKeys(text);
  for (const { kind, pattern } of patterns)
    for (const match of text.matchAll(pattern)) {
      const [start, end] = match.indices?.groups?.secret ?? match.indices?.[0] ?? [0, 0];
      found.push({ kind, start, end });
    }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const apart: Secret[] = [];
  for (const secret of found) {
    const last = apart.at(-1);
    if (last === undefined || secret.start >= last.end) apart.push(secret);
    else if (secret.end > last.end) apart[apart.length - 1] = { ...last, end: secret.end };
  }
  return apart;
}

/** The text with each secret replaced by a placeholder of the same length; lines stay where they are. */
export function maskSecrets(text: string): string {
  let masked = '';
  let at = 0;
  for (const { start, end } of findSecrets(text)) {
    masked += text.slice(at, start) + text.slice(start, end).replace(/[^\r\n]/g, placeholder);
    at = end;
  }
  return masked + text.slice(at);
}

/** True where a text holds a placeholder, so that it cannot be put into a file. */
export function hasPlaceholder(text: string): boolean {
  return text.includes(placeholder.repeat(4));
}

const beginning = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const ending = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/** The body of keys, also where a diff shows only a part: begun but not ended, ended but not begun. */
function privateKeys(text: string): Secret[] {
  const found: Secret[] = [];
  const begins = [...text.matchAll(beginning)].map((match) => match.index + match[0].length);
  const ends = [...text.matchAll(ending)].map((match) => match.index);
  let next = 0;
  let previous = 0;
  for (const end of ends) {
    let begin: number | undefined;
    for (; (begins[next] ?? Number.POSITIVE_INFINITY) <= end; next++) begin ??= begins[next];
    found.push({
      kind: 'private key',
      start: begin ?? previous + keyLinesBefore(text.slice(previous, end)),
      end,
    });
    previous = end;
  }
  const open = begins[next];
  if (open !== undefined) found.push({ kind: 'private key', start: open, end: keyLinesAfter(text, open) });
  return found.filter((secret) => secret.end > secret.start);
}

/** What a line of a key looks like, with quotes, commas and escapes of the language it is written in. */
const keyLine = /^[\s"'`+\\]*[0-9A-Za-z+/=]{16,80}[\s"'`,;+\\n]*$/;

/** Where the lines of a key begin that a text ends with. */
function keyLinesBefore(text: string): number {
  let start = text.lastIndexOf('\n') + 1;
  while (start > 0) {
    const previous = text.lastIndexOf('\n', start - 2) + 1;
    if (!keyLine.test(text.slice(previous, start - 1))) break;
    start = previous;
  }
  return start;
}

function keyLinesAfter(text: string, begin: number): number {
  let end = text.indexOf('\n', begin);
  if (end === -1) return text.length;
  for (;;) {
    const next = text.indexOf('\n', end + 1);
    const line = text.slice(end + 1, next === -1 ? text.length : next);
    if (!keyLine.test(line)) return end;
    if (next === -1) return text.length;
    end = next;
  }
}
