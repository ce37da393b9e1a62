import type { ClassIndex } from '../classes/class-index.ts';
import { argumentOf, simpleName } from '../classes/class-model.ts';
import { joinPath } from '../join-path.ts';
import { moduleOf, type Settings } from './modules.ts';
import { fillIn } from './settings.ts';

/** What stands before the paths of all resources of a module; null where that is not known. */
export type ApplicationPathOf = (path: string, settings: Settings) => string | null;

/** `@ApplicationPath`, Quarkus's settings, or the root of Dropwizard, which has no path of its own. */
export function applicationPaths(index: ClassIndex): ApplicationPathOf {
  const applications = index.entries.flatMap(({ fact, file }) => {
    const annotation = fact.annotations.find(({ name }) => simpleName(name) === 'ApplicationPath');
    return annotation === undefined
      ? []
      : [
          {
            module: moduleOf(file.path),
            path: index.text(argumentOf(annotation.args, ['value'], true), { file, owner: fact }),
          },
        ];
  });
  const imports = (word: string): boolean =>
    index.files.some(({ imports: names }) => names.some(([, full]) => full.startsWith(word)));
  const isQuarkus = imports('io.quarkus.');
  const isDropwizard = imports('io.dropwizard.core.Application') || imports('io.dropwizard.Application');
  return (path, settings) => {
    const module = moduleOf(path);
    const own = applications.filter((each) => each.module === module);
    const [first, ...more] = own.length > 0 ? own : applications;
    const servlet = quarkusPath(settings);
    if (first !== undefined)
      return first.path === null || servlet === null || more.some((other) => other.path !== first.path)
        ? null
        : joinPath(servlet, first.path.replace(/\/?\*$/, ''));
    const rest = settings.first([
      'quarkus.rest.path',
      'quarkus.resteasy-reactive.path',
      'quarkus.resteasy.path',
    ]);
    const filled = rest === null ? null : fillIn(rest, settings.values);
    if (filled === null || servlet === null) return null;
    return isQuarkus || isDropwizard || filled !== '' || servlet !== '' ? joinPath(servlet, filled) : null;
  };
}

function quarkusPath(settings: Settings): string | null {
  const root = settings.first(['quarkus.http.root-path']);
  return root === null ? null : fillIn(root, settings.values);
}
