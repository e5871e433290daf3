import { checkWindow } from './window.js';

/** The last value, and the one `length` updates before it. Values must be finite. */
export class Past {
  /** The last `length` values; NaN where there is none yet. */
  private readonly ring: Float64Array;
  private at = 0;
  private last = NaN;
  private before = NaN;

  constructor(readonly length: number) {
    this.ring = new Float64Array(checkWindow(length)).fill(NaN);
  }

  get ready(): boolean {
    return !Number.isNaN(this.before);
  }

  /** NaN while there is none. */
  get now(): number {
    return this.last;
  }

  /** NaN while there is none. */
  get earlier(): number {
    return this.before;
  }

  update(value: number): void {
    const { ring, at } = this;
    this.before = ring[at];
    this.last = value;
    ring[at] = value;
    this.at = at + 1 === this.length ? 0 : at + 1;
  }
}
