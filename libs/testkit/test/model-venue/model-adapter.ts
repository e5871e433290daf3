import { DomainError, type Instrument, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import {
  MarketDataAdapter,
  type Clock,
  type HistoryQuery,
  type OpenStream,
  type StreamSink,
  type StreamSpec,
} from '@bourseworks/ports';
import { loginRefused, SocketSession, type SocketFault } from '@bourseworks/venue-client';
import { ModelChannel } from './model-channel.js';
import { isListed, parseObject, textOf } from './model-parse.js';
import { failed, ModelRest } from './model-rest.js';

export const KINDS: readonly StreamKind[] = ['trade', 'quote', 'book', 'bar-1m'];
export const HISTORY_KINDS: readonly StreamKind[] = ['trade', 'bar-1m'];

export interface ModelOptions {
  readonly url: string;
  readonly streamUrl: string;
  readonly key: string;
  readonly silenceMs: number;
  readonly requestTimeoutMs: number;
  readonly authRetryMs?: number;
  readonly maxAuthFailures?: number;
  /** Sees every message before it is read. */
  readonly look?: (text: string) => void;
}

/** The adapter of the model venue: all streams over one connection, each kept whole by a FeedChannel. */
export class ModelAdapter extends MarketDataAdapter {
  private readonly rest: ModelRest;
  private readonly session: SocketSession;
  private readonly channels = new Map<string, ModelChannel>();
  private closed = false;

  constructor(
    private readonly options: ModelOptions,
    private readonly clock: Clock,
  ) {
    super();
    const { url, streamUrl, key, silenceMs, requestTimeoutMs, authRetryMs, maxAuthFailures } = options;
    this.rest = new ModelRest(url, clock, requestTimeoutMs);
    this.session = new SocketSession(
      {
        url: () => streamUrl,
        clock,
        silenceMs,
        loginMs: requestTimeoutMs,
        backoff: { firstMs: 50, maxMs: 200 },
        ...(authRetryMs !== undefined && { authRetryMs }),
        ...(maxAuthFailures !== undefined && { maxAuthFailures }),
      },
      {
        opened: () => void this.session.send({ op: 'login', key }),
        up: () => [...this.channels.keys()].forEach((topic) => this.subscribe(topic)),
        down: (reason, fault) => this.down(reason, fault),
        failed: (fault) => this.ended(fault),
        message: (data) => this.message(data.toString()),
      },
    );
  }

  instruments(): Promise<readonly Instrument[]> {
    return this.listed();
  }

  kinds(): readonly StreamKind[] {
    return KINDS;
  }

  async history(
    query: HistoryQuery,
    part: (events: readonly MarketDataEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    check(query, HISTORY_KINDS);
    if (query.fromUs >= query.toUs) throw new DomainError({ code: 'HISTORY_RANGE_INVALID', message: 'no range' });
    if (signal.aborted) return;
    let found = false;
    for await (const events of this.rest.pages(query, signal)) {
      if (signal.aborted) return;
      found = true;
      await part(events);
      if (signal.aborted) return;
    }
    if (!found) throw new DomainError({ code: 'HISTORY_NOT_FOUND', message: 'no data' });
  }

  async open(spec: StreamSpec, sink: StreamSink): Promise<OpenStream> {
    check(spec, KINDS);
    if (this.closed) throw failed('the adapter is closed');
    const topic = spec.kind;
    let channel = this.channels.get(topic);
    const isNew = channel === undefined;
    channel ??= new ModelChannel(spec, this.rest, this.clock);
    this.channels.set(topic, channel);
    channel.feed.join(sink);
    this.session.start();
    if (isNew && this.session.connected) this.subscribe(topic);
    try {
      await channel.feed.opened(this.options.requestTimeoutMs * 1_000);
    } catch (error) {
      this.leave(topic, channel, sink);
      throw error;
    }
    return { close: () => Promise.resolve(this.leave(topic, channel, sink)) };
  }

  close(): Promise<void> {
    this.closed = true;
    for (const channel of this.channels.values()) channel.close();
    this.channels.clear();
    this.session.close();
    this.rest.close();
    return Promise.resolve();
  }

  private listing: readonly Instrument[] | undefined;

  private async listed(): Promise<readonly Instrument[]> {
    this.listing ??= await this.rest.instruments();
    return this.listing;
  }

  private subscribe(topic: string): void {
    this.session.send({ op: 'subscribe', topic });
  }

  private leave(topic: string, channel: ModelChannel, sink: StreamSink): void {
    if (!channel.feed.leave(sink) || this.channels.get(topic) !== channel) return;
    this.channels.delete(topic);
    channel.close();
    this.session.send({ op: 'unsubscribe', topic });
  }

  private message(text: string): void {
    this.options.look?.(text);
    const message = parseObject(text);
    switch (message['type']) {
      case 'heartbeat':
        return;
      case 'login':
        if (message['ok'] === true) this.session.ready();
        else this.session.authenticationFailed('the login was refused');
        return;
      case 'subscribed':
        this.channels.get(textOf(message, 'topic'))?.subscribed();
        return;
      case 'data':
        this.data(this.channels.get(textOf(message, 'topic')), message['data']);
        return;
      default:
        throw failed('a message of no known type');
    }
  }

  private data(channel: ModelChannel | undefined, data: unknown): void {
    try {
      channel?.receive(data);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      channel?.malformed(error.message);
    }
  }

  private down(reason: string, fault: SocketFault): void {
    for (const channel of this.channels.values()) channel.lost(reason);
    this.ended(fault);
  }

  private ended({ kind, reason }: SocketFault): void {
    if (kind !== 'authentication') return;
    for (const channel of this.channels.values()) channel.feed.refused(loginRefused('model', 'The venue', reason));
    this.channels.clear();
  }
}

function check({ instrument, kind }: StreamSpec, offered: readonly StreamKind[]): void {
  if (!isListed(instrument)) throw new DomainError({ code: 'INSTRUMENT_UNKNOWN', message: instrument.key });
  if (!offered.includes(kind)) throw new DomainError({ code: 'KIND_UNSUPPORTED', message: kind });
}
