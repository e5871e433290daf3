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
import type { BinanceDataConfig } from '../config.js';
import { toDataInstrument } from '../mapper/instrument.mapper.js';
import { parseExchangeInfo } from '../parse/exchange-info.js';
import { streamName, type DataMarket } from './data-market.js';
import { aggregatePages } from './history/aggregates.js';
import { barPages } from './history/bars.js';
import { PublicRest } from './session/public-rest.js';
import { StreamPool } from './session/stream-pool.js';
import { TradingStatus } from './session/trading-status.js';
import { STREAM_TIMES, type StreamTimes } from './session/stream-times.js';
import { BookStream } from './streams/book-stream.js';
import { EventStream } from './streams/event-stream.js';
import type { LiveStream } from './streams/live-stream.js';
import { RealTrades } from './streams/real-trades.js';

const LISTED_US = 60_000_000;

export interface BinanceMarketDataOptions {
  readonly clock?: Clock;
  readonly times?: Partial<StreamTimes>;
}

/** Public market data of one market of Binance: history by REST, live streams over as few connections as they fit into. */
export class BinanceMarketData extends MarketDataAdapter {
  private readonly clock: Clock;
  private readonly times: StreamTimes;
  private readonly rest: PublicRest;
  private readonly pool: StreamPool;
  private readonly streams = new Map<string, LiveStream>();
  private readonly status: TradingStatus;
  private listed: { readonly instruments: readonly Instrument[]; readonly sinceUs: number } | undefined;
  private asking: Promise<readonly Instrument[]> | undefined;
  private closed = false;

  constructor(
    private readonly market: DataMarket,
    private readonly config: Omit<BinanceDataConfig, 'market'>,
    { clock = new SystemClock(), times = {} }: BinanceMarketDataOptions = {},
  ) {
    super();
    this.clock = clock;
    this.times = { ...STREAM_TIMES, ...times };
    this.rest = new PublicRest(config, market.weightAMinute, clock);
    this.pool = new StreamPool(this.times, clock);
    this.status = new TradingStatus(
      clock,
      this.times.statusUs,
      () => this.ask(),
      () => this.tellHalts(),
    );
  }

  /** Asked anew after a minute: steps change. */
  instruments(): Promise<readonly Instrument[]> {
    const { listed } = this;
    if (listed !== undefined && this.clock.monotonicUs() - listed.sinceUs < LISTED_US)
      return Promise.resolve(listed.instruments);
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  kinds(_instrument: Instrument): readonly StreamKind[] {
    return this.market.kinds;
  }

  async history(
    query: HistoryQuery,
    part: (events: readonly MarketDataEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    requireKind(query.kind, this.historyKinds);
    if (!(query.fromUs < query.toUs))
      throw new DomainError({ code: 'HISTORY_RANGE_INVALID', message: 'the range is empty or reversed' });
    let found = false;
    try {
      await this.requireListed(query.instrument);
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

  async open(spec: StreamSpec, given: StreamSink): Promise<OpenStream> {
    requireKind(spec.kind, this.market.kinds);
    await this.requireListed(spec.instrument);
    if (this.closed) throw failure('the adapter is closed');
    const sink = spec.kind === 'trade' ? new RealTrades(given) : given;
    const stream = this.streamOf(spec);
    stream.channel.join(sink);
    try {
      await stream.channel.opened(this.times.openUs);
    } catch (error) {
      this.leave(stream, sink);
      throw error;
    }
    return { close: () => Promise.resolve(this.leave(stream, sink)) };
  }

  close(): Promise<void> {
    this.closed = true;
    this.status.want(false);
    for (const stream of this.streams.values()) stream.close();
    this.streams.clear();
    this.pool.close();
    this.rest.close();
    return Promise.resolve();
  }

  private get historyKinds(): readonly StreamKind[] {
    return this.market.kinds.filter((kind) => kind !== 'quote' && kind !== 'book');
  }

  private async *pages(query: HistoryQuery, signal: AbortSignal): AsyncGenerator<readonly MarketDataEvent[]> {
    if (query.kind !== 'trade') return yield* barPages(this.rest, this.market, query, signal);
    for await (const page of aggregatePages(this.rest, this.market, query, signal))
      yield page.map(({ trade }) => trade);
  }

  private streamOf(spec: StreamSpec): LiveStream {
    const name = streamName(spec.instrument.symbol, spec.kind);
    const known = this.streams.get(name);
    if (known?.ended === false) return known;
    if (known !== undefined) this.pool.remove(name);
    const { market, rest, times, clock } = this;
    const Kind = spec.kind === 'book' ? BookStream : EventStream;
    const stream = new Kind(spec, market, rest, times, clock);
    stream.halt(this.status.of(spec.instrument.symbol));
    this.streams.set(name, stream);
    this.status.want(true);
    this.pool.add(`${this.config.streamUrl}${market.streamPath(spec.kind)}`, stream);
    return stream;
  }

  private leave(stream: LiveStream, sink: StreamSink): void {
    if (!stream.channel.leave(sink) || this.streams.get(stream.name) !== stream) return;
    this.streams.delete(stream.name);
    this.pool.remove(stream.name);
    stream.close();
    if (this.streams.size === 0) this.status.want(false);
  }

  private tellHalts(): void {
    for (const stream of this.streams.values()) stream.halt(this.status.of(stream.spec.instrument.symbol));
  }

  private async ask(): Promise<readonly Instrument[]> {
    const { exchangeInfo, name, assetClass, futures } = this.market;
    const { symbols } = this.config;
    // Futures take no list of symbols, and tell them all.
    const query: Record<string, string> = futures ? {} : { symbols: JSON.stringify(symbols) };
    const { body } = await this.rest.ask({ ...exchangeInfo, query });
    const { symbols: listed } = parseExchangeInfo(body, new Set(symbols));
    this.status.learn(listed);
    const instruments = listed.map((each) => toDataInstrument(each, name, assetClass));
    this.listed = { instruments, sinceUs: this.clock.monotonicUs() };
    return instruments;
  }

  private async requireListed({ symbol, venue }: Instrument): Promise<void> {
    const listed = this.listed?.instruments ?? (await this.instruments());
    if (listed.some((instrument) => instrument.symbol === symbol && instrument.venue === venue)) return;
    throw new DomainError({
      code: 'INSTRUMENT_UNKNOWN',
      message: `Binance does not offer ${venue}/${symbol} here`,
      details: { venue, symbol },
    });
  }
}

function requireKind(kind: StreamKind, offered: readonly StreamKind[]): void {
  if (offered.includes(kind)) return;
  throw new DomainError({
    code: 'KIND_UNSUPPORTED',
    message: `Binance does not offer ${kind} here`,
    details: { kind, kinds: offered.join(', ') },
  });
}

function historyNotFound({ instrument, kind }: HistoryQuery): DomainError {
  return new DomainError({
    code: 'HISTORY_NOT_FOUND',
    message: `Binance has no ${kind} of ${instrument.key} in the range`,
    details: { venue: instrument.venue, symbol: instrument.symbol, kind },
  });
}

function failure(message: string): DomainError {
  return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: 'binance' } });
}
