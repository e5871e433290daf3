import {
  ADJUSTMENTS,
  DomainError,
  type Adjustment,
  type Instrument,
  type MarketDataEvent,
  type StreamKind,
} from '@bourseworks/domain';
import {
  MarketDataAdapter,
  SystemClock,
  type Clock,
  type HistoryQuery,
  type OpenStream,
  type StreamSink,
  type StreamSpec,
} from '@bourseworks/ports';
import type { AlpacaDataConfig } from '../config.js';
import { NAME } from '../parse/fields.js';
import { AdjustedPages } from './history/adjusted-pages.js';
import { HISTORY_KINDS, Pages } from './history/pages.js';
import { AssetList } from './session/asset-list.js';
import { AlpacaConnection } from './session/connection.js';
import { DataRest } from './session/data-rest.js';
import { keyOf } from './session/subscriber.js';
import { ALPACA_DATA_TIMES, type AlpacaDataTimes } from './session/times.js';
import { BarStream } from './streams/bar-stream.js';
import { BookStream } from './streams/book-stream.js';
import { DayStream } from './streams/day-stream.js';
import type { LiveStream } from './streams/live-stream.js';
import { QuoteStream } from './streams/quote-stream.js';
import { StatusStream } from './streams/status-stream.js';
import { TradeStream } from './streams/trade-stream.js';

/** Kinds that have a channel. Bars of other lengths are history alone. */
const STOCK_KINDS: readonly StreamKind[] = ['trade', 'quote', 'bar-1m', 'bar-1d'];
const CRYPTO_KINDS: readonly StreamKind[] = [...STOCK_KINDS, 'book'];

export interface AlpacaMarketDataOptions {
  readonly clock?: Clock;
  readonly times?: Partial<AlpacaDataTimes>;
}

/**
 * Market data of Alpaca: history by REST, the live streams of stocks over one WebSocket and those of crypto over another, as an
 * account has one of each.
 */
export class AlpacaMarketData extends MarketDataAdapter {
  private readonly clock: Clock;
  private readonly times: AlpacaDataTimes;
  private readonly rest: DataRest;
  private readonly assets: AssetList;
  private readonly pages: Pages;
  private readonly adjusted: AdjustedPages;
  private readonly stocks: AlpacaConnection;
  private readonly crypto: AlpacaConnection;
  /** By instrument and kind. */
  private readonly streams = new Map<string, LiveStream>();
  /** By symbol: of stocks that have a stream. */
  private readonly statuses = new Map<string, StatusStream>();
  private closed = false;

  constructor(config: AlpacaDataConfig, { clock = new SystemClock(), times = {} }: AlpacaMarketDataOptions = {}) {
    super();
    this.clock = clock;
    this.times = { ...ALPACA_DATA_TIMES, ...times };
    this.rest = new DataRest(config, this.times, clock);
    this.assets = new AssetList(this.rest, config, clock);
    this.pages = new Pages(this.rest, config, clock);
    this.adjusted = new AdjustedPages(this.pages, this.rest, clock);
    const { streamUrl, feed, cryptoLocation } = config;
    this.stocks = new AlpacaConnection(`${streamUrl}/v2/${feed}`, config, this.times, clock);
    this.crypto = new AlpacaConnection(`${streamUrl}/v1beta3/crypto/${cryptoLocation}`, config, this.times, clock);
  }

  instruments(): Promise<readonly Instrument[]> {
    return this.assets.instruments();
  }

  kinds({ assetClass }: Instrument): readonly StreamKind[] {
    return assetClass === 'crypto' ? CRYPTO_KINDS : STOCK_KINDS;
  }

  override adjustments({ assetClass }: Instrument): readonly Adjustment[] {
    return assetClass === 'equity' ? ADJUSTMENTS : ['raw'];
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
      for await (const events of this.past(query, signal)) {
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
    const { instrument, kind } = spec;
    requireKind(kind, this.kinds(instrument));
    const symbol = await this.assets.find(instrument);
    if (this.closed) throw failure('the adapter is closed');
    const connection = this.connectionOf(instrument);
    const { refusal } = connection;
    if (refusal !== undefined) throw refusal;
    const name = `${instrument.key}/${kind}`;
    const stream = this.streamOf(name, spec, symbol);
    stream.feed.join(sink);
    const leave = () => this.leave(name, stream, sink);
    try {
      await stream.feed.opened(this.times.openUs);
    } catch (error) {
      const why = connection.failure;
      leave();
      throw withReason(error, why);
    }
    return { close: () => Promise.resolve(leave()) };
  }

  close(): Promise<void> {
    this.closed = true;
    this.stocks.close();
    this.crypto.close();
    for (const stream of this.streams.values()) stream.close();
    this.streams.clear();
    this.statuses.clear();
    this.rest.close();
    return Promise.resolve();
  }

  private async *past(query: HistoryQuery, signal: AbortSignal): AsyncGenerator<readonly MarketDataEvent[]> {
    if (signal.aborted) return;
    const symbol = await this.assets.find(query.instrument);
    yield* this.adjusted.of(query, symbol, signal);
  }

  private connectionOf({ assetClass }: Instrument): AlpacaConnection {
    return assetClass === 'crypto' ? this.crypto : this.stocks;
  }

  private streamOf(name: string, spec: StreamSpec, symbol: string): LiveStream {
    const known = this.streams.get(name);
    if (known?.ended === false) return known;
    if (known !== undefined) this.forget(name, known);
    const stream = this.makeStream(spec, symbol);
    this.streams.set(name, stream);
    this.connectionOf(spec.instrument).add(stream);
    if (spec.instrument.assetClass === 'equity') this.watchHalts(symbol, stream);
    return stream;
  }

  private makeStream(spec: StreamSpec, symbol: string): LiveStream {
    const { pages, times, clock } = this;
    const staleUs = spec.instrument.assetClass === 'crypto' ? times.staleUs : undefined;
    switch (spec.kind) {
      case 'trade':
        return new TradeStream(spec, symbol, pages, staleUs, clock);
      case 'quote':
        return new QuoteStream(spec, symbol, staleUs, clock);
      case 'book':
        return new BookStream(spec, symbol, times, clock, (key) => this.crypto.renew(key));
      case 'bar-1d':
        return new DayStream(spec, symbol, pages, times, clock);
      default:
        return new BarStream(spec, symbol, pages, times, clock);
    }
  }

  private watchHalts(symbol: string, stream: LiveStream): void {
    let status = this.statuses.get(symbol);
    if (status === undefined) {
      status = new StatusStream(symbol);
      this.statuses.set(symbol, status);
      this.stocks.add(status);
    }
    status.join(stream);
  }

  private leave(name: string, stream: LiveStream, sink: StreamSink): void {
    if (stream.feed.leave(sink) && this.streams.get(name) === stream) this.forget(name, stream);
  }

  private forget(name: string, stream: LiveStream): void {
    this.streams.delete(name);
    this.connectionOf(stream.feed.spec.instrument).remove(keyOf(stream));
    stream.close();
    const status = this.statuses.get(stream.symbol);
    if (status?.leave(stream) !== true) return;
    this.statuses.delete(stream.symbol);
    this.stocks.remove(keyOf(status));
  }
}

function requireKind(kind: StreamKind, offered: readonly StreamKind[]): void {
  if (offered.includes(kind)) return;
  const message = `Alpaca does not offer ${kind} here`;
  throw new DomainError({ code: 'KIND_UNSUPPORTED', message, details: { kind, kinds: offered.join(', ') } });
}

function historyNotFound({ instrument: { key, venue, symbol }, kind }: HistoryQuery): DomainError {
  const message = `Alpaca has no ${kind} of ${key} in the range`;
  return new DomainError({ code: 'HISTORY_NOT_FOUND', message, details: { venue, symbol, kind } });
}

/** Why a stream that did not come up in time did not: the failure of its connection says more than the time. */
function withReason(error: unknown, why: string | undefined): unknown {
  if (why === undefined || !(error instanceof DomainError) || error.code !== 'ADAPTER_FAILED') return error;
  return error.message.includes(why) ? error : failure(`${error.message}: ${why}`);
}

function failure(message: string): DomainError {
  return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: NAME } });
}
