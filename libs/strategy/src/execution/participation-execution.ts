import { FLAG, hasFlag, type Trade } from '@bourseworks/domain';
import type { PovTerms } from './types.js';
import { WorkedExecution, type ExecutionLink } from './worked-execution.js';

/** Did not happen now, or did not happen at all: no volume to take part in. */
const NO_VOLUME = FLAG.CORRECTION | FLAG.CANCELLED | FLAG.BACKFILLED;

/** Follows the volume that trades, by a share of it at most. */
export class ParticipationExecution extends WorkedExecution {
  private volume = 0;
  private quietUntilUs = -Infinity;

  constructor(
    protected override readonly terms: PovTerms,
    link: ExecutionLink,
  ) {
    super(terms, link);
  }

  override start(): void {
    const { durationUs } = this.terms;
    if (durationUs !== undefined) this.wake(durationUs, () => this.end('EXPIRED', 'the time is over'));
  }

  override trade(trade: Trade): void {
    if (hasFlag(trade, NO_VOLUME)) return;
    this.volume += trade.quantity;
    this.work();
  }

  /** What more has traded meanwhile counts at the next trade: a book that offers nothing is not asked again at once. */
  protected override resume(): void {
    this.quietUntilUs = this.link.clock.nowUs() + this.pauseUs;
  }

  private work(): void {
    if (this.child !== undefined || this.link.clock.nowUs() < this.quietUntilUs) return;
    const { participation, clip = 0 } = this.terms;
    const quantity = this.sendable(Math.floor(this.volume * participation) - this.filledQuantity);
    if (quantity > 0 && quantity >= Math.min(clip, this.leavesQuantity)) this.take(quantity);
  }
}
