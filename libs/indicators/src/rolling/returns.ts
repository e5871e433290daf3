/** What a return is: simple, x / x[t-1] - 1, or log, ln(x / x[t-1]). */
export type ReturnKind = 'simple' | 'log';

/** The return of each price on the one before it; NaN for the first one and where a price is 0. Prices must be finite. */
export class Returns {
  private previous = NaN;
  private last = NaN;
  private readonly logarithmic: boolean;

  constructor(kind: ReturnKind = 'simple') {
    this.logarithmic = kind === 'log';
  }

  get value(): number {
    return this.last;
  }

  update(price: number): number {
    const ratio = price / this.previous;
    this.previous = price;
    const value = this.logarithmic ? Math.log(ratio) : ratio - 1;
    this.last = Number.isFinite(value) ? value : NaN;
    return this.last;
  }
}
