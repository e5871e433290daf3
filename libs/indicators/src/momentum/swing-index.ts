import { numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { quotient } from '../rolling/quotient.js';

/** Swing index: how much of its range a bar goes up or down beside the one before, and the sum of all. 0 where neither moves. */
export class SwingIndex extends Indicator {
  private open = NaN;
  private close = NaN;
  private last = NaN;
  private sum = 0;

  constructor(readonly limit = 1) {
    super('swing-index', [limit]);
  }

  get ready(): boolean {
    return !Number.isNaN(this.last);
  }

  get value(): number {
    return this.last;
  }

  get accumulated(): number {
    return this.ready ? this.sum : NaN;
  }

  update(open: number, high: number, low: number, close: number): number {
    if (!Number.isFinite(open + high + low + close)) return this.value;
    if (!Number.isNaN(this.close)) {
      this.last = this.swing(open, high, low, close);
      this.sum += this.last;
    }
    this.open = open;
    this.close = close;
    return this.last;
  }

  private swing(open: number, high: number, low: number, close: number): number {
    const up = Math.abs(high - this.close);
    const down = Math.abs(low - this.close);
    const range = high - low;
    const body = this.close - this.open;
    let measure = range;
    if (up >= down && up >= range) measure = up - down / 2;
    else if (down >= range) measure = down - up / 2;
    measure += Math.abs(body) / 4;
    const move = close - this.close + (close - open) / 2 + body / 4;
    return (quotient(50 * move, measure, close) * Math.max(up, down)) / this.limit;
  }
}

export const swingIndex: Definition = {
  name: 'swing-index',
  title: 'Swing index',
  group: 'momentum',
  inputs: ['open', 'high', 'low', 'close'],
  parameters: [
    {
      name: 'limit',
      title: 'largest move a day, in units of the price; 1 for none',
      kind: 'number',
      minimum: 0.000001,
      maximum: 1000000000,
      default: 1,
    },
  ],
  outputs: [
    { name: 'value', title: 'Swing index' },
    { name: 'accumulated', title: 'Accumulative swing index' },
  ],
  formula:
    '50 (C - C[t-1] + (C - O) / 2 + (C[t-1] - O[t-1]) / 4) / R K / T, K the larger of |H - C[t-1]| and |L - C[t-1]|, R of the largest of these and H - L',
  source:
    'J. W. Wilder, New Concepts in Technical Trading Systems (1978); LEAN WilderAccumulativeSwingIndex, Tulip has none',
  warmup: () => 2,
  create: (parameters) => new SwingIndex(numberOf(parameters, 'limit')),
};
