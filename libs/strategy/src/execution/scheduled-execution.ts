import type { Quote } from '@bourseworks/domain';
import type { VwapTerms } from './types.js';
import { RETRY_US, WorkedExecution, type ExecutionLink } from './worked-execution.js';

/** Works a quantity by a plan over time: at each slice it is to have its cumulative share, of which it sends what is missing. */
export class ScheduledExecution extends WorkedExecution {
  /** What is to be filled by the end of each slice; the last is all. */
  private readonly plan: readonly number[];
  private slice = 0;
  private startUs = 0;
  private due = 0;
  private best: Quote | undefined;
  /** For a quote to join. */
  private waiting = false;
  /** The open order is being cancelled, so that the next slice may go on. */
  private replacing = false;
  /** What was left at the end was tried once more. */
  private triedLast = false;

  constructor(
    protected override readonly terms: VwapTerms,
    link: ExecutionLink,
  ) {
    super(terms, link);
    this.plan = planOf(terms);
  }

  override start(): void {
    this.startUs = this.link.clock.nowUs();
    this.next();
  }

  override quote(quote: Quote): void {
    this.best = quote;
    if (this.waiting) this.work();
  }

  protected override resume(): void {
    const { replacing } = this;
    this.replacing = false;
    if (replacing || this.isOver) this.work();
  }

  protected override cancelRefused(): void {
    this.replacing = false;
    // Before the end the next slice tries again.
    if (this.isOver) this.wake(RETRY_US, () => this.work());
    super.cancelRefused();
  }

  /** The last slice has had its time. */
  private get isOver(): boolean {
    return this.slice > this.plan.length;
  }

  private next(): void {
    this.due = this.plan[this.slice] ?? this.quantity;
    this.slice++;
    if (!this.isOver) {
      const nextUs = this.startUs + (this.terms.durationUs * this.slice) / this.plan.length;
      this.wake(Math.ceil(nextUs - this.link.clock.nowUs()), () => this.next());
    }
    this.work();
  }

  private work(): void {
    if (this.child !== undefined) return this.replace();
    const { isOver } = this;
    const quantity = this.sendable(this.due - this.filledQuantity);
    if (isOver && (this.triedLast || quantity === 0)) return this.end('EXPIRED', 'the time is over');
    if (quantity === 0) return;
    this.triedLast = isOver;
    if (isOver || this.terms.style !== 'JOIN') return this.take(quantity);
    const price = this.ownSide();
    this.waiting = price === undefined;
    if (price !== undefined) this.send(quantity, { price, timeInForce: 'GTC' });
  }

  /** An order that rests makes room for the next; one that takes is closed by the venue. */
  private replace(): void {
    if (this.terms.style !== 'JOIN' || this.triedLast || this.replacing) return;
    this.replacing = true;
    this.cancelOpen();
  }

  /** The best price of its own side, not beyond the limit; undefined while none is known. */
  private ownSide(): number | undefined {
    const { best } = this;
    const { side, limit } = this.terms;
    const price = (side === 'BUY' ? best?.bidPrice : best?.askPrice) ?? 0;
    if (price <= 0) return undefined;
    if (limit === undefined) return price;
    return side === 'BUY' ? Math.min(price, limit) : Math.max(price, limit);
  }
}

/** Cumulative quantities in whole lots, each nearest to its share. */
function planOf({ quantity, shares, instrument: { lotSize } }: VwapTerms): number[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  const lots = quantity / lotSize;
  let until = 0;
  const plan = shares.map((share) => {
    until += share;
    return Math.round(lots * (until / sum)) * lotSize;
  });
  plan[plan.length - 1] = quantity;
  return plan;
}
