import { numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/**
 * Turning points that a move of `percent` back from them has confirmed. Nothing of it changes later: the last leg, which
 * still may, is `extreme`. The first move only tells the direction.
 */
export class ZigZag extends Indicator {
  private readonly part: number;
  private direction = 0;
  private top = NaN;
  private bottom = NaN;
  private sinceTop = 0;
  private sinceBottom = 0;
  private turn = NaN;
  private sinceTurn = NaN;

  constructor(readonly percent = 5) {
    super('zigzag', [percent]);
    this.part = percent / 100;
  }

  get ready(): boolean {
    return !Number.isNaN(this.turn);
  }

  get value(): number {
    return this.turn;
  }

  /** The last turning point. */
  get pivot(): number {
    return this.turn;
  }

  /** Bars since the last turning point. */
  get age(): number {
    return this.sinceTurn;
  }

  /** 1 while it rises from a low, -1 while it falls from a high; NaN until it is known. */
  get trend(): number {
    return this.direction === 0 ? NaN : this.direction;
  }

  /** The farthest that the leg has come since the last turning point; NaN until there is a direction. */
  get extreme(): number {
    if (this.direction === 0) return NaN;
    return this.direction > 0 ? this.top : this.bottom;
  }

  /** Bars since that. */
  get extremeAge(): number {
    if (this.direction === 0) return NaN;
    return this.direction > 0 ? this.sinceTop : this.sinceBottom;
  }

  update(high: number, low: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low)) return this.value;
    this.sinceTop += 1;
    this.sinceBottom += 1;
    this.sinceTurn += 1;
    if (this.direction > 0) this.rise(high, low);
    else if (this.direction < 0) this.fall(high, low);
    else this.look(high, low);
    return this.turn;
  }

  private rise(high: number, low: number): void {
    if (high >= this.top) this.setTop(high);
    else if (this.top - low >= this.part * this.top) {
      this.turn = this.top;
      this.sinceTurn = this.sinceTop;
      this.direction = -1;
      this.setBottom(low);
    }
  }

  private fall(high: number, low: number): void {
    if (low <= this.bottom) this.setBottom(low);
    else if (high - this.bottom >= this.part * this.bottom) {
      this.turn = this.bottom;
      this.sinceTurn = this.sinceBottom;
      this.direction = 1;
      this.setTop(high);
    }
  }

  private look(high: number, low: number): void {
    if (!(high <= this.top)) this.setTop(high);
    if (!(low >= this.bottom)) this.setBottom(low);
    if (high - this.bottom >= this.part * this.bottom) this.direction = 1;
    else if (this.top - low >= this.part * this.top) this.direction = -1;
    if (this.direction > 0) this.setTop(high);
    else if (this.direction < 0) this.setBottom(low);
  }

  private setTop(high: number): void {
    this.top = high;
    this.sinceTop = 0;
  }

  private setBottom(low: number): void {
    this.bottom = low;
    this.sinceBottom = 0;
  }
}

export const zigzag: Definition = {
  name: 'zigzag',
  title: 'ZigZag (confirmed turning points)',
  group: 'overlap',
  inputs: ['high', 'low'],
  parameters: [
    { name: 'percent', title: 'move back in percent', kind: 'number', minimum: 0.01, maximum: 99, default: 5 },
  ],
  outputs: [
    { name: 'pivot', title: 'Last turning point' },
    { name: 'age', title: 'Bars since it' },
    { name: 'trend', title: 'Direction: 1 up from a low, -1 down from a high' },
    { name: 'extreme', title: 'Extreme of the leg' },
    { name: 'extremeAge', title: 'Bars since the extreme' },
  ],
  formula:
    'a high is a turning point once a low is p percent below it, a low once a high is p percent above it; one after the other',
  source: 'A. Merrill, Filtered Waves (1977); Skender ZigZag',
  warmup: () => undefined,
  create: (parameters) => new ZigZag(numberOf(parameters, 'percent')),
};
