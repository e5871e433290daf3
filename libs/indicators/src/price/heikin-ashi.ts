import type { Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** Bars whose close is the mean of the bar and whose open is the middle of the body before it: a trend keeps one colour. */
export class HeikinAshi extends Indicator {
  private begin = NaN;
  private top = NaN;
  private bottom = NaN;
  private end = NaN;

  constructor() {
    super('heikin-ashi');
  }

  get ready(): boolean {
    return !Number.isNaN(this.end);
  }

  get value(): number {
    return this.end;
  }

  get open(): number {
    return this.begin;
  }

  get high(): number {
    return this.top;
  }

  get low(): number {
    return this.bottom;
  }

  get close(): number {
    return this.end;
  }

  update(open: number, high: number, low: number, close: number): number {
    const mean = (open + high + low + close) / 4;
    if (!Number.isFinite(mean)) return this.end;
    this.begin = this.ready ? (this.begin + this.end) / 2 : (open + close) / 2;
    this.end = mean;
    this.top = Math.max(high, this.begin, mean);
    this.bottom = Math.min(low, this.begin, mean);
    return mean;
  }
}

export const heikinAshi: Definition = {
  name: 'heikin-ashi',
  title: 'Heikin-Ashi bars',
  group: 'price',
  inputs: ['open', 'high', 'low', 'close'],
  parameters: [],
  outputs: [
    { name: 'close', title: 'Close' },
    { name: 'open', title: 'Open' },
    { name: 'high', title: 'High' },
    { name: 'low', title: 'Low' },
  ],
  formula:
    'close = (o + h + l + c) / 4; open = (open[t-1] + close[t-1]) / 2, at first (o + c) / 2; high, low = extremes of h, l, open, close',
  source: 'D. Valcu, Stocks & Commodities 22:2 (2004); Skender HeikinAshi, LEAN HeikinAshi',
  warmup: () => 1,
  create: () => new HeikinAshi(),
};
