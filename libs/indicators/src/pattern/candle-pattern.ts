import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { AVERAGED, Candles } from './candles.js';

/** A pattern of candles in words and as a function of the last ones. */
export interface PatternRow {
  readonly name: string;
  readonly title: string;
  /** Candles that it looks at, 7 at most. */
  readonly candles: number;
  readonly formula: string;
  /** What its values mean, where it has others than 100, -100 and 0. */
  readonly meaning?: string;
  readonly source: string;
  /** 100 bullish, -100 bearish, 0 none; 200 and -200 where an earlier one is confirmed. */
  match(this: void, candles: Candles): number;
}

/**
 * A candlestick pattern: 100 at the last candle of a bullish one, -100 of a bearish one, 0 elsewhere. It is known as soon as ten
 * candles are before those that it looks at, since small and large are measured by these.
 */
export abstract class CandlePattern extends Indicator {
  private readonly last = new Candles();
  private missing: number;
  private result = NaN;

  protected constructor(name: string, candles: number) {
    super(name);
    this.missing = AVERAGED + candles;
  }

  get ready(): boolean {
    return this.missing === 0;
  }

  get value(): number {
    return this.result;
  }

  update(open: number, high: number, low: number, close: number): number {
    if (!Number.isFinite(open + high + low + close)) return this.result;
    this.last.update(open, high, low, close);
    if (this.missing > 0) this.missing -= 1;
    if (this.missing === 0) this.result = this.match(this.last);
    return this.result;
  }

  protected abstract match(candles: Candles): number;
}

/** The definition of one pattern. A class of its own for each, so that the call in `update` always finds the same function. */
export function definePattern(row: PatternRow): Definition {
  const { name, title, candles, formula, meaning = '100 bullish, -100 bearish, 0 none', source, match } = row;
  class Matched extends CandlePattern {
    constructor() {
      super(name, candles);
    }

    protected match(last: Candles): number {
      return match(last);
    }
  }
  return {
    name,
    title,
    group: 'pattern',
    inputs: ['open', 'high', 'low', 'close'],
    parameters: [],
    outputs: [{ ...VALUE, title: meaning }],
    formula,
    source,
    warmup: () => AVERAGED + candles,
    create: () => new Matched(),
  };
}

/** 100 or -100 by `way`, 1 or -1, where it holds, else 0. */
export const where = (holds: boolean, way: number): number => (holds && way !== 0 ? 100 * way : 0);
