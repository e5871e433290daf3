import { length, numberOf, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { PIVOT_FORMULA, PIVOT_KIND, PIVOT_OUTPUTS, PivotLevels, type PivotKind } from '../rolling/pivot-levels.js';
import { PriceRange } from '../rolling/price-range.js';

/** Supports and resistances of the last `length` bars before this one. */
export class RollingPivots extends Indicator {
  private readonly levels: PivotLevels;
  private readonly range: PriceRange;
  private readonly opens: Float64Array;
  private at = 0;
  private close = NaN;

  constructor(
    readonly length: number,
    kind: PivotKind = 'classic',
  ) {
    super('rolling-pivots', [length, kind]);
    this.levels = new PivotLevels(kind);
    this.range = new PriceRange(length);
    this.opens = new Float64Array(length);
  }

  get ready(): boolean {
    return this.levels.ready;
  }

  get value(): number {
    return this.levels.pivot;
  }

  get pivot(): number {
    return this.levels.pivot;
  }

  get r1(): number {
    return this.levels.r1;
  }

  get r2(): number {
    return this.levels.r2;
  }

  get r3(): number {
    return this.levels.r3;
  }

  get r4(): number {
    return this.levels.r4;
  }

  get s1(): number {
    return this.levels.s1;
  }

  get s2(): number {
    return this.levels.s2;
  }

  get s3(): number {
    return this.levels.s3;
  }

  get s4(): number {
    return this.levels.s4;
  }

  update(open: number, high: number, low: number, close: number): number {
    if (!Number.isFinite(open + high + low + close)) return this.value;
    const { range, opens, at } = this;
    if (range.ready) this.levels.set(opens[at], range.highest, range.lowest, this.close, open);
    range.update(high, low);
    opens[at] = open;
    this.at = at + 1 === this.length ? 0 : at + 1;
    this.close = close;
    return this.value;
  }
}

export const rollingPivots: Definition = {
  name: 'rolling-pivots',
  title: 'Pivot points of a rolling window',
  group: 'overlap',
  inputs: ['open', 'high', 'low', 'close'],
  parameters: [length(20), PIVOT_KIND],
  outputs: PIVOT_OUTPUTS,
  formula: PIVOT_FORMULA,
  source: 'Skender RollingPivots',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new RollingPivots(numberOf(parameters, 'length'), wordOf<PivotKind>(parameters, 'kind')),
};
