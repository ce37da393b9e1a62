/** Above so many changes a fork costs more than what is shared saves. */
const maximumChanges = 32;

/**
 * A map of which cheap copies are made: a fork shares what was there and copies only what has changed since. A history of
 * a thousand migrations wants the schema as it was before each statement, and each statement changes a table or two.
 */
export class LayeredMap<Value> implements ReadonlyMap<string, Value> {
  /** Never written to: other maps share it. */
  readonly #shared: ReadonlyMap<string, Value>;
  /** What differs; undefined for what is deleted. */
  readonly #changes: Map<string, Value | undefined>;
  #size: number;

  private constructor(
    shared: ReadonlyMap<string, Value>,
    changes: Map<string, Value | undefined>,
    size: number,
  ) {
    this.#shared = shared;
    this.#changes = changes;
    this.#size = size;
  }

  /** A map with these entries. `from` must not be written to afterwards. */
  static fork<Value>(from: ReadonlyMap<string, Value>): LayeredMap<Value> {
    if (!(from instanceof LayeredMap)) return new LayeredMap(from, new Map(), from.size);
    const layered: LayeredMap<Value> = from;
    return layered.#changes.size > maximumChanges
      ? new LayeredMap(new Map(layered), new Map(), layered.#size)
      : new LayeredMap(layered.#shared, new Map(layered.#changes), layered.#size);
  }

  get size(): number {
    return this.#size;
  }

  get(key: string): Value | undefined {
    return this.#changes.has(key) ? this.#changes.get(key) : this.#shared.get(key);
  }

  has(key: string): boolean {
    return this.#changes.has(key) ? this.#changes.get(key) !== undefined : this.#shared.has(key);
  }

  set(key: string, value: Value): this {
    if (!this.has(key)) this.#size++;
    this.#changes.set(key, value);
    return this;
  }

  delete(key: string): boolean {
    if (!this.has(key)) return false;
    this.#size--;
    if (this.#shared.has(key)) this.#changes.set(key, undefined);
    else this.#changes.delete(key);
    return true;
  }

  /** What was shared in its order, then what came later. Entries may be replaced meanwhile. */
  *entries(): Generator<[string, Value], undefined> {
    for (const [key, shared] of this.#shared) {
      const value = this.#changes.has(key) ? this.#changes.get(key) : shared;
      if (value !== undefined) yield [key, value];
    }
    for (const [key, value] of this.#changes)
      if (value !== undefined && !this.#shared.has(key)) yield [key, value];
  }

  *keys(): Generator<string, undefined> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): Generator<Value, undefined> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): Generator<[string, Value], undefined> {
    return this.entries();
  }

  /** What it is made of, for who keeps something beside the part that does not change. */
  layers(): {
    readonly shared: ReadonlyMap<string, Value>;
    readonly changes: ReadonlyMap<string, Value | undefined>;
  } {
    return { shared: this.#shared, changes: this.#changes };
  }

  forEach(visit: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }
}
