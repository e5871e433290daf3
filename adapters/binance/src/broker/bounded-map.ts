/** A map that forgets the oldest of its entries, first among those that `mayForget`. */
export class BoundedMap<K, V> {
  private readonly entries = new Map<K, V>();

  constructor(
    private readonly max: number,
    private readonly mayForget: (value: V) => boolean = () => true,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: K): V | undefined {
    return this.entries.get(key);
  }

  has(key: K): boolean {
    return this.entries.has(key);
  }

  set(key: K, value: V): void {
    if (!this.entries.has(key) && this.entries.size >= this.max) this.forgetOne();
    this.entries.set(key, value);
  }

  private forgetOne(): void {
    let looked = 0;
    for (const [key, value] of this.entries) {
      if (this.mayForget(value)) {
        this.entries.delete(key);
        return;
      }
      // All of the oldest are still wanted: then the very oldest goes, rather than a search through everything.
      if (++looked >= MAX_LOOKS) break;
    }
    for (const key of this.entries.keys()) {
      this.entries.delete(key);
      return;
    }
  }
}

const MAX_LOOKS = 64;
