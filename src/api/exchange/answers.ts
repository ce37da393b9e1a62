import type { Language, SyntaxNode } from '../../code/syntax.ts';
import type { CodeCall } from '../../code/view/calls.ts';
import type { CodeFact, CodeView } from '../../code/view/code-view.ts';
import { optionOf, positional } from '../../code/view/options.ts';
import { memberOf, plainName, unwrapped } from '../../code/view/parts.ts';
import { statusOfName } from '../http-status.ts';

/** A place where code answers a request. */
export interface Answer {
  readonly node: SyntaxNode;
  readonly body: SyntaxNode;
  /** null where it varies or stands elsewhere. */
  readonly status: number | null;
  /** Whether the status is what the framework sends where nobody says one. */
  readonly isDefault: boolean;
}

type Read = (call: CodeCall, code: CodeView) => Omit<Answer, 'node'> | null;

/** Everything in a file that is seen to answer a request, in the order of the text. */
export const answers: CodeFact<readonly Answer[]> = {
  make(code) {
    const read = readers[code.language];
    const called = code.calls.flatMap((call): Answer[] => {
      const found = read(call, code);
      return found === null ? [] : [{ node: call.node, ...found }];
    });
    return code.language === 'python' ? [...called, ...returned(code)].sort(byPlace) : called;
  },
};

function byPlace(a: Answer, b: Answer): number {
  return a.node.range.start - b.node.range.start;
}

/** `return body, 500` in Flask. */
function returned(code: CodeView): Answer[] {
  return code.root.findAll(['return_statement']).flatMap((node): Answer[] => {
    const list = node.children()[0];
    const [body, second, third] = list?.kind === 'expression_list' ? list.children() : [];
    const status = second === undefined || third !== undefined ? null : statusIn(second);
    return body === undefined || status === null ? [] : [{ node, body, status, isDefault: false }];
  });
}

/** The code that an expression names: `500`, `HttpStatus.NOT_FOUND`, `:not_found`, `http.StatusOK`. */
function statusIn(node: SyntaxNode): number | null {
  const inner = unwrapped(node);
  const { start, end } = inner.range;
  if (end - start > 100) return null;
  const name = memberOf(inner)?.name ?? plainName(inner);
  return statusOfName(name.replace(/^(?:HTTP_\d+_|Status(?=[A-Z]\w))/, ''));
}

function answer(body: SyntaxNode | undefined, status: SyntaxNode | null | undefined, assumed: number | null) {
  if (body === undefined) return null;
  if (status == null) return { body, status: assumed, isDefault: assumed !== null };
  return { body, status: statusIn(status), isDefault: false };
}

/** `res.status(500).json(x)`, `reply.code(500).send(x)`, `c.json(x, 500)`, `NextResponse.json(x, { status: 500 })`. */
const javaScript: Read = (call) => {
  const { name, receiver } = call;
  const [first, second] = positional(call);
  if (receiver === null || first === undefined || !/^(?:json|send|end|jsonp)$/.test(name)) return null;
  const text = receiver.range.end - receiver.range.start > 200 ? '' : receiver.text.replace(/\s+/g, '');
  if (/^(?:Next)?Response$/.test(text)) return answer(first, optionOf(call, 'status')?.value, 200);
  if (/^(?:c|ctx|context)$/.test(text) && name === 'json') return answer(first, second, 200);
  if (/^(?:res|response|reply|rep|resp)$/.test(text)) return answer(first, null, 200);
  const said = /^(?:res|response|reply|rep|resp)\b.*\.(?:status|code)\(([\w.]+)\)/.exec(text)?.[1];
  if (said === undefined)
    return /^(?:res|response|reply)\./.test(text) ? { body: first, status: null, isDefault: false } : null;
  return { body: first, status: statusOfName(said.slice(said.lastIndexOf('.') + 1)), isDefault: false };
};

const pythonClasses =
  /^(?:JSONResponse|JsonResponse|Response|HttpResponse|ORJSONResponse|PlainTextResponse|HTMLResponse|HTTPException)$/;

const python: Read = (call) => {
  const [first, second] = positional(call);
  const status = optionOf(call, 'status_code', 'status')?.value;
  if (call.name === 'abort') return answer(optionOf(call, 'description')?.value ?? second, first, null);
  if (!pythonClasses.test(call.name)) return null;
  const isError = call.name === 'HTTPException';
  const named = optionOf(call, 'detail', 'content', 'data')?.value;
  if (isError) return answer(named ?? second, status ?? first, null);
  return answer(named ?? first, status, 200);
};

/** `c.JSON(500, x)`, `http.Error(w, x, 500)`, `c.Status(500).JSON(x)`. */
const go: Read = (call) => {
  const args = positional(call);
  if (call.callee === 'http.Error') return answer(args[1], args[2], null);
  if (
    !/^(?:JSON|AbortWithStatusJSON|String|IndentedJSON|SecureJSON|PureJSON|NewHTTPError|NewError|SendString)$/.test(
      call.name,
    )
  )
    return null;
  if (args.length >= 2) return answer(args.at(-1), args[0], null);
  const said =
    call.receiver === null ? null : /\.Status\(([\w.]+)\)$/.exec(call.receiver.text.slice(0, 200))?.[1];
  const status =
    said == null ? null : statusOfName(said.slice(said.lastIndexOf('.') + 1).replace(/^Status(?=[A-Z])/, ''));
  return args[0] === undefined || status === null ? null : { body: args[0], status, isDefault: false };
};

const ruby: Read = (call) => {
  if (call.name !== 'render' && call.name !== 'json') return null;
  const body = optionOf(call, 'json', 'plain')?.value;
  return answer(body, optionOf(call, 'status')?.value, 200);
};

const php: Read = (call) => {
  const [first, second] = positional(call);
  const isFactory = /^response\(\)\.(?:json|make)$|^(?:\$this|\$this\.response|Response)\.json$/.test(
    call.callee,
  );
  if (call.callee === 'abort') return answer(second, first, null);
  if (call.callee === 'response' && second !== undefined) return answer(first, second, 200);
  if (!isFactory && !/^(?:JsonResponse|Response)$/.test(call.name)) return null;
  return answer(first, second, 200);
};

/** `ResponseEntity.status(X).body(b)`, `new ResponseEntity<>(b, X)`, `call.respond(X, b)`, `response.sendError(500, b)`. */
const jvm: Read = (call) => {
  const { name, callee, receiver } = call;
  const [first, second] = positional(call);
  if (name === 'ResponseEntity' || name === 'ResponseStatusException')
    return name === 'ResponseEntity' ? answer(first, second, 200) : answer(second, first, null);
  if (name === 'sendError' || callee === 'call.respond' || callee === 'call.respondText')
    return second === undefined
      ? answer(first, null, 200)
      : answer(name === 'respondText' ? first : second, name === 'respondText' ? second : first, null);
  if (callee === 'ResponseEntity.ok') return answer(first, null, 200);
  if (!/^(?:body|entity)$/.test(name) || receiver === null || first === undefined) return null;
  const text = receiver.text.slice(0, 200).replace(/\s+/g, '');
  const said = /^Response(?:Entity)?\.(?:(?:status|build)\(([\w.]+)\)|(\w+)\()/.exec(text);
  if (said === null) return null;
  const word = said[1] ?? said[2] ?? '';
  return { body: first, status: statusOfName(word.slice(word.lastIndexOf('.') + 1)), isDefault: false };
};

const csharp: Read = (call) => {
  const [first, second] = positional(call);
  if (call.name === 'StatusCode') return answer(second, first, null);
  if (call.name === 'Problem')
    return answer(optionOf(call, 'detail')?.value ?? first, optionOf(call, 'statusCode')?.value, 500);
  const status =
    call.receiver === null || /^(?:Typed)?Results$|^this$/.test(call.receiver.text.slice(0, 20))
      ? statusOfName(call.name)
      : null;
  return status === null || first === undefined ? null : { body: first, status, isDefault: false };
};

/** `HttpResponse::InternalServerError().body(x)`. */
const rust: Read = (call) => {
  const [first] = positional(call);
  if (!/^(?:body|json)$/.test(call.name) || call.receiver === null || first === undefined) return null;
  const said = /^HttpResponse::(\w+)\(\)/.exec(call.receiver.text.slice(0, 100))?.[1];
  return said === undefined ? null : { body: first, status: statusOfName(said), isDefault: false };
};

const readers: Readonly<Record<Language, Read>> = {
  javascript: javaScript,
  typescript: javaScript,
  tsx: javaScript,
  python,
  go,
  ruby,
  php,
  java: jvm,
  kotlin: jvm,
  csharp,
  rust,
};
