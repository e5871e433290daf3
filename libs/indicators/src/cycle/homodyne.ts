/** Weights of the truncated Hilbert transform at 0, 2, 4 and 6 bars back: A, B, -B, -A. */
const A = 0.0962;
const B = 0.5769;

/** Shortest and longest cycle that is looked for, in bars. */
const SHORTEST = 6;
const LONGEST = 50;

/** Share of the newest in the recursive averages. */
const NEW = 0.2;

/** Turns the phase of a cycle by a quarter: seven taps, with a gain that makes up for what they lose at the period at hand. */
class Quadrature {
  private readonly ring = new Float64Array(7);
  private at = 0;

  update(value: number, gain: number): number {
    const { ring, at } = this;
    ring[at] = value;
    this.at = at === 6 ? 0 : at + 1;
    return gain * (A * (value - this.back(6)) + B * (this.back(2) - this.back(4)));
  }

  /** The value `age` bars back, 0 the last. */
  back(age: number): number {
    const index = this.at - 1 - age;
    return this.ring[index < 0 ? index + 7 : index];
  }
}

/**
 * Ehlers' homodyne discriminator: period of the dominant cycle from how fast the phase turns between in-phase and quadrature
 * components of smoothed prices. The first `skip` bars are left aside, then all begins at 0 (as TA-Lib: 12 bars where the period
 * is wanted, 37 where the phase is). Prices must be finite.
 */
export class HomodyneDiscriminator {
  private readonly detrender = new Quadrature();
  private readonly second = new Quadrature();
  private readonly ofInPhase = new Quadrature();
  private readonly ofQuadrature = new Quadrature();
  private price1 = 0;
  private price2 = 0;
  private price3 = 0;
  private bars = 0;
  private smoothed = 0;
  private i1 = 0;
  private q1 = 0;
  private i2 = 0;
  private q2 = 0;
  private re = 0;
  private im = 0;
  private cycle = 0;
  private smoothCycle = 0;

  constructor(private readonly skip: number) {}

  /** Bars taken, also those that are left aside. */
  get count(): number {
    return this.bars;
  }

  /** Whether the last bar was not left aside. */
  get begun(): boolean {
    return this.bars > this.skip;
  }

  /** Average of four prices with weights of 4, 3, 2, 1. */
  get smooth(): number {
    return this.smoothed;
  }

  get inPhase(): number {
    return this.i1;
  }

  get quadrature(): number {
    return this.q1;
  }

  /** Of the dominant cycle, in bars, smoothed. */
  get period(): number {
    return this.smoothCycle;
  }

  update(price: number): void {
    this.smoothed = (4 * price + 3 * this.price1 + 2 * this.price2 + this.price3) / 10;
    this.price3 = this.price2;
    this.price2 = this.price1;
    this.price1 = price;
    this.bars += 1;
    if (this.begun) this.turn();
  }

  private turn(): void {
    const gain = 0.075 * this.cycle + 0.54;
    const detrended = this.detrender.update(this.smoothed, gain);
    this.q1 = this.second.update(detrended, gain);
    // The filter lags by three bars: the component in phase is the detrended price of then.
    this.i1 = this.second.back(3);
    const i2 = this.i1 - this.ofQuadrature.update(this.q1, gain);
    const q2 = this.q1 + this.ofInPhase.update(this.i1, gain);
    const beforeI = this.i2;
    const beforeQ = this.q2;
    this.i2 += NEW * (i2 - beforeI);
    this.q2 += NEW * (q2 - beforeQ);
    this.re += NEW * (this.i2 * beforeI + this.q2 * beforeQ - this.re);
    this.im += NEW * (this.i2 * beforeQ - this.q2 * beforeI - this.im);
    this.measure();
  }

  private measure(): void {
    const before = this.cycle;
    let period = before;
    if (this.im !== 0 && this.re !== 0) period = (2 * Math.PI) / Math.atan(this.im / this.re);
    period = Math.max(Math.min(period, 1.5 * before), 0.67 * before);
    period = Math.max(SHORTEST, Math.min(LONGEST, period));
    this.cycle = before + NEW * (period - before);
    this.smoothCycle = 0.33 * this.cycle + 0.67 * this.smoothCycle;
  }
}
