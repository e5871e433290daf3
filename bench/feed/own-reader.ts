import { setImmediate as turn } from 'node:timers/promises';
import {
  OrderBook,
  type Instrument,
  type MarketDataEvent,
  type Quote,
  type StreamKind,
  type Trade,
} from '@bourseworks/domain';
import { SPOT_DATA, USDM_DATA } from '@bourseworks/adapters/binance';
import { SystemClock, type StreamSink } from '@bourseworks/ports';
import type { PublicRest } from '../../adapters/binance/src/market-data/session/public-rest.js';
import type { StreamConsumer } from '../../adapters/binance/src/market-data/session/stream-connection.js';
import { STREAM_TIMES } from '../../adapters/binance/src/market-data/session/stream-times.js';
import { BookStream } from '../../adapters/binance/src/market-data/streams/book-stream.js';
import { EventStream } from '../../adapters/binance/src/market-data/streams/event-stream.js';
import type { LiveStream } from '../../adapters/binance/src/market-data/streams/live-stream.js';
import { RealTrades } from '../../adapters/binance/src/market-data/streams/real-trades.js';
import { EnvelopeReader } from '../../adapters/binance/src/parse/market/envelope.js';
import { COMPARED_LEVELS, type FeedReader, type FeedState } from './contender.js';
import { FEED_KINDS, type FeedKind, type FeedMessage, type RecordedFeed } from './recording.js';

type Each = (event: MarketDataEvent) => void;

/** Takes what goes to the publisher; keeps the last of each, which costs nothing. */
class Publisher implements StreamSink {
  count = 0;
  gaps = 0;
  last: MarketDataEvent | undefined;

  constructor(private readonly each: Each | undefined) {}

  events(events: readonly MarketDataEvent[]): void {
    this.count += events.length;
    this.last = events[events.length - 1];
    if (this.each !== undefined) for (const event of events) this.each(event);
  }

  state(state: string): void {
    if (state === 'GAP_START') this.gaps++;
  }

  tally(): void {
    // Repetitions and the like; what is missing shows in the state.
  }
}

/** Answers the one question that a feed has while it is well: for the snapshot of its book. */
function restOf({ snapshot }: RecordedFeed): PublicRest {
  const ask = (): Promise<unknown> => Promise.resolve({ body: JSON.parse(snapshot) as unknown, venueUs: 0 });
  return { ask } as unknown as PublicRest;
}

/** The Binance adapter from the message that its connection has received to the sink of each stream. */
export class OwnReader implements FeedReader {
  private readonly clock = new SystemClock();
  private readonly streams = new Map<string, LiveStream & StreamConsumer>();
  private readonly sinks: Record<FeedKind, Publisher>;
  private readonly envelope = new EnvelopeReader((name) => this.streams.get(name));
  private readonly book = new OrderBook();

  private constructor(
    private readonly feed: RecordedFeed,
    watch: Each | undefined,
  ) {
    const each = watch && ((event: MarketDataEvent): void => this.see(event, watch));
    this.sinks = { trade: new Publisher(each), quote: new Publisher(each), book: new Publisher(each) };
    for (const kind of FEED_KINDS) this.open(kind);
  }

  /** `watch` sees all that is published, of which a book is kept then, for comparison. */
  static async open(feed: RecordedFeed, watch?: Each): Promise<OwnReader> {
    const reader = new OwnReader(feed, watch);
    for (const message of feed.before) reader.read(message);
    for (let turns = 0; turns < 10; turns++) await turn();
    return reader;
  }

  read({ bytes }: FeedMessage): void {
    const { envelope } = this;
    envelope.read(bytes, this.clock.nowUs());
    envelope.reader?.commit();
  }

  /** Events that went to the publisher. */
  get published(): number {
    return FEED_KINDS.reduce((sum, kind) => sum + this.sinks[kind].count, 0);
  }

  state(): FeedState {
    const { trade, quote, book } = this.sinks;
    if (trade.gaps + quote.gaps + book.gaps > 0) throw new Error(`a gap in ${this.feed.name}`);
    const [lastTrade, lastQuote] = [trade.last as Trade, quote.last as Quote];
    const { priceScale, qtyScale } = this.feed.instrument;
    const [price, size] = [10 ** priceScale, 10 ** qtyScale];
    const levels = (side: OrderBook['bids']): [number, number][] =>
      side.levels(COMPARED_LEVELS).map(([at, quantity]) => [at / price, quantity / size]);
    return {
      trades: trade.count,
      lastTradeId: lastTrade.tradeId,
      lastTradePrice: lastTrade.price / price,
      bid: lastQuote.bidPrice / price,
      bidSize: lastQuote.bidQuantity / size,
      ask: lastQuote.askPrice / price,
      askSize: lastQuote.askQuantity / size,
      bids: levels(this.book.bids),
      asks: levels(this.book.asks),
    };
  }

  close(): void {
    for (const stream of this.streams.values()) stream.close();
  }

  private see(event: MarketDataEvent, watch: Each): void {
    if (event.kind === 'book-snapshot') this.book.applySnapshot(event);
    else if (event.kind === 'book-delta') this.book.applyDelta(event);
    watch(event);
  }

  private open(kind: FeedKind): void {
    const market = this.feed.futures ? USDM_DATA : SPOT_DATA;
    const spec: { readonly instrument: Instrument; readonly kind: StreamKind } = {
      instrument: this.feed.instrument,
      kind,
    };
    const Kind = kind === 'book' ? BookStream : EventStream;
    const stream = new Kind(spec, market, restOf(this.feed), STREAM_TIMES, this.clock);
    const sink = this.sinks[kind];
    stream.channel.join(kind === 'trade' ? new RealTrades(sink) : sink);
    this.streams.set(this.feed.streams[kind], stream);
    stream.subscribed();
  }
}
