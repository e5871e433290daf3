import { Indicator, type ParameterValue } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';

/** A statistic of the last `length` values that is calculated anew of all of them at each update: O(length). */
export abstract class WindowStatistic extends Indicator {
  /** The values; when the window is full the oldest is at `oldest`, and they go on in a circle. */
  protected readonly ring: Float64Array;
  protected oldest = 0;
  private count = 0;
  private result = NaN;

  protected constructor(
    name: string,
    readonly length: number,
    parameters: readonly ParameterValue[],
    minimum = 1,
  ) {
    super(name, parameters);
    this.ring = new Float64Array(checkWindow(length, minimum));
  }

  get ready(): boolean {
    return this.count === this.length;
  }

  get value(): number {
    return this.result;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.ring[this.oldest] = value;
    this.oldest = this.oldest + 1 === this.length ? 0 : this.oldest + 1;
    if (this.count < this.length) this.count += 1;
    if (this.ready) this.result = this.calculate();
    return this.result;
  }

  /** Mean of the values. */
  protected mean(): number {
    let sum = 0;
    for (let i = 0; i < this.length; i++) sum += this.ring[i];
    return sum / this.length;
  }

  /** Whether all values are the same: what rounding leaves of their deviations must not be divided by. */
  protected isFlat(): boolean {
    const first = this.ring[0];
    for (let i = 1; i < this.length; i++) if (this.ring[i] !== first) return false;
    return true;
  }

  /** Of a full window. */
  protected abstract calculate(): number;
}
