import type { ClassFile } from '../classes/class-model.ts';
import type { FileScanner } from '../web-framework.ts';
import { readCSharp } from './read-csharp.ts';

const words =
  /\[(?:\w+\.)*(?:Http(?:Get|Post|Put|Patch|Delete|Head|Options)|Route|ApiController|Area|AcceptVerbs|Authorize|AllowAnonymous)\b|\b(?:ControllerBase|ApiController)\b|:\s*Controller\b|\.Map(?:Get|Post|Put|Patch|Delete|Methods|Group|Controllers?\w*|DefaultControllerRoute)\b|\b(?:IEndpointRouteBuilder|RouteGroupBuilder|ICarterModule|CarterModule|RouteAttribute|Http\w*Attribute|AuthorizeAttribute|FallbackPolicy|SetFallbackPolicy|AuthorizeFilter|AddRateLimiter|WebApplication|IApplicationBuilder|UseEndpoints)\b/;
/** Rules on what requests bring, which attribute routing checks by itself. */
const models =
  /\[(?:\w+:\s*)?(?:Required|StringLength|Range|MaxLength|MinLength|EmailAddress|RegularExpression)\b/;
const constants =
  /\bconst\s+string\s+\w+\s*=\s*[$@]?"[^"\n]*[/[{]|\bconst\s+string\s+\w*(?:Path|Url|Route|Prefix|Base|Version|Role|Polic|Pattern|Api)\w*\s*=/i;
const names = /(?:Controller|Endpoints?|Module|Routes?|Api|Attribute)\w*\.cs$/;

const interesting =
  /\bMap\w*\s*[(<]|RequireAuthorization|RequireRateLimiting|FallbackPolicy|AuthorizeFilter|PermitLimit|TokenLimit|\bUseEndpoints\b|\bAddRateLimiter\b/;

/** C# sources. */
export const csharpScanner: FileScanner<ClassFile> = {
  id: 'csharp',
  languages: ['csharp'],
  concerns: (path, text) =>
    path.endsWith('.cs') &&
    (words.test(text) || names.test(path) || models.test(text) || constants.test(text)),
  scan: ({ tree }) => {
    const file = tree();
    return file?.language === 'csharp'
      ? readCSharp({ file, isOfInterest: (part) => interesting.test(part) })
      : null;
  },
};
