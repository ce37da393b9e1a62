import type { ClassFile } from '../classes/class-model.ts';
import { readJava } from '../java/read-java.ts';
import { readKotlin } from '../kotlin/read-kotlin.ts';
import type { FileScanner } from '../web-framework.ts';
import { readSettings, type SettingsFile, settingsPaths } from './settings.ts';

/** What one file of a program for the Java machine tells the frameworks of that world. */
export type JvmFacts =
  | { readonly kind: 'classes'; readonly file: ClassFile }
  | { readonly kind: 'settings'; readonly file: SettingsFile };

const annotations =
  /@(?:[a-z]+:)?(?:[\w.]+\.)?(?:RestController|Controller|RequestMapping|(?:Get|Post|Put|Patch|Delete)(?:Mapping|Exchange)|HttpExchange|Path|GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|HttpMethod|NameBinding|ApplicationPath|ResponseStatus|(?:Rest)?ControllerAdvice|ExceptionHandler|SpringBootApplication|Resource|Location)\b|@interface|\bannotation class\b/;
const functions =
  /RouterFunction|\b(?:coR|r)outer\s*\{|HttpSecurity|addPathPrefix|ExceptionMapper|ContainerRequestFilter|\bResourceConfig\b|\bextends (?:\w*\.)?Application\b|io\.ktor\.(?:server|application|routing|auth|locations|resources)\b/;
/** Constants that may be a path or a part of one. */
const constants =
  /\b(?:String|const val)\s+\w+\s*=\s*"\/|\b(?:final\s+String|const\s+val)\s+\w*(?:PATH|URL|URI|API|ROUTE|ENDPOINT|PREFIX|BASE|VERSION|ROLE|AUTH|PERM|SCOPE)/i;
/** Links between what mentions a framework and what is built on it. */
const names =
  /(?:Controller|Resource|Api|Endpoints?|Handler|Router|Routes|Routing|Rest|Exception)\w*\.(?:java|kt)$/;

const spring =
  /RouterFunction|outer\s*\{|\.route\(|\broute\(|\bnest\b|RequestPredicates|\b(?:GET|POST|PUT|PATCH|DELETE)\(|atchers?\(|\bauthorize|anyRequest|anyExchange|addPathPrefix|\.(?:add|and)\(/;

/** Java and Kotlin sources, and the settings of their applications. */
export const jvmScanner: FileScanner<JvmFacts> = {
  id: 'jvm',
  languages: ['java', 'kotlin'],
  otherPaths: settingsPaths,
  concerns: (path, text) => {
    if (!/\.(?:java|kt)$/.test(path)) return settingsPaths.test(path);
    return annotations.test(text) || functions.test(text) || names.test(path) || constants.test(text);
  },
  scan: ({ path, text, tree }) => {
    if (settingsPaths.test(path)) return { kind: 'settings', file: readSettings(path, text) };
    const file = tree();
    if (file === null) return null;
    // The routes of Ktor are calls of functions with any name: what a file of it does has to be read as a whole.
    const isKtor = /\bio\.ktor\.(?:server|application|routing|auth|locations|resources)\b/.test(text);
    const isOfInterest = (part: string): boolean => isKtor || spring.test(part);
    if (file.language === 'java') return { kind: 'classes', file: readJava({ file, isOfInterest }) };
    if (file.language === 'kotlin') return { kind: 'classes', file: readKotlin({ file, isOfInterest }) };
    return null;
  },
};
