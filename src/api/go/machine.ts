import { noChecks } from '../routes.ts';
import type { Place } from '../seen.ts';
import { builtIn } from './built-in.ts';
import { callLibrary, callMethod, callPackage, wrapRouter } from './calls.ts';
import { compositeValue } from './composites.ts';
import type { GoExpression, GoFunction, GoStatement, GoType } from './facts.ts';
import type { GoLibrary, GoMachine } from './library.ts';
import { Objects } from './objects.ts';
import type { Declared, GoPackage, Packages, SourceFile } from './packages.ts';
import type { Registrar } from './registrar.ts';
import { knownMethod, textOfCall } from './texts.ts';
import {
  type Argument,
  type FunctionValue,
  type RouterValue,
  type Scope,
  textValue,
  unknownValue,
  type Value,
} from './values.ts';

/** Statements and expressions of one program that are followed; a repository of 2,000 files needs some ten thousand. */
const maxSteps = 200_000;
/** Calls inside calls that are followed. */
const maxCalls = 40;

/**
 * Follows what a program does with routers: both ways of each condition are taken, loops over known lists once for
 * each item, other loops once. Values that play no part are `unknown`.
 */
export class Machine extends Objects implements GoMachine {
  /** Variables of packages that a function gave a text. */
  readonly assignedTexts = new Map<string, Value>();
  readonly executed = new Set<GoFunction>();
  readonly #globals: Map<string, Value>;
  readonly #stack: GoFunction[] = [];
  #steps = 0;

  /** `texts`: variables of packages that some function sets, as an earlier run has found them. */
  constructor(
    packages: Packages,
    registrar: Registrar,
    libraries: readonly GoLibrary[],
    texts: ReadonlyMap<string, Value> = new Map(),
  ) {
    super(packages, registrar, libraries);
    this.#globals = new Map(texts);
  }

  /** Runs a function whose caller is not known. */
  runRoot({ thing, file }: Declared<GoFunction>): void {
    const result = this.run({ kind: 'function', function: thing, file, self: null, scope: null }, []);
    if (result.kind !== 'router') return;
    if (result.checks !== noChecks) this.serve(result, thing.place);
    // `NewRouter` makes what is served; `(h users) Routes()` makes what somebody mounts.
    if (!/^(?:[nN]ew|[sS]et[uU]p|[iI]nit|[bB]uild|[cC]reate|[mM]ake)/.test(thing.name)) this.handOver(result);
  }

  /** What is wrapped around a router that is served by itself holds for all that it answers. */
  serve(router: RouterValue, at: Place): void {
    this.registrar.layer({ ...router, checks: noChecks }, '', router.checks, true, at);
  }

  run(value: FunctionValue, args: readonly Argument[]): Value {
    const fn = value.function;
    const isAgain = this.#stack.filter((each) => each === fn).length > 1;
    if (fn.body === null || isAgain || this.#stack.length >= maxCalls) return this.#resultOf(value);
    this.executed.add(fn);
    const names = new Map<string, Value>();
    if (fn.receiver !== null)
      names.set(
        fn.receiver.name,
        value.self ?? this.ofType(fn.receiver.type, value.file, fn.receiver.offset),
      );
    for (const [index, parameter] of fn.parameters.entries()) {
      const given = parameter.isVariadic ? listOf(args.slice(index)) : args[index]?.value;
      names.set(parameter.name, this.#held(given, parameter.type, value.file, parameter.offset));
    }
    this.#stack.push(fn);
    const returned = this.#execute(fn.body, { names, parent: value.scope, file: value.file });
    this.#stack.pop();
    const [first] = fn.results;
    if (returned === null || first === undefined) return this.#resultOf(value);
    return this.#held(returned, first, value.file, fn.place.start);
  }

  /** A value in a place of a type: where the type is a router, what is no router says nothing. */
  #held(value: Value | undefined, type: GoType, file: SourceFile, name: string | number): Value {
    if (value?.kind === 'router' || value?.kind === 'route') return value;
    const typed = this.ofType(type, file, name);
    return typed.kind === 'router' || value === undefined || value.kind === 'unknown' ? typed : value;
  }

  #resultOf({ function: fn, file }: FunctionValue): Value {
    const [first] = fn.results;
    return first === undefined ? unknownValue : this.typed(this.packages.resolve(first, file));
  }

  /** Runs statements; the value of the first `return` that says something, null without one. */
  #execute(statements: readonly GoStatement[], scope: Scope): Value | null {
    let returned: Value | null = null;
    for (const statement of statements) {
      if (++this.#steps > maxSteps) return returned;
      const value = this.#step(statement, scope);
      if (value !== null && (returned === null || returned.kind === 'unknown')) returned = value;
    }
    return returned;
  }

  #step(statement: GoStatement, scope: Scope): Value | null {
    switch (statement.kind) {
      case 'do':
        this.eval(statement.value, scope);
        return null;
      case 'set':
        this.#assign(statement, scope);
        return null;
      case 'return': {
        const values = statement.values.map((value) => this.eval(value, scope));
        return values[0] ?? null;
      }
      case 'block':
        return this.#execute(statement.body, { names: new Map(), parent: scope, file: scope.file });
      case 'each':
        return this.#each(statement, scope);
    }
  }

  #each(statement: Extract<GoStatement, { kind: 'each' }>, scope: Scope): Value | null {
    const over = this.eval(statement.over, scope);
    const items = over.kind === 'list' ? over.items : [{ key: null, value: this.#elementOf(over) }];
    let returned: Value | null = null;
    for (const { key, value } of items) {
      const [first = '_', second = '_'] = statement.names;
      const names = new Map([
        [first, key ?? unknownValue],
        [second, value],
      ]);
      returned ??= this.#execute(statement.body, { names, parent: scope, file: scope.file });
    }
    return returned;
  }

  #elementOf(over: Value): Value {
    return over.kind === 'unknown' && over.type !== null
      ? this.typed({ ...over.type, isList: false })
      : unknownValue;
  }

  #assign(statement: Extract<GoStatement, { kind: 'set' }>, scope: Scope): void {
    const values = statement.values.map((value) => this.eval(value, scope));
    for (const [index, target] of statement.targets.entries()) {
      let value = values[index] ?? unknownValue;
      if (value.kind === 'unknown' && statement.type !== null && statement.values.length === 0)
        value = this.ofType(statement.type, scope.file, target.kind === 'name' ? target.name : '');
      if (target.kind === 'name') this.#setName(target.name, value, scope, statement.isNew);
      else if (target.kind === 'member') this.setField(this.eval(target.of, scope), target.name, value);
    }
  }

  eval(expression: GoExpression, scope: Scope): Value {
    if (++this.#steps > maxSteps) return unknownValue;
    switch (expression.kind) {
      case 'text':
        return textValue(expression.text);
      case 'name':
        return this.#name(expression.name, scope);
      case 'member':
        return this.#member(expression, scope);
      case 'call':
        return this.#call(expression, scope);
      case 'function':
        return { kind: 'function', function: expression.function, file: scope.file, self: null, scope };
      case 'composite':
        return compositeValue(this, expression, scope, null);
      case 'sum':
        return sumOf(this.eval(expression.left, scope), this.eval(expression.right, scope));
      case 'cast': {
        const value = this.eval(expression.value, scope);
        return value.kind === 'unknown' ? this.ofType(expression.to, scope.file, 'cast') : value;
      }
      case 'element': {
        const list = this.eval(expression.of, scope);
        return list.kind === 'list' && list.items.length === 1
          ? (list.items[0]?.value ?? unknownValue)
          : unknownValue;
      }
      case 'number':
      case 'nil':
      case 'unknown':
        return unknownValue;
    }
  }

  #name(name: string, scope: Scope): Value {
    for (let each: Scope | null = scope; each !== null; each = each.parent) {
      const value = each.names.get(name);
      if (value !== undefined) return value;
    }
    const { file } = scope;
    const own = this.ofPackage(file.package, name);
    if (own !== null) return own;
    const importPath = file.facts.imports[name] ?? this.#importNamed(name, file);
    return importPath === null ? unknownValue : { kind: 'package', importPath };
  }

  /** An import whose package has another name than its folder. */
  #importNamed(name: string, file: SourceFile): string | null {
    for (const path of Object.values(file.facts.imports))
      if (this.packages.imported(path)?.files[0]?.facts.package === name) return path;
    return null;
  }

  /** A function, constant or variable of a package of the program. */
  ofPackage(of: GoPackage, name: string): Value | null {
    const fn = of.functions.get(name);
    if (fn !== undefined)
      return { kind: 'function', function: fn.thing, file: fn.file, self: null, scope: null };
    const declared = of.values.get(name);
    if (declared === undefined) return null;
    const key = `${of.folder} ${name}`;
    const known = this.#globals.get(key);
    if (known !== undefined) return known;
    this.#globals.set(key, unknownValue);
    const { statement, index } = declared.thing;
    const scope: Scope = { names: new Map(), parent: null, file: declared.file };
    const given = statement.values[index];
    let value = given === undefined ? unknownValue : this.eval(given, scope);
    if (value.kind === 'unknown' && statement.type !== null)
      value = this.ofType(statement.type, declared.file, name);
    this.#globals.set(key, value);
    return value;
  }

  #setGlobal(key: string, value: Value): void {
    this.#globals.set(key, value);
    if (value.kind === 'text') this.assignedTexts.set(key, value);
  }

  #setName(name: string, value: Value, scope: Scope, isNew: boolean): void {
    if (name === '_') return;
    let owner: Scope | null = isNew ? null : scope;
    while (owner !== null && !owner.names.has(name)) owner = owner.parent;
    const of = scope.file.package;
    if (!isNew && owner === null && of.values.has(name)) this.#setGlobal(`${of.folder} ${name}`, value);
    else (owner ?? scope).names.set(name, value);
  }

  #member(expression: Extract<GoExpression, { kind: 'member' }>, scope: Scope): Value {
    const of = this.eval(expression.of, scope);
    const { name } = expression;
    if (of.kind === 'package') {
      const local = this.packages.imported(of.importPath);
      if (local !== null) return this.ofPackage(local, name) ?? unknownValue;
      return knownMethod(of.importPath, name) ?? { kind: 'external', importPath: of.importPath, name };
    }
    if (of.kind === 'object') return this.field(of, name) ?? this.method(of.type, name, of) ?? unknownValue;
    // A router inside a router's own value: `e.Group`, `app.Router`.
    return unknownValue;
  }

  #call(call: Extract<GoExpression, { kind: 'call' }>, scope: Scope): Value {
    const args = call.args.map(
      (expression): Argument => ({ value: this.eval(expression, scope), expression }),
    );
    const { callee } = call;
    if (callee.kind === 'name') {
      const made = builtIn(callee.name, args, call, scope);
      if (made !== null) return made;
    }
    if (callee.kind === 'member') {
      const of = this.eval(callee.of, scope);
      if (of.kind === 'router' || of.kind === 'route')
        return callLibrary(this, of, { name: callee.name, args, call, machine: this }) ?? unknownValue;
      if (of.kind === 'package') {
        const made = callPackage(this, of.importPath, { name: callee.name, args, call, machine: this });
        if (made !== null) return made;
        const text = textOfCall(
          of.importPath,
          callee.name,
          args.map(({ value }) => value),
        );
        if (text !== null) return text;
      } else {
        const found = callMethod(this, of, { name: callee.name, args, call, machine: this });
        if (found !== null) return found;
      }
    }
    const target = this.eval(callee, scope);
    if (target.kind === 'function') return this.called(target, args, call);
    const importPath =
      target.kind === 'external' ? target.importPath : target.kind === 'call' ? target.importPath : null;
    return wrapRouter(args, { kind: 'call', callee, args, importPath, target: null, result: null });
  }

  /** What a call of a known function gives: what it returns, or the call itself where it wraps a handler. */
  called(
    target: FunctionValue,
    args: readonly Argument[],
    call: Extract<GoExpression, { kind: 'call' }>,
  ): Value {
    const result = this.run(target, args);
    // A type of the program that is called a handler is no function.
    if (result.kind === 'router' || result.kind === 'object') return result;
    const returns = target.function.results[0];
    const isWrapper = target.function.handler !== null || /Handler|func/.test(returns?.name ?? '');
    if (!isWrapper) return result;
    const value: Value = { kind: 'call', callee: call.callee, args, importPath: null, target, result };
    return wrapRouter(args, value);
  }
}

function listOf(args: readonly Argument[]): Value {
  const items = args.flatMap(({ value, expression }) =>
    value.kind === 'list' ? value.items : [{ key: null, value, expression }],
  );
  return { kind: 'list', items };
}

function sumOf(left: Value, right: Value): Value {
  if (right.kind !== 'text' || !right.isWhole) return unknownValue;
  return left.kind === 'text'
    ? textValue(left.text + right.text, left.isWhole)
    : textValue(right.text, false);
}
