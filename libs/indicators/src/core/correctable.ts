import type { Indicator } from './indicator.js';
import { capture, reinstate, StateBuffer } from './state.js';

/**
 * An indicator whose last bar may still change: as a bar is built, or a late trade revises it. Each `update` keeps the state
 * before it, so that `correct` is exactly as if the last bar had been the corrected one. Costs a copy of the state a bar.
 */
export class Correctable<Of extends Indicator = Indicator> {
  private readonly before = new StateBuffer();
  private begun = false;

  constructor(readonly indicator: Of) {}

  get value(): number {
    return this.indicator.value;
  }

  get ready(): boolean {
    return this.indicator.ready;
  }

  /** The next bar; the one before it is final now. */
  update(...inputs: readonly number[]): number {
    this.before.rewind();
    capture(this.indicator, this.before);
    this.begun = true;
    return this.take(inputs);
  }

  /** The last bar anew. Before the first `update` it is the first bar. */
  correct(...inputs: readonly number[]): number {
    if (!this.begun) return this.update(...inputs);
    this.before.reread();
    reinstate(this.indicator, this.before);
    return this.take(inputs);
  }

  private take(inputs: readonly number[]): number {
    const indicator: Indicator = this.indicator;
    return indicator.update(...inputs);
  }
}
