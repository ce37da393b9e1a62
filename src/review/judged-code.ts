import { mayHoldRoutes } from '../api/endpoint-files.ts';
import { isBackendPath } from '../code/backend-files.ts';
import { languageOf } from '../code/syntax.ts';

/** Code that runs once, on a developer's machine, or only shows how something is used. */
const besideTheService =
  /(^|\/)(scripts?|bin|tools?|tooling|examples?|samples?|demos?|docs?|playground|sandbox|bench(marks?)?|migrations?|migrate|seeds?|seeders?|factories|stubs?|templates?|generators?|ci|\.github|hack|contrib)\//i;
const besideTheServiceFiles =
  /(^|\/)(seeds?|setup|noxfile|fabfile|tasks|gulpfile|Gruntfile|conftest|manage)\.\w+$|[._-](mock|stub|fixture|fake|seed|example|sample|testing|test|teststore)s?\.\w+$/i;

/** Whether the rules about code judge a file, by its path alone: the service's own source, in a language that is known. */
export function isJudgedCode(path: string): boolean {
  const place = isBackendPath(path);
  return (
    languageOf(path) !== null &&
    place.backend &&
    place.kind === 'code' &&
    mayHoldRoutes(path) &&
    !besideTheService.test(path) &&
    !besideTheServiceFiles.test(path)
  );
}
