import { FLAG, type Timestamp, type Trade } from '@bourseworks/domain';
import { FeedChannel } from '@bourseworks/feeds';
import type { Clock, StreamSpec } from '@bourseworks/ports';
import type { Raw } from '../../parse/fields.js';
import type { Receipt } from '../../parse/market/fields.js';
import { cancelOf, correctionOf, tradeOf } from '../../parse/market/items.js';
import type { Channel } from '../../parse/market/message.js';
import type { Pages } from '../history/pages.js';
import { LiveStream } from './live-stream.js';

/** Trades that wait while missed ones are fetched. */
const MAX_HELD = 50_000;

/**
 * Trades, and of stocks their corrections and cancels. They have ids, and no numbers that tell what is missing while the connection
 * lives; what was missed without one is fetched. A trade of an earlier time than one before it is late.
 */
export class TradeStream extends LiveStream {
  readonly channels: readonly Channel[] = ['trades'];
  readonly feed: FeedChannel;
  private last: Timestamp = { us: 0, ns: 0 };

  constructor(
    private readonly spec: StreamSpec,
    symbol: string,
    pages: Pages,
    staleUs: number | undefined,
    clock: Clock,
  ) {
    super(symbol);
    const plan = {
      order: 'none',
      maxHeld: MAX_HELD,
      ...(staleUs !== undefined && { staleUs }),
      backfill: (fromUs: number, toUs: number, signal: AbortSignal) =>
        pages.of({ ...spec, fromUs, toUs }, symbol, signal),
    } as const;
    this.feed = new FeedChannel(spec, plan, clock);
  }

  take(items: readonly Raw[], receipt: Receipt): void {
    const trades = items.map((item) => this.read(item, receipt));
    this.feed.receive(trades.map((trade) => this.placed(trade)));
  }

  private read(item: Raw, receipt: Receipt): Trade {
    const { instrument } = this.spec;
    if (item['T'] === 'c') return correctionOf(item, instrument, receipt);
    return item['T'] === 'x' ? cancelOf(item, instrument, receipt) : tradeOf(item, instrument, receipt);
  }

  private placed(trade: Trade): Trade {
    const { us, ns } = trade;
    const { last } = this;
    if (us > last.us || (us === last.us && ns >= last.ns)) {
      this.last = { us, ns };
      return trade;
    }
    this.feed.tally('reorders', 1);
    return { ...trade, flags: (trade.flags ?? 0) | FLAG.LATE };
  }
}
