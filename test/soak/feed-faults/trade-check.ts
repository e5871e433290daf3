import { FLAG, hasFlag, type Instrument, type MarketDataEvent } from '@bourseworks/domain';
import type { TradeStep } from './tape.js';
import { unitsOf } from './units.js';

/** The trades that a subscriber is told: each of the tape once, and nothing else. */
export class TradeCheck {
  private readonly seen: boolean[] = [];
  /** Place after the trade that was told last. */
  private end = 0;
  /** Everything before it was told, from where the subscriber began to listen. */
  private complete = 0;

  /** `told` are those that have happened at the venue, which become more. */
  constructor(
    private readonly instrument: Instrument,
    private readonly told: readonly TradeStep[],
  ) {
    this.complete = told.length;
  }

  get standing(): string {
    return `${this.complete} of ${this.told.length} trades without a hole`;
  }

  /** Whether every trade that has happened was told. */
  get whole(): boolean {
    while (this.complete < this.told.length && this.seen[this.complete]) this.complete++;
    return this.complete === this.told.length;
  }

  /** What is wrong with the event. */
  take(event: MarketDataEvent): string | undefined {
    if (event.kind !== 'trade') return `a ${event.kind} of trades`;
    const place = Number(event.tradeId) - (this.told.at(0)?.id ?? 0);
    const trade = this.told.at(place);
    if (trade === undefined || place < 0) return `trade ${event.tradeId} never happened`;
    if (this.seen[place]) return `trade ${event.tradeId} was told twice`;
    this.seen[place] = true;
    const late = place < this.end;
    this.end = Math.max(this.end, place + 1);
    if (late && !hasFlag(event, FLAG.LATE | FLAG.BACKFILLED)) return `trade ${event.tradeId} is out of order`;
    if (!late && hasFlag(event, FLAG.LATE)) return `trade ${event.tradeId} is not late`;
    const { priceScale, qtyScale } = this.instrument;
    const same =
      event.price === unitsOf(trade.price, priceScale) &&
      event.quantity === unitsOf(trade.quantity, qtyScale) &&
      event.aggressor === trade.aggressor &&
      event.us === trade.us &&
      event.ns === trade.ns;
    return same ? undefined : `trade ${event.tradeId} is not what happened: ${JSON.stringify(event)}`;
  }
}
