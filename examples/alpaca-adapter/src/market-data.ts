import { DomainError, type Instrument, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import {
  MarketDataAdapter,
  type HistoryQuery,
  type OpenStream,
  type StreamSink,
  type StreamSpec,
} from '@bourseworks/ports';
import { Channel } from './channel.js';
import type { AlpacaConfig } from './config.js';
import { adapterFailed, type StreamErrorScope } from './errors.js';
import type { Raw } from './fields.js';
import { historyNotFound, historyPages } from './history.js';
import { channelOf, CHANNEL_OF_TYPE, HISTORY_KINDS, LIVE_KINDS, toInstrument, VENUE } from './mapper.js';
import { RestClient, type RestTimings } from './rest-client.js';
import { StreamSession, type SessionTimings } from './session.js';
import type { Outcome, Subscription } from './subscriptions.js';

export interface Timings {
  readonly rest: RestTimings;
  readonly session: SessionTimings;
  /** How long `open` waits for its confirmation. The platform gives up after 15 seconds. */
  readonly openMs: number;
  /** How long a connection without a stream is kept: the next stream may come at once. */
  readonly lingerMs: number;
  /** After this a subscription that was refused although it stood before is asked for again. */
  readonly resubscribeMs: number;
}

export const TIMINGS: Timings = {
  rest: { timeoutMs: 10_000, firstRetryMs: 500, maxRetryMs: 60_000 },
  session: {
    loginMs: 8_000,
    answerMs: 8_000,
    silenceMs: 20_000,
    backoff: { firstMs: 250, maxMs: 30_000 },
    stableMs: 10_000,
  },
  openMs: 12_000,
  lingerMs: 30_000,
  resubscribeMs: 30_000,
};

const UNANSWERED = 'Alpaca did not confirm the stream in time';

/** Market data of Alpaca: history by REST, all live streams over one WebSocket, which an account has one of. */
export class AlpacaMarketData extends MarketDataAdapter {
  private readonly listed: ReadonlyMap<string, Instrument>;
  private readonly historyFeed: string;
  private readonly rest: RestClient;
  private readonly session: StreamSession;
  private readonly channels = new Map<string, Channel>();
  private readonly resubscribes = new Set<NodeJS.Timeout>();
  private linger: NodeJS.Timeout | undefined;
  private lastFailure = UNANSWERED;
  private closed = false;

  constructor(
    config: AlpacaConfig,
    private readonly timings: Timings = TIMINGS,
  ) {
    super();
    this.listed = new Map(config.symbols.map((symbol) => [symbol, toInstrument(symbol)]));
    this.historyFeed = config.historyFeed;
    this.rest = new RestClient(config.dataUrl, config, timings.rest);
    this.session = new StreamSession(config.streamUrl, config, timings.session, {
      up: () => this.up(),
      down: (reason) => this.down(reason),
      failed: (error, scope) => this.failed(error, scope),
      items: (items) => this.route(items),
      probe: () => this.liveSubscription(),
    });
  }

  instruments(): Promise<readonly Instrument[]> {
    return Promise.resolve([...this.listed.values()]);
  }

  kinds(_instrument: Instrument): readonly StreamKind[] {
    return HISTORY_KINDS;
  }

  async history(
    query: HistoryQuery,
    part: (events: readonly MarketDataEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    this.requireListed(query.instrument);
    requireKind(query.kind, HISTORY_KINDS);
    if (!(query.fromUs < query.toUs)) {
      throw new DomainError({ code: 'HISTORY_RANGE_INVALID', message: 'the range is empty or reversed' });
    }
    let found = false;
    try {
      for await (const events of historyPages(this.rest, query, this.historyFeed, signal)) {
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
    this.requireListed(instrument);
    requireKind(kind, LIVE_KINDS);
    if (this.closed) throw adapterFailed('the adapter is closed');
    const { refusal } = this.session;
    if (refusal !== undefined) throw refusal;
    const key = keyOf(channelOf(kind) as string, instrument.symbol);
    const channel = this.channels.get(key) ?? this.addChannel(key, spec);
    channel.sinks.add(sink);
    if (channel.isLive) sink.state('LIVE');
    try {
      await channel.opened(this.timings.openMs, () => adapterFailed(this.lastFailure));
    } catch (error) {
      this.leave(key, channel, sink);
      throw error;
    }
    return { close: () => Promise.resolve(this.leave(key, channel, sink)) };
  }

  close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.linger);
    for (const timer of this.resubscribes) clearTimeout(timer);
    this.session.stop();
    this.rest.close();
    const gone = [...this.channels.values()];
    this.channels.clear();
    for (const channel of gone) channel.fail(adapterFailed('the adapter is closed'));
    return Promise.resolve();
  }

  private requireListed({ venue, symbol }: Instrument): void {
    if (venue === VENUE && this.listed.has(symbol)) return;
    const message = `ALPACA_SYMBOLS does not list ${venue}/${symbol}`;
    throw new DomainError({ code: 'INSTRUMENT_UNKNOWN', message, details: { venue, symbol } });
  }

  private addChannel(key: string, { instrument, kind }: StreamSpec): Channel {
    const subscription = { channel: channelOf(kind) as Subscription['channel'], symbol: instrument.symbol };
    const channel = new Channel(subscription, instrument, kind);
    this.channels.set(key, channel);
    clearTimeout(this.linger);
    if (this.session.isUp) this.subscribe(channel);
    else this.session.start();
    return channel;
  }

  private leave(key: string, channel: Channel, sink: StreamSink): void {
    if (!channel.sinks.delete(sink) || channel.sinks.size > 0 || this.channels.get(key) !== channel) return;
    this.channels.delete(key);
    // A lost answer needs no care: with the connection the subscription is gone as well.
    if (this.session.isUp) this.session.request('unsubscribe', channel.subscription, () => undefined);
    if (this.channels.size === 0) this.idle();
  }

  /** Nobody listens: the account's one connection is given back, at once while there is none. */
  private idle(): void {
    if (!this.session.isUp) this.session.stop();
    else this.linger = setTimeout(() => this.session.stop(), this.timings.lingerMs);
  }

  private subscribe(channel: Channel): void {
    this.session.request('subscribe', channel.subscription, (outcome) => this.answered(channel, outcome));
  }

  private answered(channel: Channel, outcome: Outcome): void {
    if (outcome.kind === 'ok') {
      channel.confirmed();
    } else if (outcome.kind === 'refused') {
      channel.fail(outcome.error);
      channel.stale(outcome.error.message);
      if (channel.isKept) this.subscribeLater(channel);
    }
    // A lost one is asked for again when the connection is back.
  }

  private subscribeLater(channel: Channel): void {
    const timer = setTimeout(() => {
      this.resubscribes.delete(timer);
      if (this.session.isUp && channel.sinks.size > 0 && !channel.isLive) this.subscribe(channel);
    }, this.timings.resubscribeMs);
    this.resubscribes.add(timer);
  }

  private up(): void {
    this.lastFailure = UNANSWERED;
    for (const channel of this.channels.values()) {
      channel.resuming();
      this.subscribe(channel);
    }
  }

  private down(reason: string): void {
    this.lastFailure = reason;
    for (const channel of this.channels.values()) channel.lost(reason);
  }

  private failed(error: DomainError, scope: StreamErrorScope): void {
    this.lastFailure = error.message;
    for (const channel of this.channels.values()) {
      channel.stale(error.message);
      // Keys and plans do not change while one waits.
      if (scope === 'login') channel.fail(error);
    }
  }

  private liveSubscription(): Subscription | undefined {
    for (const channel of this.channels.values()) if (channel.isLive) return channel.subscription;
    return undefined;
  }

  /** Items of one message go to their channels, several of a channel together. */
  private route(items: readonly Raw[]): void {
    const batches = new Map<Channel, Raw[]>();
    for (const item of items) {
      const { T: type, S: symbol } = item;
      const name = CHANNEL_OF_TYPE.get(type);
      // Notices (corrections, halts) have no event; what was under way when a stream was closed has no channel.
      const channel = name === undefined ? undefined : this.channels.get(keyOf(name, String(symbol)));
      if (channel === undefined) continue;
      const batch = batches.get(channel);
      if (batch === undefined) batches.set(channel, [item]);
      else batch.push(item);
    }
    for (const [channel, batch] of batches) channel.receive(batch);
  }
}

function keyOf(channel: string, symbol: string): string {
  return `${channel}/${symbol}`;
}

function requireKind(kind: StreamKind, offered: readonly StreamKind[]): void {
  if (offered.includes(kind)) return;
  throw new DomainError({
    code: 'KIND_UNSUPPORTED',
    message: `Alpaca does not offer ${kind} here`,
    details: { kind, kinds: offered.join(', ') },
  });
}

/** Entry for worker threads. `config` is an AlpacaConfig. */
export function createMarketDataAdapter(config: Readonly<Record<string, unknown>>): MarketDataAdapter {
  return new AlpacaMarketData(config as unknown as AlpacaConfig);
}
