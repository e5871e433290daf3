const usPerSecond = 1_000_000;

/** So many a second, and twice that at once. */
export class TokenBucket {
  private tokens: number;
  private atUs: number;

  constructor(
    private readonly perSecond: number,
    nowUs: number,
  ) {
    this.tokens = perSecond * 2;
    this.atUs = nowUs;
  }

  /** False when there was none left. */
  take(nowUs: number): boolean {
    const gained = ((nowUs - this.atUs) / usPerSecond) * this.perSecond;
    this.tokens = Math.min(this.perSecond * 2, this.tokens + gained);
    this.atUs = nowUs;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
