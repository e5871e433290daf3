/** Variance of a price in a second, by exponential weights of the squares of its moves. */
export class PriceVariance {
  private variance = NaN;
  private price = NaN;
  private atUs = 0;

  /** `halfLifeUs`: after which a move counts half. */
  constructor(private readonly halfLifeUs: number) {}

  /** NaN before the first move. */
  get value(): number {
    return this.variance;
  }

  update(price: number, us: number): void {
    const elapsedUs = us - this.atUs;
    if (Number.isNaN(this.price)) {
      this.price = price;
      this.atUs = us;
      return;
    }
    if (elapsedUs <= 0) return;
    const perSecond = (price - this.price) ** 2 / (elapsedUs / 1e6);
    const kept = 2 ** (-elapsedUs / this.halfLifeUs);
    this.variance = Number.isNaN(this.variance) ? perSecond : kept * this.variance + (1 - kept) * perSecond;
    this.price = price;
    this.atUs = us;
  }
}
