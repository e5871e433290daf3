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
import type { CoinbaseConfig } from '../config.js';
import { BAR_KINDS, barPages } from './history/bars.js';
import { tradePages } from './history/trades.js';
import { CoinbaseRest } from './session/coinbase-rest.js';
import { CoinbaseConnection } from './session/connection.js';
import { ProductList } from './session/product-list.js';
import { keyOf } from './session/subscriber.js';
import { COINBASE_TIMES, type CoinbaseTimes } from './session/times.js';
import { BookStream } from './streams/book-stream.js';
import type { LiveStream } from './streams/live-stream.js';
import { QuoteStream } from './streams/quote-stream.js';
import { StatusStream } from './streams/status-stream.js';
import { TradeStream } from './streams/trade-stream.js';

const KINDS: readonly StreamKind[] = ['trade', 'quote', 'book'];
const HISTORY_KINDS: readonly StreamKind[] = ['trade', ...BAR_KINDS];

export interface CoinbaseMarketDataOptions {
  readonly clock?: Clock;
  readonly times?: Partial<CoinbaseTimes>;
}

/** Public market data of Coinbase's spot market: history by REST, all live streams over one WebSocket. */
export class CoinbaseMarketData extends MarketDataAdapter {
  private readonly clock: Clock;
  private readonly times: CoinbaseTimes;
  private readonly rest: CoinbaseRest;
  private readonly products: ProductList;
  private readonly connection: CoinbaseConnection;
  /** By instrument and kind. */
  private readonly streams = new Map<string, LiveStream>();
  /** By product, of those that have streams. */
  private readonly statuses = new Map<string, StatusStream>();
  private closed = false;

  constructor(config: CoinbaseConfig, { clock = new SystemClock(), times = {} }: CoinbaseMarketDataOptions = {}) {
    super();
    this.clock = clock;
    this.times = { ...COINBASE_TIMES, ...times };
    this.rest = new CoinbaseRest(config, this.times, clock);
    this.products = new ProductList(this.rest, clock);
    this.connection = new CoinbaseConnection(config.streamUrl, this.times, clock);
  }

  instruments(): Promise<readonly Instrument[]> {
    return this.products.instruments();
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
    const product = await this.products.find(spec.instrument);
    if (this.closed) throw failure('the adapter is closed');
    const name = `${spec.instrument.key}/${spec.kind}`;
    const stream = this.streamOf(name, spec, product);
    stream.feed.join(sink);
    const leave = () => this.leave(name, stream, sink);
    try {
      await stream.feed.opened(this.times.openUs);
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
    this.statuses.clear();
    this.rest.close();
    return Promise.resolve();
  }

  private async *pages(
    { instrument, kind, fromUs, toUs }: HistoryQuery,
    signal: AbortSignal,
  ): AsyncGenerator<readonly MarketDataEvent[]> {
    if (signal.aborted) return;
    await this.products.find(instrument);
    if (kind === 'trade') yield* tradePages(this.rest, instrument, { fromUs, toUs }, signal);
    else yield* barPages(this.rest, instrument, { fromUs, toUs, kind }, this.clock, signal);
  }

  private streamOf(name: string, spec: StreamSpec, product: string): LiveStream {
    const known = this.streams.get(name);
    if (known?.ended === false) return known;
    const stream = this.makeStream(spec, product);
    this.streams.set(name, stream);
    this.connection.add(stream);
    stream.halt(this.statusOf(product).halted);
    return stream;
  }

  private makeStream(spec: StreamSpec, product: string): LiveStream {
    const { rest, times, clock } = this;
    switch (spec.kind) {
      case 'trade':
        return new TradeStream(spec, product, rest, times, clock);
      case 'quote':
        return new QuoteStream(spec, product, times, clock);
      default:
        return new BookStream(spec, product, times, clock, (key) => this.connection.renew(key));
    }
  }

  private leave(name: string, stream: LiveStream, sink: StreamSink): void {
    if (!stream.feed.leave(sink) || this.streams.get(name) !== stream) return;
    this.streams.delete(name);
    this.connection.remove(keyOf(stream));
    stream.close();
    const { product } = stream;
    const status = this.statuses.get(product);
    if (status === undefined || this.ofProduct(product).length > 0) return;
    this.statuses.delete(product);
    this.connection.remove(keyOf(status));
  }

  private statusOf(product: string): StatusStream {
    const known = this.statuses.get(product);
    if (known !== undefined) return known;
    const status: StatusStream = new StatusStream(
      product,
      () => this.ofProduct(product).forEach((stream) => stream.halt(status.halted)),
      () => this.ofProduct(product).forEach((stream) => stream.feed.tally('malformed', 1)),
    );
    this.statuses.set(product, status);
    this.connection.add(status);
    return status;
  }

  private ofProduct(product: string): LiveStream[] {
    return [...this.streams.values()].filter((stream) => stream.product === product);
  }
}

function requireKind(kind: StreamKind, offered: readonly StreamKind[]): void {
  if (offered.includes(kind)) return;
  const message = `Coinbase does not offer ${kind} here`;
  throw new DomainError({ code: 'KIND_UNSUPPORTED', message, details: { kind, kinds: offered.join(', ') } });
}

function historyNotFound({ instrument: { key, venue, symbol }, kind }: HistoryQuery): DomainError {
  const message = `Coinbase has no ${kind} of ${key} in the range`;
  return new DomainError({ code: 'HISTORY_NOT_FOUND', message, details: { venue, symbol, kind } });
}

function failure(message: string): DomainError {
  return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: 'coinbase' } });
}
