import type { CheckedOption } from './american-option.js';

/** Deviations of the logarithm of the price that the grid reaches beyond spot and strike. */
const REACH = 5;

/** Policies tried in one time step; two or three are usual, since the last step's is nearly right. */
const MAX_POLICIES = 100;

/**
 * Values of an option over a uniform grid of the logarithm of the price, with the spot on its middle node, that step back
 * in time. At both ends the value is taken for a straight line in the price.
 */
export class LogGrid {
  private readonly width: number;
  private readonly prices: Float64Array;
  /** What exercising pays; no bound at all for a European option. */
  private readonly payoffs: Float64Array;
  private readonly values: Float64Array;
  private readonly right: Float64Array;
  private readonly upper: Float64Array;
  private readonly exercise: Uint8Array;
  /** Coefficients of the equation at a node: of the one below, itself and the one above. */
  private readonly below: number;
  private readonly itself: number;
  private readonly above: number;

  constructor(
    private readonly option: CheckedOption,
    steps: number,
    early: boolean,
    dividends: number,
  ) {
    const { kind, spot, strike, years, rate, carry, volatility } = option;
    const deviation = volatility * Math.sqrt(years);
    // With dividends the price ends lower: the grid reaches down to where it can be.
    const fall = dividends > 0 ? Math.abs(Math.log(Math.max(1 - dividends / spot, 0.1))) : 0;
    const reach = REACH * deviation + Math.abs(Math.log(spot / strike)) + Math.abs(carry * years) + fall;
    this.width = (2 * reach) / steps;
    this.prices = Float64Array.from({ length: steps + 1 }, (_, i) => spot * Math.exp((i - steps / 2) * this.width));
    this.values = this.prices.map((price) => meanPayoff(kind, price, strike, this.width));
    this.payoffs = this.prices.map((price) => (early ? Math.max(kind * (price - strike), 0) : -Infinity));
    this.right = new Float64Array(steps + 1);
    this.upper = new Float64Array(steps + 1);
    this.exercise = new Uint8Array(steps + 1);
    const variance = volatility * volatility;
    const diffusion = variance / (2 * this.width * this.width);
    const drift = (carry - variance / 2) / (2 * this.width);
    this.below = diffusion - drift;
    this.itself = -2 * diffusion - rate;
    this.above = diffusion + drift;
  }

  /** Steps back in time; `implicit` 1 is the implicit scheme, 0.5 that of Crank and Nicolson. */
  step(time: number, implicit: number): void {
    const explicit = time * (1 - implicit);
    const { values, right } = this;
    for (let i = 0; i < values.length; i++) right[i] = values[i] + (explicit > 0 ? explicit * this.operator(i) : 0);
    this.solve(time * implicit);
  }

  /** A dividend is paid: the value before is that of the price less it, and exercising just before may be better. */
  payDividend(amount: number): void {
    const after = this.prices.map((price) => this.interpolate(price - amount));
    for (let i = 0; i < after.length; i++) this.values[i] = Math.max(after[i], this.payoffs[i]);
  }

  /** Value, delta and gamma at the spot. */
  atSpot(): { price: number; delta: number; gamma: number } {
    const middle = (this.prices.length - 1) / 2;
    const [low, price, high] = this.values.subarray(middle - 1, middle + 2);
    const { spot } = this.option;
    const slope = (high - low) / (2 * this.width);
    const bend = (high - 2 * price + low) / (this.width * this.width);
    return { price, delta: slope / spot, gamma: (bend - slope) / (spot * spot) };
  }

  /** Change of the value at a node with the time that is left. */
  private operator(i: number): number {
    const { values } = this;
    const last = values.length - 1;
    const { rate, carry } = this.option;
    if (i === 0) return (carry * (values[1] - values[0])) / this.width - rate * values[0];
    if (i === last) return (carry * (values[last] - values[last - 1])) / this.width - rate * values[last];
    return this.below * values[i - 1] + this.itself * values[i] + this.above * values[i + 1];
  }

  /**
   * The smallest values above the payoffs that fulfil the equation wherever they are above: solved for a policy of where to exercise,
   * then the policy is put right wherever it is wrong, until nothing changes.
   */
  private solve(time: number): void {
    const { values, payoffs, exercise } = this;
    for (let policies = 0; policies < MAX_POLICIES; policies++) {
      this.eliminate(time);
      let changes = 0;
      for (let i = 0; i < values.length; i++) {
        const wish = exercise[i] ? this.residual(i, time) < 0 : values[i] < payoffs[i];
        if (!wish) continue;
        exercise[i] ^= 1;
        changes += 1;
      }
      if (changes === 0) return;
    }
    // Rounding alone can make a node change for ever: it does not matter then which it is.
    for (let i = 0; i < values.length; i++) values[i] = Math.max(values[i], payoffs[i]);
  }

  /** By how much the equation asks for less than the value at a node that is exercised; negative where holding is worth more. */
  private residual(i: number, time: number): number {
    return this.values[i] - time * this.operator(i) - this.right[i];
  }

  /** Elimination of the tridiagonal system of a policy. */
  private eliminate(time: number): void {
    const { values, payoffs, right, upper, exercise } = this;
    const last = values.length - 1;
    const { rate, carry } = this.option;
    const edge = (time * carry) / this.width;
    for (let i = 0; i <= last; i++) {
      if (exercise[i]) {
        upper[i] = 0;
        values[i] = payoffs[i];
        continue;
      }
      let [a, b, c] = [-time * this.below, 1 - time * this.itself, -time * this.above];
      if (i === 0) [a, b, c] = [0, 1 + edge + time * rate, -edge];
      else if (i === last) [a, b, c] = [edge, 1 - edge + time * rate, 0];
      const pivot = i === 0 ? b : b - a * upper[i - 1];
      upper[i] = c / pivot;
      values[i] = (right[i] - (i === 0 ? 0 : a * values[i - 1])) / pivot;
    }
    for (let i = last - 1; i >= 0; i--) values[i] -= upper[i] * values[i + 1];
  }

  /** The value at a price, by the cubic through the four nodes about it; at both ends as a straight line. */
  private interpolate(price: number): number {
    const { values, prices } = this;
    const last = values.length - 1;
    if (price <= prices[1]) return line(Math.max(price, 0), prices[0], values[0], prices[1], values[1]);
    if (price >= prices[last - 1]) {
      return line(price, prices[last - 1], values[last - 1], prices[last], values[last]);
    }
    const at = Math.log(price / prices[0]) / this.width;
    const i = Math.min(Math.max(Math.floor(at), 1), last - 2);
    const t = at - i;
    const [w, x, y, z] = values.subarray(i - 1, i + 3);
    return (
      (-t * (t - 1) * (t - 2) * w) / 6 +
      ((t + 1) * (t - 1) * (t - 2) * x) / 2 -
      ((t + 1) * t * (t - 2) * y) / 2 +
      ((t + 1) * t * (t - 1) * z) / 6
    );
  }
}

/** Mean of the payoff over the cell of a node: a kink between two nodes would else cost an order of accuracy. */
function meanPayoff(kind: number, price: number, strike: number, width: number): number {
  const half = Math.exp(width / 2);
  const [low, high] = [price / half, price * half];
  if (strike <= low || strike >= high) return Math.max(kind * (price - strike), 0);
  // Over the logarithm of the price: of S it is the price itself, of 1 the logarithm.
  const [from, to] = kind === 1 ? [strike, high] : [low, strike];
  return (kind * (to - from - strike * Math.log(to / from))) / width;
}

function line(x: number, x0: number, y0: number, x1: number, y1: number): number {
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}
