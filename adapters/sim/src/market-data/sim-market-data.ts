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
import type { BackoffOptions } from '@bourseworks/venue-client';
import type { SimConfig } from '../config.js';
import { toInstrument } from '../mapper/instrument.mapper.js';
import { listOf, textOf, type Raw } from '../parse/fields.js';
import { ExchangeRest, VenueRefusal } from '../session/exchange-rest.js';
import { ExchangeSession, type Answer } from '../session/exchange-session.js';
import { barPages, historyNotFound, isBarKind, tradePages } from './history.js';
import { SimFeed } from './sim-feed.js';

const KINDS: readonly StreamKind[] = ['trade', 'quote', 'book', 'bar-1s', 'bar-5s', 'bar-1m'];
const HISTORY_KINDS: readonly StreamKind[] = ['trade', 'bar-1s', 'bar-5s', 'bar-1m'];

type Settings = Pick<SimConfig, 'url' | 'requestTimeoutMs'> & { readonly backoff?: BackoffOptions };

/** Market data of the simulated exchange: history by REST, all live streams over one WebSocket. */
export class SimMarketData extends MarketDataAdapter {
  private readonly rest: ExchangeRest;
  private readonly session: ExchangeSession;
  private readonly feeds = new Map<string, SimFeed>();
  private listed: readonly Instrument[] | undefined;
  private instance = '';
  private closed = false;

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock = new SystemClock(),
  ) {
    super();
    this.rest = new ExchangeRest(settings.url, clock);
    this.session = new ExchangeSession(
      { ...settings, clock },
      {
        up: (instance) => this.up(instance),
        down: (reason) => this.down(reason),
        message: (message) => this.route(message),
      },
    );
  }

  async instruments(): Promise<readonly Instrument[]> {
    if (this.listed === undefined) {
      const answer = await this.rest.get('/api/instruments', {}, this.restOptions()).catch(coded);
      this.listed = listOf(answer, 'instruments').map(toInstrument);
    }
    return this.listed;
  }

  kinds(_instrument: Instrument): readonly StreamKind[] {
    return KINDS;
  }

  async history(
    query: HistoryQuery,
    part: (events: readonly MarketDataEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    await this.requireListed(query.instrument);
    requireKind(query.kind, HISTORY_KINDS);
    if (!(query.fromUs < query.toUs)) {
      throw new DomainError({ code: 'HISTORY_RANGE_INVALID', message: 'the range is empty or reversed' });
    }
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
      coded(error);
    }
    if (!found && !signal.aborted) throw historyNotFound(query);
  }

  async open(spec: StreamSpec, sink: StreamSink): Promise<OpenStream> {
    await this.requireListed(spec.instrument);
    requireKind(spec.kind, KINDS);
    if (this.closed) throw failed('the adapter is closed');
    const feed = this.feedOf(spec);
    feed.channel.join(sink);
    try {
      await feed.channel.opened(this.settings.requestTimeoutMs * 1_000);
    } catch (error) {
      this.leave(feed, sink);
      throw error;
    }
    return { close: () => Promise.resolve(this.leave(feed, sink)) };
  }

  close(): Promise<void> {
    this.closed = true;
    for (const feed of this.feeds.values()) feed.channel.close();
    this.feeds.clear();
    this.session.close();
    this.rest.close();
    return Promise.resolve();
  }

  private restOptions(): { timeoutMs: number } {
    return { timeoutMs: this.settings.requestTimeoutMs };
  }

  private pages(query: HistoryQuery, signal: AbortSignal): AsyncIterable<MarketDataEvent[]> {
    const options = { ...this.restOptions(), signal };
    return isBarKind(query) ? barPages(this.rest, query, options) : tradePages(this.rest, query, options);
  }

  private async requireListed({ symbol, venue }: Instrument): Promise<void> {
    const listed = await this.instruments();
    if (listed.some((instrument) => instrument.symbol === symbol && instrument.venue === venue)) return;
    throw new DomainError({
      code: 'INSTRUMENT_UNKNOWN',
      message: `the exchange does not list ${venue}/${symbol}`,
      details: { venue, symbol },
    });
  }

  /** The feed of a stream, which is begun if there is none. */
  private feedOf(spec: StreamSpec): SimFeed {
    const source = {
      pages: (query: HistoryQuery, signal: AbortSignal) => this.pages(query, signal),
      subscribe: (feed: SimFeed) => this.subscribe(feed),
      restart: (reason: string) => this.session.restart(reason),
    };
    const begun = new SimFeed(spec, source, this.clock);
    const known = this.feeds.get(keyOf(begun));
    if (known !== undefined) return known;
    this.feeds.set(keyOf(begun), begun);
    this.session.start();
    this.subscribe(begun);
    return begun;
  }

  /** While there is no connection nothing is done: everything is subscribed when there is one. */
  private subscribe(feed: SimFeed): void {
    if (!this.session.connected) return;
    const body = { op: 'subscribe', channel: feed.name, symbol: feed.spec.instrument.symbol };
    // Called before the first message of the subscription is looked at.
    this.session.request(body, (answer) => this.answered(feed, answer));
  }

  private answered(feed: SimFeed, answer: Answer): void {
    if (this.feeds.get(keyOf(feed)) !== feed) return;
    if (answer.kind === 'ok') feed.channel.subscribed();
    else if (answer.kind === 'refused') {
      this.feeds.delete(keyOf(feed));
      feed.channel.refused(failed(answer.message));
    } else if (this.session.connected) this.session.restart(answer.reason);
  }

  private leave(feed: SimFeed, sink: StreamSink): void {
    if (!feed.channel.leave(sink) || this.feeds.get(keyOf(feed)) !== feed) return;
    this.feeds.delete(keyOf(feed));
    feed.channel.close();
    const body = { op: 'unsubscribe', channel: feed.name, symbol: feed.spec.instrument.symbol };
    // A lost answer needs no care: with the connection the subscription is gone as well.
    if (this.session.connected) this.session.request(body, () => undefined);
  }

  private up(instance: string): void {
    const restarted = this.instance !== '' && this.instance !== instance;
    this.instance = instance;
    for (const feed of this.feeds.values()) {
      if (restarted) feed.restarted();
      this.subscribe(feed);
    }
  }

  private down(reason: string): void {
    for (const feed of this.feeds.values()) feed.lost(reason);
  }

  private route(message: Raw): void {
    const key = `${textOf(message, 'type')}/${textOf(message, 'symbol')}`;
    // Messages that were under way when the stream was closed have no feed any more.
    this.feeds.get(key)?.receive(message);
  }
}

function keyOf({ name, spec }: SimFeed): string {
  return `${name}/${spec.instrument.symbol}`;
}

function requireKind(kind: StreamKind, offered: readonly StreamKind[]): void {
  if (offered.includes(kind)) return;
  throw new DomainError({
    code: 'KIND_UNSUPPORTED',
    message: `the exchange does not offer ${kind} here`,
    details: { kind, kinds: offered.join(', ') },
  });
}

function failed(message: string): DomainError {
  return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: 'sim' } });
}

/** What the exchange itself refuses is a failure of the adapter: it should not have asked. */
function coded(error: unknown): never {
  throw error instanceof VenueRefusal ? failed(`the exchange refuses: ${error.venueCode} ${error.message}`) : error;
}
