import { Container } from './containers.ts';
import type { Crates, Located } from './crates.ts';
import type { RustExpression, RustFunction, RustStatement } from './facts.ts';
import type { Follower } from './follower.ts';
import { callActix, callAxum, callRocket, constructed, type MethodCall, onMethods } from './libraries.ts';
import { listMethod, textOfMacro } from './texts.ts';
import { type Argument, type FunctionValue, type Scope, unknownValue, type Value } from './values.ts';

/** Expressions of one program that are followed. */
const maxSteps = 200_000;
/** Calls inside calls that are followed. */
const maxCalls = 40;

/** Follows what a program does with routers: all ways of a condition are taken, loops over known lists once for each item. */
export class Machine implements Follower {
  readonly crates: Crates;
  readonly executed = new Set<RustFunction>();
  readonly containers: Container[] = [];
  readonly #stack: RustFunction[] = [];
  readonly #makers: ReadonlyMap<string, readonly Located<RustFunction>[]>;
  #steps = 0;

  constructor(crates: Crates) {
    this.crates = crates;
    const makers = crates.functions.filter(({ thing }) => thing.body !== null && makesRoutes(thing));
    this.#makers = Map.groupBy(makers, ({ thing }) => thing.name);
  }

  runRoot({ thing, module }: Located<RustFunction>): void {
    const result = this.run({ kind: 'function', function: thing, module, scope: null }, []);
    // What a function gives to somebody who is not seen may be put below a prefix.
    if (!(result instanceof Container) || result.isUsed) return;
    const serves = /^(?:app|main|build|create|new|make|init|setup|start|serve|run|router|server|rocket)/;
    if (!serves.test(thing.name)) result.isApplication = false;
  }

  own(container: Container): Container {
    this.containers.push(container);
    return container;
  }

  run(value: FunctionValue, args: readonly Argument[]): Value {
    const { function: fn } = value;
    if (fn.body === null || this.#stack.includes(fn) || this.#stack.length >= maxCalls) return unknownValue;
    this.executed.add(fn);
    const names = new Map<string, Value>();
    for (const [index, parameter] of fn.parameters.entries()) {
      const given = args[index]?.value;
      const isKnown = given !== undefined && given.kind !== 'unknown' && given.kind !== 'made';
      names.set(parameter.name, isKnown ? given : (this.#ofType(parameter.type) ?? given ?? unknownValue));
    }
    this.#stack.push(fn);
    const result = this.#execute(fn.body, { names, parent: value.scope, module: value.module });
    this.#stack.pop();
    return result;
  }

  /** A router that somebody gives who is not seen. */
  #ofType(type: string): Container | null {
    const library = /\bServiceConfig\b|\bScope\b/.test(type)
      ? 'actix'
      : /^(?:\w+::)*\w*Router\b/.test(type)
        ? 'axum'
        : /^(?:\w+::)*Rocket\b/.test(type)
          ? 'rocket'
          : null;
    return library === null ? null : this.own(new Container(library, '', library === 'rocket'));
  }

  #execute(statements: readonly RustStatement[], scope: Scope): Value {
    let result: Value = unknownValue;
    for (const statement of statements) {
      if (++this.#steps > maxSteps) return result;
      switch (statement.kind) {
        case 'let':
          scope.names.set(statement.name, this.eval(statement.value, scope));
          break;
        case 'assign':
          assign(statement.name, this.eval(statement.value, scope), scope);
          break;
        case 'each':
          this.#each(statement, scope);
          break;
        case 'do': {
          const value = this.eval(statement.value, scope);
          if (statement.isReturn) result = value;
        }
      }
    }
    return result;
  }

  #each(statement: Extract<RustStatement, { kind: 'each' }>, scope: Scope): void {
    const over = this.eval(statement.over, scope);
    const values = over.kind === 'list' ? over.items.map(({ value }) => value) : [unknownValue];
    for (const value of values)
      this.#execute(statement.body, {
        names: new Map([[statement.name, value]]),
        parent: scope,
        module: scope.module,
      });
  }

  eval(expression: RustExpression, scope: Scope): Value {
    if (++this.#steps > maxSteps) return unknownValue;
    switch (expression.kind) {
      case 'text':
        return { kind: 'text', text: expression.text, isWhole: true };
      case 'path':
        return this.#path(expression, scope);
      case 'call':
        return this.#call(expression, scope);
      case 'method':
        return this.#chain(expression, scope);
      case 'closure':
        return { kind: 'function', function: expression.function, module: scope.module, scope };
      case 'macro':
        return this.#macro(expression, scope);
      case 'list':
        return { kind: 'list', items: this.args(expression.items, scope) };
      case 'block':
        return this.#execute(expression.body, { names: new Map(), parent: scope, module: scope.module });
      case 'branches':
        return this.#branches(expression.ways, scope);
      case 'field':
      case 'number':
      case 'unknown':
        return unknownValue;
    }
  }

  args(expressions: readonly RustExpression[], scope: Scope): Argument[] {
    return expressions.map((expression) => ({ value: this.eval(expression, scope), expression }));
  }

  #branches(ways: readonly RustExpression[], scope: Scope): Value {
    const values = ways.map((way) => this.eval(way, scope));
    const containers = [...new Set(values.filter((value) => value instanceof Container))];
    const [first, ...rest] = containers;
    if (first === undefined) return values.find(({ kind }) => kind !== 'unknown') ?? unknownValue;
    for (const other of rest) first.take(other, '');
    return first;
  }

  #path({ segments }: Extract<RustExpression, { kind: 'path' }>, scope: Scope): Value {
    const [name] = segments;
    if (segments.length === 1 && name !== undefined)
      for (let each: Scope | null = scope; each !== null; each = each.parent) {
        const value = each.names.get(name);
        if (value !== undefined) return value;
      }
    const item = this.crates.resolve(segments, scope.module);
    if (item === null) return unknownValue;
    if (item.kind === 'function')
      return { kind: 'function', function: item.thing, module: item.module, scope: null };
    return this.eval(item.thing, { names: new Map(), parent: null, module: item.module });
  }

  #call(call: Extract<RustExpression, { kind: 'call' }>, scope: Scope): Value {
    const args = this.args(call.args, scope);
    const callee = this.eval(call.callee, scope);
    if (callee.kind === 'function') return passedOn(this.run(callee, args), call, args);
    const made = call.callee.kind === 'path' ? constructed(this, call.callee.segments, args, call) : null;
    if (made !== null) return made;
    return this.#unknownCall(call, args);
  }

  /** A function of another crate: closures in it are run, and a router that it is given is what it gives back. */
  #unknownCall(call: Extract<RustExpression, { kind: 'call' | 'method' }>, args: readonly Argument[]): Value {
    for (const { value } of args)
      if (
        value.kind === 'function' &&
        value.function.name === '' &&
        value.function.handler?.place.path !== undefined
      )
        this.run(value, []);
    return passedOn(unknownValue, call, args);
  }

  /** A chain of methods, from its first link on. */
  #chain(last: Extract<RustExpression, { kind: 'method' }>, scope: Scope): Value {
    const links: Extract<RustExpression, { kind: 'method' }>[] = [];
    let first: RustExpression = last;
    while (first.kind === 'method') {
      links.push(first);
      first = first.of;
    }
    let value = this.eval(first, scope);
    for (const link of links.reverse()) value = this.#method(value, link, scope);
    return value;
  }

  #method(of: Value, link: Extract<RustExpression, { kind: 'method' }>, scope: Scope): Value {
    const call: MethodCall = { name: link.name, args: this.args(link.args, scope), link, machine: this };
    if (of instanceof Container) {
      if (of.library === 'axum') return callAxum(of, call);
      return of.library === 'actix' ? callActix(of, call) : callRocket(of, call);
    }
    if (of.kind === 'methods') return onMethods(of, call);
    if (of.kind === 'list') return listMethod(of, call.name, call.args);
    if (of.kind === 'text')
      return /^(?:to_string|to_owned|into|as_str|clone|as_ref)$/.test(link.name) ? of : unknownValue;
    const [maker, second] = this.#makers.get(link.name) ?? [];
    if (maker !== undefined && second === undefined)
      return this.run(
        { kind: 'function', function: maker.thing, module: maker.module, scope: null },
        call.args,
      );
    // `AdHoc::on_ignite("…", |rocket| rocket.mount(…))` gives a Rocket that is not seen.
    if (link.name === 'mount' && call.args[1]?.value.kind === 'list')
      return callRocket(this.own(new Container('rocket')), call);
    return this.#unknownCall(link, call.args);
  }

  #macro(macro: Extract<RustExpression, { kind: 'macro' }>, scope: Scope): Value {
    if (macro.name === 'format' || macro.name === 'concat')
      return textOfMacro(macro, (part) => this.eval(part, scope));
    return { kind: 'list', items: this.args(macro.parts, scope) };
  }
}

/** Whether a method of this name gives routes, or is given something to add them to. */
function makesRoutes({ result, parameters }: RustFunction): boolean {
  return /Router|\bScope\b|\bRoute\b|ServiceConfig/.test(
    `${result} ${parameters.map(({ type }) => type).join(' ')}`,
  );
}

function passedOn(result: Value, expression: RustExpression, args: readonly Argument[]): Value {
  if (result.kind !== 'unknown') return result;
  const given = args.find(({ value }) => value instanceof Container || value.kind === 'methods')?.value;
  return given ?? { kind: 'made', expression, args };
}

function assign(name: string, value: Value, scope: Scope): void {
  let owner: Scope | null = scope;
  while (owner !== null && !owner.names.has(name)) owner = owner.parent;
  (owner ?? scope).names.set(name, value);
}
