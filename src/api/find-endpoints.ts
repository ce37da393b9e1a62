import type { Side } from '../change/span.ts';
import { createDefinitions } from '../code/definitions.ts';
import { createProgram, type ParseWatch, type Program } from '../code/program.ts';
import { isJavaScript, languageOf } from '../code/syntax.ts';
import type { Endpoint } from './endpoint.ts';
import { mayHoldRoutes } from './endpoint-files.ts';
import { joinRoutes } from './join-routes.ts';
import { webFrameworks } from './registry.generated.ts';
import type { FileScanner, FrameworkContext } from './web-framework.ts';

/**
 * The endpoints that source files of one side register, by path and method. Prefixes and inherited checks are followed
 * through the files that are given: give both sides the same set of files, so that they see alike. Files that cannot hold routes are ignored.
 */
export function findEndpoints(
  files: readonly { readonly path: string; readonly text: string }[],
  side: Side,
  watch?: ParseWatch,
): Endpoint[] {
  const program = createProgram(
    files.filter((file) => mayHoldRoutes(file.path)),
    watch,
  );
  const context: FrameworkContext = {
    side,
    program,
    definitions: createDefinitions(program),
    mentioning: (words) =>
      program.paths
        .filter(
          (path) =>
            isJavaScript(languageOf(path)) && words.some((word) => program.text(path)?.includes(word)),
        )
        .flatMap((path) => program.module(path) ?? []),
    scanned: scanOnce(program),
  };
  return webFrameworks
    .flatMap((framework) => joinRoutes(framework.find(context), framework.id))
    .sort(byPathAndMethod);
}

/** Each scanner reads each file once, whoever asks for it. */
function scanOnce(program: Program): FrameworkContext['scanned'] {
  const known = new Map<string, ReadonlyMap<string, unknown>>();
  return <Facts>(scanner: FileScanner<Facts>): ReadonlyMap<string, Facts> => {
    // What is kept under a scanner's name came from that scanner.
    const kept = known.get(scanner.id) as ReadonlyMap<string, Facts> | undefined;
    if (kept !== undefined) return kept;
    const facts = new Map<string, Facts>();
    for (const path of [...program.paths].sort()) {
      const text = program.text(path);
      if (text === null || !scanner.concerns(path, text)) continue;
      const found = scanner.scan({ path, text, tree: () => program.file(path) });
      if (found !== null) facts.set(path, found);
    }
    known.set(scanner.id, facts);
    return facts;
  };
}

function byPathAndMethod(a: Endpoint, b: Endpoint): number {
  const left = `${a.path} ${a.method} ${a.span.path}`;
  const right = `${b.path} ${b.method} ${b.span.path}`;
  return left === right ? a.span.start - b.span.start : left < right ? -1 : 1;
}
