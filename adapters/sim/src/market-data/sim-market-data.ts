import { DomainError, type Instrument, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import {
  MarketDataAdapter,
  SystemClock,
  type HistoryQuery,
  type OpenStream,
  type StreamSink,
  type StreamSpec,
} from '@bourseworks/ports';
import type { SimConfig } from '../config.js';
import { toInstrument } from '../mapper/instrument.mapper.js';
import { listOf, textOf, type Raw } from '../parse/fields.js';
import { ExchangeRest } from '../session/exchange-rest.js';
import { ExchangeSession, type Answer } from '../session/exchange-session.js';
import { Channel, venueChannel } from './channel.js';
import { barPages, historyNotFound, isBarKind, tradePages } from './history.js';

const KINDS: readonly StreamKind[] = ['trade', 'quote', 'book', 'bar-1s', 'bar-5s', 'bar-1m'];
const HISTORY_KINDS: readonly StreamKind[] = ['trade', 'bar-1s', 'bar-5s', 'bar-1m'];
/** Missed events are fetched up to this many pages; a longer gap stays one. */
const MAX_REFILL_PAGES = 10;
const FOR_EVER_US = Number.MAX_SAFE_INTEGER;

type Settings = Pick<SimConfig, 'url' | 'requestTimeoutMs'>;

/** Market data of the simulated exchange: history by REST, all live streams over one WebSocket. */
export class SimMarketData extends MarketDataAdapter {
  private readonly rest: ExchangeRest;
  private readonly session: ExchangeSession;
  private readonly channels = new Map<string, Channel>();
  private readonly waiting = new Set<() => void>();
  private listed: readonly Instrument[] | undefined;
  private instance = '';

  constructor(private readonly settings: Settings) {
    super();
    const clock = new SystemClock();
    this.rest = new ExchangeRest(settings.url, clock);
    this.session = new ExchangeSession(
      { url: settings.url, requestTimeoutMs: settings.requestTimeoutMs, clock },
      {
        up: (instance) => this.up(instance),
        down: (reason) => this.down(reason),
        message: (message) => this.route(message),
      },
    );
  }

  async instruments(): Promise<readonly Instrument[]> {
    if (this.listed === undefined) {
      const answer = await this.rest.get('/api/instruments', {}, this.restOptions());
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
    const options = { ...this.restOptions(), signal };
    const pages = isBarKind(query) ? barPages(this.rest, query, options) : tradePages(this.rest, query, 0, options);
    let found = false;
    try {
      for await (const events of pages) {
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
    await this.requireListed(spec.instrument);
    requireKind(spec.kind, KINDS);
    this.session.start();
    await this.connected();
    const key = keyOf(spec);
    const known = this.channels.get(key);
    if (known === undefined) await this.openChannel(key, spec, sink);
    else known.join(sink);
    return { close: () => Promise.resolve(this.leave(key, sink)) };
  }

  close(): Promise<void> {
    this.channels.clear();
    this.session.close();
    this.rest.close();
    return Promise.resolve();
  }

  private restOptions(): { timeoutMs: number } {
    return { timeoutMs: this.settings.requestTimeoutMs };
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

  private async openChannel(key: string, { instrument, kind }: StreamSpec, sink: StreamSink): Promise<void> {
    const name = venueChannel(kind) as string;
    const channel = new Channel(name, instrument, kind, () => this.resync(channel));
    channel.sinks.add(sink);
    this.channels.set(key, channel);
    const answer = await this.subscribe(channel, () => channel.resumed());
    if (answer.kind === 'ok') return;
    if (this.channels.get(key) === channel) this.channels.delete(key);
    const reason = answer.kind === 'lost' ? answer.reason : answer.message;
    channel.sinks.delete(sink);
    channel.ended(reason);
    throw failed(reason);
  }

  /** Resolves once the WebSocket is up; DomainError when it is not in time. */
  private connected(): Promise<void> {
    if (this.session.connected) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(done);
        reject(failed('the exchange cannot be reached'));
      }, this.settings.requestTimeoutMs);
      this.waiting.add(done);
    });
  }

  /** `subscribed` is called before the first message of the subscription is looked at. */
  private subscribe(channel: Channel, subscribed?: () => void): Promise<Answer> {
    const body = { op: 'subscribe', channel: channel.name, symbol: channel.instrument.symbol };
    return new Promise((resolve) => {
      this.session.request(body, (answer) => {
        if (answer.kind === 'ok') subscribed?.();
        resolve(answer);
      });
    });
  }

  /** A subscription that is made again is answered with a snapshot, in sequence with the changes that follow. */
  private resync(channel: Channel): void {
    void this.subscribe(channel).then((answer) => {
      if (answer.kind === 'refused') this.session.restart(answer.message);
    });
  }

  private leave(key: string, sink: StreamSink): void {
    const channel = this.channels.get(key);
    if (channel === undefined || !channel.sinks.delete(sink) || channel.sinks.size > 0) return;
    this.channels.delete(key);
    const body = { op: 'unsubscribe', channel: channel.name, symbol: channel.instrument.symbol };
    // A lost answer needs no care: with the connection the subscription is gone as well.
    if (this.session.connected) this.session.request(body, () => undefined);
  }

  private up(instance: string): void {
    const restarted = this.instance !== '' && this.instance !== instance;
    this.instance = instance;
    for (const channel of this.channels.values()) void this.resume(channel, instance, restarted);
    for (const done of this.waiting) done();
  }

  private down(reason: string): void {
    for (const channel of this.channels.values()) channel.lost(reason);
  }

  private route(message: Raw): void {
    const key = `${textOf(message, 'type')}/${textOf(message, 'symbol')}`;
    // Messages that were under way when the stream was closed have no channel any more.
    this.channels.get(key)?.receive(message);
  }

  /** Brings a stream back after a lost connection: subscribe, fetch what was missed, go on. */
  private async resume(channel: Channel, instance: string, restarted: boolean): Promise<void> {
    if (restarted) channel.restarted();
    const { tradeId, barEndUs } = channel.progress;
    channel.resuming();
    const answer = await this.subscribe(channel);
    if (answer.kind === 'refused') this.session.restart(answer.message);
    if (answer.kind !== 'ok') return;
    let reason = restarted ? 'the exchange was restarted: what it did meanwhile is not known' : undefined;
    if (!restarted) reason = await this.refill(channel, tradeId, barEndUs);
    // The connection may have been lost again meanwhile: then the next one resumes.
    if (this.instance === instance && this.session.connected) channel.resumed(reason);
  }

  /** Fetches what a stream missed; returns why that was not possible. */
  private async refill(channel: Channel, tradeId: number, barEndUs: number): Promise<string | undefined> {
    const { instrument, kind } = channel;
    const since = { instrument, kind, fromUs: barEndUs, toUs: FOR_EVER_US };
    if (isBarKind(since) ? barEndUs === 0 : kind !== 'trade' || tradeId === 0) return undefined;
    const options = this.restOptions();
    const pages = isBarKind(since)
      ? barPages(this.rest, since, options)
      : tradePages(this.rest, { ...since, fromUs: 0 }, tradeId, options);
    try {
      let count = 0;
      for await (const events of pages) {
        channel.refill(events);
        if (++count === MAX_REFILL_PAGES) return 'the gap was too long to be filled';
      }
      return undefined;
    } catch (error) {
      return `the gap could not be filled: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

function keyOf({ instrument, kind }: StreamSpec): string {
  return `${String(venueChannel(kind))}/${instrument.symbol}`;
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
