import { DomainError, type Instrument, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import {
  MarketDataAdapter,
  SystemClock,
  type Clock,
  type HistoryQuery,
  type OpenStream,
  type StreamSink,
  type StreamSpec,
} from '@bourseworks/ports';
import type { KrakenConfig } from '../config.js';
import type { KrakenPair } from '../mapper/pair.mapper.js';
import { barPages } from './history/bars.js';
import { tradePages } from './history/trades.js';
import { KrakenConnection } from './session/connection.js';
import { KrakenRest } from './session/kraken-rest.js';
import { PairList } from './session/pair-list.js';
import { KRAKEN_TIMES, type KrakenTimes } from './session/times.js';
import { BarStream } from './streams/bar-stream.js';
import { BookStream } from './streams/book-stream.js';
import { BAR_MINUTES, type LiveStream } from './streams/live-stream.js';
import { QuoteStream } from './streams/quote-stream.js';
import { TradeStream } from './streams/trade-stream.js';

const HISTORY_KINDS: readonly StreamKind[] = ['trade', ...BAR_MINUTES.keys()];
const KINDS: readonly StreamKind[] = ['trade', 'quote', 'book', ...BAR_MINUTES.keys()];

export interface KrakenMarketDataOptions {
  readonly clock?: Clock;
  readonly times?: Partial<KrakenTimes>;
}

/** Public market data of Kraken's spot market: history by REST, all live streams over one WebSocket. */
export class KrakenMarketData extends MarketDataAdapter {
  private readonly clock: Clock;
  private readonly times: KrakenTimes;
  private readonly rest: KrakenRest;
  private readonly pairs: PairList;
  private readonly connection: KrakenConnection;
  /** By instrument and kind. */
  private readonly streams = new Map<string, LiveStream>();
  private closed = false;

  constructor(
    private readonly config: KrakenConfig,
    { clock = new SystemClock(), times = {} }: KrakenMarketDataOptions = {},
  ) {
    super();
    this.clock = clock;
    this.times = { ...KRAKEN_TIMES, ...times };
    this.rest = new KrakenRest(config, this.times, clock);
    this.pairs = new PairList(this.rest, clock);
    this.connection = new KrakenConnection(config.streamUrl, this.times, clock);
  }

  instruments(): Promise<readonly Instrument[]> {
    return this.pairs.instruments();
  }

  kinds(_instrument: Instrument): readonly StreamKind[] {
    return KINDS;
  }

  async history(
    query: HistoryQuery,
    part: (events: readonly MarketDataEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    requireKind(query.kind, HISTORY_KINDS);
    if (!(query.fromUs < query.toUs))
      throw new DomainError({ code: 'HISTORY_RANGE_INVALID', message: 'the range is empty or reversed' });
    let found = false;
    try {
      for await (const events of this.pages(query, signal)) {
        if (signal.aborted) return;
        found = true;
        await part(events);
      }
    } catch (error) {
      // The caller gave up: the request that was cut off with it is no failure.
      if (signal.aborted) return;
      throw error;
    }
    if (!found && !signal.aborted) throw historyNotFound(query);
  }

  async open(spec: StreamSpec, sink: StreamSink): Promise<OpenStream> {
    requireKind(spec.kind, KINDS);
    const pair = await this.pairs.find(spec.instrument);
    if (this.closed) throw failure('the adapter is closed');
    const name = `${spec.instrument.key}/${spec.kind}`;
    const stream = this.streamOf(name, spec, pair);
    stream.channel.join(sink);
    const leave = () => this.leave(name, stream, sink);
    try {
      await stream.channel.opened(this.times.openUs);
    } catch (error) {
      leave();
      throw error;
    }
    return { close: () => Promise.resolve(leave()) };
  }

  close(): Promise<void> {
    this.closed = true;
    this.connection.close();
    for (const stream of this.streams.values()) stream.close();
    this.streams.clear();
    this.rest.close();
    return Promise.resolve();
  }

  private async *pages(
    { instrument, kind, fromUs, toUs }: HistoryQuery,
    signal: AbortSignal,
  ): AsyncGenerator<readonly MarketDataEvent[]> {
    if (signal.aborted) return;
    const pair = { ...(await this.pairs.find(instrument)), instrument };
    const interval = BAR_MINUTES.get(kind);
    if (interval === undefined) yield* tradePages(this.rest, pair, { fromUs, toUs }, signal);
    else yield* barPages(this.rest, pair, { fromUs, toUs, interval }, signal);
  }

  private streamOf(name: string, spec: StreamSpec, pair: KrakenPair): LiveStream {
    const known = this.streams.get(name);
    if (known?.ended === false) return known;
    const stream = this.makeStream(spec, pair);
    this.streams.set(name, stream);
    this.connection.add(stream);
    return stream;
  }

  private makeStream(spec: StreamSpec, pair: KrakenPair): LiveStream {
    const { rest, times, clock } = this;
    switch (spec.kind) {
      case 'trade':
        return new TradeStream(spec, pair, rest, times, clock);
      case 'quote':
        return new QuoteStream(spec, pair, times, clock);
      case 'book':
        return new BookStream(spec, pair, this.config.bookDepth, times, clock, (key) => this.connection.renew(key));
      default:
        return new BarStream(spec, pair, rest, times, clock);
    }
  }

  private leave(name: string, stream: LiveStream, sink: StreamSink): void {
    if (!stream.channel.leave(sink) || this.streams.get(name) !== stream) return;
    this.streams.delete(name);
    this.connection.remove(stream.key);
    stream.close();
  }
}

function requireKind(kind: StreamKind, offered: readonly StreamKind[]): void {
  if (offered.includes(kind)) return;
  const message = `Kraken does not offer ${kind} here`;
  throw new DomainError({ code: 'KIND_UNSUPPORTED', message, details: { kind, kinds: offered.join(', ') } });
}

function historyNotFound({ instrument: { key, venue, symbol }, kind }: HistoryQuery): DomainError {
  const message = `Kraken has no ${kind} of ${key} in the range`;
  return new DomainError({ code: 'HISTORY_NOT_FOUND', message, details: { venue, symbol, kind } });
}

function failure(message: string): DomainError {
  return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: 'kraken' } });
}
