import type { ChoiceParameter, Output } from '../core/definition.js';

/** Formulas of pivot points. */
export type PivotKind = 'classic' | 'woodie' | 'camarilla' | 'demark' | 'fibonacci';

export const PIVOT_KIND: ChoiceParameter = {
  name: 'kind',
  title: 'formula of the levels',
  kind: 'choice',
  choices: ['classic', 'woodie', 'camarilla', 'demark', 'fibonacci'],
  default: 'classic',
};

export const PIVOT_OUTPUTS: readonly Output[] = [
  { name: 'pivot', title: 'Pivot' },
  { name: 'r1', title: 'Resistance 1' },
  { name: 'r2', title: 'Resistance 2' },
  { name: 'r3', title: 'Resistance 3' },
  { name: 'r4', title: 'Resistance 4' },
  { name: 's1', title: 'Support 1' },
  { name: 's2', title: 'Support 2' },
  { name: 's3', title: 'Support 3' },
  { name: 's4', title: 'Support 4' },
];

export const PIVOT_FORMULA =
  'classic P = (h + l + c) / 3, r1 = 2 P - l, r2 = P + (h - l), r3 = h + 2 (P - l), and below the same; woodie P = (h + l + 2 open now) / 4; ' +
  'camarilla P = c, c +- 1.1 (h - l) / 12, 6, 4, 2; fibonacci P +- 0.382, 0.618, 1 (h - l); demark X = 2 h + l + c where c > o, h + 2 l + c where c < o, else h + l + 2 c: P = X / 4, X / 2 - l, X / 2 - h';

/** Supports and resistances that follow from a window of bars; NaN for those that a formula does not have. */
export class PivotLevels {
  pivot = NaN;
  r1 = NaN;
  r2 = NaN;
  r3 = NaN;
  r4 = NaN;
  s1 = NaN;
  s2 = NaN;
  s3 = NaN;
  s4 = NaN;

  constructor(private readonly kind: PivotKind) {}

  get ready(): boolean {
    return !Number.isNaN(this.pivot);
  }

  /** Prices of the window, and the open of the bar after it. */
  set(open: number, high: number, low: number, close: number, next: number): void {
    switch (this.kind) {
      case 'classic':
        return this.about((high + low + close) / 3, high, low);
      case 'woodie':
        return this.about((high + low + 2 * next) / 4, high, low);
      case 'camarilla':
        return this.spread(close, (1.1 * (high - low)) / 12, 1, 2, 3, 6);
      case 'fibonacci':
        return this.spread((high + low + close) / 3, high - low, 0.382, 0.618, 1, NaN);
      case 'demark':
        return this.demark(open, high, low, close);
    }
  }

  private about(pivot: number, high: number, low: number): void {
    this.pivot = pivot;
    this.r1 = 2 * pivot - low;
    this.s1 = 2 * pivot - high;
    this.r2 = pivot + (high - low);
    this.s2 = pivot - (high - low);
    this.r3 = high + 2 * (pivot - low);
    this.s3 = low - 2 * (high - pivot);
  }

  private spread(pivot: number, unit: number, one: number, two: number, three: number, four: number): void {
    this.pivot = pivot;
    this.r1 = pivot + one * unit;
    this.r2 = pivot + two * unit;
    this.r3 = pivot + three * unit;
    this.r4 = pivot + four * unit;
    this.s1 = pivot - one * unit;
    this.s2 = pivot - two * unit;
    this.s3 = pivot - three * unit;
    this.s4 = pivot - four * unit;
  }

  private demark(open: number, high: number, low: number, close: number): void {
    let sum = high + low + 2 * close;
    if (close > open) sum = 2 * high + low + close;
    else if (close < open) sum = high + 2 * low + close;
    this.pivot = sum / 4;
    this.r1 = sum / 2 - low;
    this.s1 = sum / 2 - high;
  }
}
