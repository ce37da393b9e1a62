/** Above so many changes a copy costs more than what is shared saves. */
const maximumChanges = 32;

/**
 * A map of which cheap copies are made: a copy shares what was there and copies only what has changed since. A history of
 * a thousand migrations wants the schema as it was before each statement, and each statement changes a table or two.
 */
export class LayeredMap<Value> implements ReadonlyMap<string, Value> {
  /** Never written to: other maps share it. */
  readonly #shared: ReadonlyMap<string, Value>;
  /** What differs; undefined for what is deleted. */
  readonly #changes: Map<string, Value | undefined>;
  #size: number;

  /** A map with these entries. `from` must not be written to afterwards. */
  constructor(from: ReadonlyMap<string, Value>) {
    this.#size = from.size;
    if (from instanceof LayeredMap) {
      const layered: LayeredMap<Value> = from;
      const isFull = layered.#changes.size > maximumChanges;
      this.#shared = isFull ? new Map(layered) : layered.#shared;
      this.#changes = isFull ? new Map() : new Map(layered.#changes);
    } else {
      this.#shared = from;
      this.#changes = new Map();
    }
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

  forEach(visit: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }
}
