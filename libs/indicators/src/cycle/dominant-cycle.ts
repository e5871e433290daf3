import { HomodyneDiscriminator } from './homodyne.js';

/** Prices of the longest cycle. */
const LONGEST = 50;
const DEGREES = 180 / Math.PI;
/** Bars that are left aside, and bars until the phase is known (TA-Lib). */
const SKIP = 37;
export const PHASE_WARMUP = 64;
/** One turn in so many steps, for each number of bars that a cycle may have. */
const turnsOf = (wave: (turn: number) => number): readonly Float64Array[] =>
  Array.from({ length: LONGEST + 1 }, (_, bars) =>
    Float64Array.from({ length: bars }, (__, age) => wave((2 * Math.PI * age) / bars)),
  );
const SINES = turnsOf(Math.sin);
const COSINES = turnsOf(Math.cos);
/** Share of the price below which what is left of a cycle's sums is rounding. */
const ROUNDING = 1e-12;

/** Period and phase of the dominant cycle, and the line that is left without it. Prices must be finite. */
export class DominantCycle {
  private readonly discriminator = new HomodyneDiscriminator(SKIP);
  private readonly smooth = new Float64Array(LONGEST);
  private readonly prices = new Float64Array(LONGEST);
  private at = 0;
  private angle = 0;
  private mean1 = 0;
  private mean2 = 0;
  private mean3 = 0;
  private line = 0;

  get ready(): boolean {
    return this.discriminator.count >= PHASE_WARMUP;
  }

  /** In bars. */
  get period(): number {
    return this.discriminator.period;
  }

  /** In degrees, from -45 to 315. Where prices do not vary it stays as it was. */
  get phase(): number {
    return this.angle;
  }

  get smoothPrice(): number {
    return this.discriminator.smooth;
  }

  /** Mean price of one cycle, smoothed: the trend. */
  get trendline(): number {
    return this.line;
  }

  update(price: number): void {
    const { discriminator } = this;
    discriminator.update(price);
    this.prices[this.at] = price;
    if (discriminator.begun) {
      this.smooth[this.at] = discriminator.smooth;
      const bars = Math.floor(discriminator.period + 0.5);
      this.findPhase(bars);
      this.findTrend(bars);
    }
    this.at = this.at + 1 === LONGEST ? 0 : this.at + 1;
  }

  /** Correlates the last cycle with a sine and a cosine of its period. */
  private findPhase(bars: number): void {
    const sines = SINES[bars];
    const cosines = COSINES[bars];
    let sine = 0;
    let cosine = 0;
    let total = 0;
    for (let age = 0; age < bars; age++) {
      const price = this.smooth[this.indexOf(age)];
      sine += sines[age] * price;
      cosine += cosines[age] * price;
      total += Math.abs(price);
    }
    if (Math.abs(sine) + Math.abs(cosine) <= ROUNDING * total) return;
    // The weighted average of four prices lags by one bar: its part of a cycle is added.
    const angle = Math.atan(sine / cosine) * DEGREES + 90 + 360 / this.period + (cosine < 0 ? 180 : 0);
    this.angle = angle > 315 ? angle - 360 : angle;
  }

  private findTrend(bars: number): void {
    let sum = 0;
    for (let age = 0; age < bars; age++) sum += this.prices[this.indexOf(age)];
    const mean = bars > 0 ? sum / bars : 0;
    this.line = (4 * mean + 3 * this.mean1 + 2 * this.mean2 + this.mean3) / 10;
    this.mean3 = this.mean2;
    this.mean2 = this.mean1;
    this.mean1 = mean;
  }

  private indexOf(age: number): number {
    const index = this.at - age;
    return index < 0 ? index + LONGEST : index;
  }
}
