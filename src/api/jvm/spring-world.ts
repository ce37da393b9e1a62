import { type ClassIndex, indexClasses } from '../classes/class-index.ts';
import type { FrameworkContext } from '../web-framework.ts';
import { jvmScanner } from './jvm-scanner.ts';
import { type Settings, settingsByModule } from './modules.ts';
import { type ErrorAnswers, errorAnswers } from './spring-answers.ts';
import { type PathPrefix, pathPrefixes } from './spring-application.ts';
import { type SecurityOf, springSecurity } from './spring-security.ts';

/** What is known of all files of a program. */
export interface SpringWorld {
  readonly context: FrameworkContext;
  readonly index: ClassIndex;
  readonly settingsOf: (path: string) => Settings;
  readonly prefixes: readonly PathPrefix[];
  readonly security: SecurityOf;
  readonly errors: ErrorAnswers;
}

export function springWorld(context: FrameworkContext): SpringWorld {
  const facts = [...context.scanned(jvmScanner).values()];
  const index = indexClasses(facts.flatMap((each) => (each.kind === 'classes' ? [each.file] : [])));
  return {
    context,
    index,
    settingsOf: settingsByModule(facts.flatMap((each) => (each.kind === 'settings' ? [each.file] : []))),
    prefixes: pathPrefixes(index),
    security: springSecurity(index),
    errors: errorAnswers(index),
  };
}
