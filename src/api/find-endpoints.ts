import { createHash } from 'node:crypto';
import type { Side } from '../change/span.ts';
import { createDefinitions } from '../code/definitions.ts';
import {
  allPackages,
  allPaths,
  createProgram,
  isManifest,
  type ParseWatch,
  type Program,
} from '../code/program.ts';
import { createReadLog, type ReadLog } from '../code/read-log.ts';
import { isJavaScript, languageOf } from '../code/syntax.ts';
import type { Endpoint } from './endpoint.ts';
import type { EndpointCache } from './endpoint-cache.ts';
import { isReadForRoutes } from './endpoint-files.ts';
import { joinRoutes } from './join-routes.ts';
import { webFrameworks } from './registry.generated.ts';
import type { FileScanner, FrameworkContext } from './web-framework.ts';

export interface EndpointSource {
  readonly path: string;
  readonly text: string;
  /** What the file holds, as an id: git's object. Without it nothing of the file is kept. */
  readonly object?: string;
}

/**
 * The endpoints that source files of one side register, by path and method. Prefixes and inherited checks are followed
 * through the files that are given: give both sides the same set of files, so that they see alike. Files that cannot hold routes are ignored.
 */
export function findEndpoints(
  files: readonly EndpointSource[],
  side: Side,
  options: { readonly watch?: ParseWatch; readonly cache?: EndpointCache } = {},
): Endpoint[] {
  const sources = files.filter((file) => isReadForRoutes(file.path));
  const log = createReadLog();
  const program = createProgram(sources, log, options.watch);
  const mentioning = createMentioning(sources, log, options.cache);
  const keep = createKeep(sources, log, mentioning.state, options.cache);
  // What is kept of a file is the same for both sides.
  const context: FrameworkContext = {
    side: 'head',
    program,
    definitions: createDefinitions(program, log),
    once: log.once,
    keep,
    pathsMentioning: mentioning.paths,
    mentioning: (words) => mentioning.paths(words).flatMap((path) => program.module(path) ?? []),
    scanned: scanOnce(sources, program, keep, log),
  };
  return webFrameworks
    .flatMap((framework) => {
      const endpoints = joinRoutes(framework.find(context), framework.id);
      return framework.answersPages === true ? endpoints.map(asPage) : endpoints;
    })
    .map((endpoint) => onSide(endpoint, side))
    .sort(byPathAndMethod);
}

interface Mentioning {
  paths(words: readonly string[]): readonly string[];
  /** What it answered, as the state of a read; null where the read is none of its. */
  state(read: string): string | null;
}

const mentioningPrefix = 'mentioning ';

function createMentioning(
  sources: readonly EndpointSource[],
  log: ReadLog,
  cache: EndpointCache | undefined,
): Mentioning {
  const scripts = sources.filter(({ path }) => isJavaScript(languageOf(path)));
  const known = new Map<string, readonly EndpointSource[]>();
  const holds = ({ text, object }: EndpointSource, key: string, words: readonly string[]): boolean => {
    const answers = object === undefined ? undefined : cache?.mentions(object);
    const answer = answers?.get(key) ?? words.some((word) => text.includes(word));
    answers?.set(key, answer);
    return answer;
  };
  const found = (key: string, words: readonly string[]): readonly EndpointSource[] => {
    const kept = known.get(key) ?? scripts.filter((source) => holds(source, key, words));
    known.set(key, kept);
    return kept;
  };
  return {
    paths(words) {
      const key = JSON.stringify(words);
      log.note(mentioningPrefix + key);
      return found(key, words).map(({ path }) => path);
    },
    state(read) {
      if (!read.startsWith(mentioningPrefix)) return null;
      const key = read.slice(mentioningPrefix.length);
      const words: string[] = JSON.parse(key);
      return digest(found(key, words).map(({ path, object }) => `${path} ${object}`));
    },
  };
}

function createKeep(
  sources: readonly EndpointSource[],
  log: ReadLog,
  stateOfMention: Mentioning['state'],
  cache: EndpointCache | undefined,
): FrameworkContext['keep'] {
  const files = new Map(sources.map((source) => [source.path, source]));
  const states = new Map<string, string>();
  const state = (read: string): string => {
    let now = states.get(read);
    if (now === undefined) {
      if (read === allPaths) now = digest([...files.keys()]);
      else if (read === allPackages) now = digest(manifests(sources));
      else now = stateOfMention(read) ?? files.get(read)?.object ?? '';
      states.set(read, now);
    }
    return now;
  };
  return (reader, path, read) => {
    const source = files.get(path);
    if (cache === undefined || source?.object === undefined) return read();
    const key = `${reader}\0${path}\0${source.object}`;
    const kept = cache.get(key, state);
    // What is kept under a reader's name came from that reader.
    if (kept !== null) return kept.value as ReturnType<typeof read>;
    const { value, reads } = log.during(read);
    // Most files say nothing to most readers.
    const size = value === null ? 0 : source.text.length;
    cache.keep(key, new Map([...reads].map((each) => [each, state(each)])), value, size);
    return value;
  };
}

function manifests(sources: readonly EndpointSource[]): string[] {
  return sources.filter(({ path }) => isManifest(path)).map(({ path, object }) => `${path} ${object}`);
}

function digest(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('base64');
}

/** Each scanner reads each file once, whoever asks for it. */
function scanOnce(
  sources: readonly EndpointSource[],
  program: Program,
  keep: FrameworkContext['keep'],
  log: ReadLog,
): FrameworkContext['scanned'] {
  const known = new Map<string, ReadonlyMap<string, unknown>>();
  const inOrder = sources
    .map((source) => ({ ...source, language: languageOf(source.path) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return <Facts>(scanner: FileScanner<Facts>): ReadonlyMap<string, Facts> => {
    // What is kept under a scanner's name came from that scanner.
    const kept = known.get(scanner.id) as ReadonlyMap<string, Facts> | undefined;
    if (kept !== undefined) return kept;
    const facts = new Map<string, Facts>();
    for (const { path, text, language } of inOrder) {
      const isOwn = language !== null && scanner.languages.includes(language);
      if (!isOwn && scanner.otherPaths?.test(path) !== true) continue;
      const found = keep(`scan ${scanner.id}`, path, () => {
        log.note(path);
        if (!scanner.concerns(path, text)) return null;
        return scanner.scan({ path, text, tree: () => program.file(path) });
      });
      if (found !== null) facts.set(path, found);
    }
    known.set(scanner.id, facts);
    return facts;
  };
}

/** Segments that say that programs call. */
const forPrograms = /(?:^|\/)(?:api|rest|rpc|graphql|webhooks?|v\d+(?:\.\d+)?)(?=[/.]|$)/i;

function asPage(endpoint: Endpoint): Endpoint {
  return forPrograms.test(endpoint.path) ? endpoint : { ...endpoint, mayBePage: true };
}

function onSide(endpoint: Endpoint, side: Side): Endpoint {
  const { span, handler } = endpoint;
  return {
    ...endpoint,
    span: { ...span, side },
    handler: handler === null ? null : { ...handler, side },
  };
}

function byPathAndMethod(a: Endpoint, b: Endpoint): number {
  const left = `${a.path} ${a.method} ${a.span.path}`;
  const right = `${b.path} ${b.method} ${b.span.path}`;
  return left === right ? a.span.start - b.span.start : left < right ? -1 : 1;
}
