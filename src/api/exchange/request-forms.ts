import type { Language } from '../../code/syntax.ts';

/** How a language's web frameworks hand a request to a handler. */
export interface RequestForms {
  /** An expression that is a part of the request: its text without white space, from its begin. */
  readonly expression: RegExp;
  /** What may follow: names, keys and what leaves a text what it is. */
  readonly annotated: RegExp | null;
  /** Calls that fill what they are given with the request: `c.Bind(&order)`. */
  readonly fills: RegExp | null;
}

const never = /(?!)/;

const javaScript: RequestForms = {
  expression:
    /^(?:(?:this\.)?(?:req|request)\.(?:body|query|params|param|headers|header|cookies|get|json|text|formData|rawBody)\b|(?:ctx|context)\.(?:request\.(?:body|query)|query|params|req\.(?:query|param|json|header|parseBody))\b|c\.req\.(?:query|param|json|header|parseBody|valid)\b|(?:\w+\.)*searchParams\.get\(|event\.(?:body|queryStringParameters|pathParameters)\b)/,
  annotated: /@(?:Body|Query|Param|Headers)\(/,
  fills: null,
};
const jvmAnnotations =
  /@(?:RequestParam|RequestBody|PathVariable|RequestHeader|ModelAttribute|QueryParam|PathParam|FormParam|CookieValue|QueryValue)\b/;
const jvmExpression =
  /^(?:(?:\w*[rR]equest|req)\.(?:getParameter|getHeader|getQueryString|queryParam|pathVariable|param|header|getParameterMap)\(|call\.(?:receive|receiveText|receiveNullable|parameters|request\.(?:queryParameters|headers))\b|ctx\.(?:queryParam|pathParam|formParam|bodyAsClass|body|header)\b)/;

export const requestForms: Readonly<Record<Language, RequestForms>> = {
  javascript: javaScript,
  typescript: javaScript,
  tsx: javaScript,
  python: {
    expression:
      /^(?:self\.)?(?:flask\.)?request\.(?:args|form|json|values|data|files|cookies|headers|GET|POST|FILES|META|query_params|path_params|get_json|get_data|body|match_info|query|post)\b/,
    annotated: null,
    fills: null,
  },
  java: { expression: jvmExpression, annotated: jvmAnnotations, fills: null },
  kotlin: { expression: jvmExpression, annotated: jvmAnnotations, fills: null },
  csharp: {
    expression:
      /^(?:(?:\w+\.)*(?:HttpContext|context|ctx|httpContext)\.)?Request\.(?:Query|Form|Headers|Cookies|RouteValues|Body|ReadFromJsonAsync)\b/,
    annotated: /\[From(?:Body|Query|Route|Form|Header)\b/,
    fills: null,
  },
  go: {
    expression:
      /^(?:(?:r|req|request|c\.Request|ctx\.Request)\.(?:URL\.Query\(\)|FormValue\(|PostFormValue\(|Header\.Get\(|Form\b|PostForm\b|PathValue\()|(?:c|ctx|e)\.(?:Query|Param|Params|PostForm|DefaultQuery|DefaultPostForm|GetHeader|QueryParam|FormValue|GetQuery|QueryArray|Get)\(|chi\.URLParam\(|mux\.Vars\()/,
    annotated: null,
    fills:
      /^(?:c|ctx|e)\.(?:Bind\w*|ShouldBind\w*|BodyParser|QueryParser|BodyJSON)$|^json\.NewDecoder\((?:r|req|request|c\.Request)\.Body\)\.Decode$|^render\.(?:DecodeJSON|Bind|Decode)$/,
  },
  ruby: {
    expression:
      /^(?:params|cookies|request\.(?:params|headers|query_parameters|request_parameters|body|env))\b/,
    annotated: null,
    fills: null,
  },
  php: {
    expression:
      /^(?:\$_(?:GET|POST|REQUEST|COOKIE|FILES)\b|\$(?:this->)?(?:request|req)->(?:input|query|get|all|json|post|header|cookie|only|except|validated|request->(?:get|all)|query->(?:get|all)|headers->get|getContent|toArray|getParsedBody|getQueryParams|route|string|\w+$)|request\((?:['"]|\)->(?:input|query|get|all|json|post|header)\b)|(?:Input|Request)::(?:get|all|input)\()/,
    annotated: null,
    fills: null,
  },
  rust: {
    expression: never,
    annotated: /\b(?:Query|Json|Path|Form|HeaderMap)\b/,
    fills: null,
  },
};

/** Methods whose answer is as hostile as what they are called on: a text stays a text. */
export const keptByMethod: ReadonlySet<string> = new Set(
  'toString trim to_s strip unwrap to_string clone as_str toLowerCase lower decode ToString Trim orEmpty orElse get first as_ref to_owned into_inner split replace slice substring substr removeprefix Replace Substring Split'.split(
    ' ',
  ),
);
/** Functions whose answer is as hostile as their first argument. */
export const keptByFunction: ReadonlySet<string> = new Set(
  'String str decodeURIComponent decodeURI unescape urldecode strval trim TrimSpace TrimPrefix unquote string'.split(
    ' ',
  ),
);
