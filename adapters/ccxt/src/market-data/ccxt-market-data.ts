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
import type { CcxtDataConfig } from '../config.js';
import { barPages } from './history/bars.js';
import { tradePages } from './history/trades.js';
import { Listener } from './session/listener.js';
import { MarketList, type Market } from './session/market-list.js';
import { CCXT_TIMES, type CcxtTimes } from './session/times.js';
import { CcxtVenue, type MakeExchange } from './session/venue.js';
import { BarStream } from './streams/bar-stream.js';
import { BookStream } from './streams/book-stream.js';
import { TIMEFRAMES, type LiveStream } from './streams/live-stream.js';
import { QuoteStream } from './streams/quote-stream.js';
import { TradeStream } from './streams/trade-stream.js';

export interface CcxtMarketDataOptions {
  readonly make: MakeExchange;
  readonly clock?: Clock;
  readonly times?: Partial<CcxtTimes>;
}

interface Opened {
  readonly stream: LiveStream;
  readonly listener: Listener;
}

/** A stream that is there once what was before it is known. */
interface Entry {
  readonly opening: Promise<Opened>;
  opened?: Opened;
}

/** Market data of an exchange by ccxt's unified interface: streamed where it has a WebSocket, else asked for again and again. */
export class CcxtMarketData extends MarketDataAdapter {
  private readonly markets: MarketList;
  private readonly historyKinds: readonly StreamKind[];
  private readonly liveKinds: readonly StreamKind[];
  /** By instrument and kind. */
  private readonly streams = new Map<string, Entry>();

  private constructor(
    private readonly config: CcxtDataConfig,
    private readonly venue: CcxtVenue,
  ) {
    super();
    this.markets = new MarketList(venue);
    const { timeframes = {} } = venue.exchange;
    const bars = [...TIMEFRAMES].filter(([, name]) => venue.has('fetchOHLCV') && Object.hasOwn(timeframes, name));
    const barKinds = bars.map(([kind]) => kind);
    this.historyKinds = [...(venue.has('fetchTrades') ? (['trade'] as const) : []), ...barKinds];
    this.liveKinds = [
      ...(venue.has('watchTrades') || venue.has('fetchTrades') ? (['trade'] as const) : []),
      ...(QuoteStream.offered(venue) ? (['quote'] as const) : []),
      ...(venue.has('watchOrderBook') || venue.has('fetchOrderBook') ? (['book'] as const) : []),
      ...barKinds,
    ];
  }

  /** Throws what `make` throws. */
  static async open(config: CcxtDataConfig, options: CcxtMarketDataOptions): Promise<CcxtMarketData> {
    const { make, clock = new SystemClock(), times = {} } = options;
    return new CcxtMarketData(config, await CcxtVenue.make(make, config, { ...CCXT_TIMES, ...times }, clock));
  }

  instruments(): Promise<readonly Instrument[]> {
    return this.markets.instruments();
  }

  kinds(_instrument: Instrument): readonly StreamKind[] {
    return this.liveKinds;
  }

  async history(
    query: HistoryQuery,
    part: (events: readonly MarketDataEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    this.requireKind(query.kind, this.historyKinds);
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
    if (this.venue.signal.aborted) throw this.failure('the adapter is closed');
    if (!found && !signal.aborted) throw this.historyNotFound(query);
  }

  async open(spec: StreamSpec, sink: StreamSink): Promise<OpenStream> {
    this.requireKind(spec.kind, this.liveKinds);
    const market = await this.markets.find(spec.instrument);
    const name = `${spec.instrument.key}/${spec.kind}`;
    const opened = await this.streamOf(name, spec, { ...market, instrument: spec.instrument });
    const { channel } = opened.stream;
    channel.join(sink);
    const leave = () => this.leave(name, opened, sink);
    try {
      await channel.opened(this.venue.times.openUs);
    } catch (error) {
      leave();
      throw error;
    }
    return { close: () => Promise.resolve(leave()) };
  }

  close(): Promise<void> {
    this.venue.close();
    for (const { opening } of this.streams.values()) void opening.then(({ listener }) => listener.close(), nothing);
    this.streams.clear();
    return Promise.resolve();
  }

  private async *pages(
    { instrument, kind, fromUs, toUs }: HistoryQuery,
    signal: AbortSignal,
  ): AsyncGenerator<readonly MarketDataEvent[]> {
    if (signal.aborted) return;
    const market = { ...(await this.markets.find(instrument)), instrument };
    if (kind === 'trade') yield* tradePages(this.venue, market, { fromUs, toUs }, signal);
    else yield* barPages(this.venue, market, { kind, fromUs, toUs }, signal);
  }

  /** Those who open the same at once share one. */
  private async streamOf(name: string, spec: StreamSpec, market: Market): Promise<Opened> {
    for (;;) {
      if (this.venue.signal.aborted) throw this.failure('the adapter is closed');
      this.venue.requireLogin();
      const entry = this.streams.get(name) ?? this.begin(name, spec, market);
      const opened = await entry.opening;
      if (!opened.stream.ended && this.streams.get(name) === entry) return opened;
      this.forget(name, entry);
    }
  }

  private begin(name: string, spec: StreamSpec, market: Market): Entry {
    const opening = this.makeStream(spec, market).then((stream) => {
      const listener = new Listener(this.venue, stream);
      void listener.run();
      return (entry.opened = { stream, listener });
    });
    const entry: Entry = { opening };
    this.streams.set(name, entry);
    opening.catch(() => this.forget(name, entry));
    return entry;
  }

  private async makeStream(spec: StreamSpec, market: Market): Promise<LiveStream> {
    const { venue } = this;
    const { bookDepth: depth, dataPollMs } = this.config;
    const pollUs = dataPollMs * 1_000;
    switch (spec.kind) {
      case 'trade':
        return TradeStream.open(spec, venue, market, pollUs);
      case 'quote':
        return new QuoteStream(spec, venue, market, pollUs);
      case 'book':
        return new BookStream(spec, venue, market, { pollUs, depth });
      default:
        return new BarStream(spec, venue, market, pollUs);
    }
  }

  private leave(name: string, opened: Opened, sink: StreamSink): void {
    const { stream, listener } = opened;
    if (!stream.channel.leave(sink)) return;
    const entry = this.streams.get(name);
    if (entry?.opened !== opened) return;
    listener.close();
    this.forget(name, entry);
    if (this.streams.size > 0) void stream.source.leave?.().catch(nothing);
  }

  /** With the last stream the connections go: what an exchange cannot be told to stop ends with them. */
  private forget(name: string, entry: Entry): void {
    if (this.streams.get(name) !== entry) return;
    this.streams.delete(name);
    if (this.streams.size === 0) this.venue.restart();
  }

  private requireKind(kind: StreamKind, offered: readonly StreamKind[]): void {
    if (offered.includes(kind)) return;
    const message = `${this.venue.id} does not offer ${kind} here`;
    throw new DomainError({ code: 'KIND_UNSUPPORTED', message, details: { kind, kinds: offered.join(', ') } });
  }

  private historyNotFound({ instrument: { key, venue, symbol }, kind }: HistoryQuery): DomainError {
    const message = `${this.venue.id} has no ${kind} of ${key} in the range`;
    return new DomainError({ code: 'HISTORY_NOT_FOUND', message, details: { venue, symbol, kind } });
  }

  private failure(message: string): DomainError {
    return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: 'ccxt' } });
  }
}

const nothing = (): void => undefined;
