import {
  liveTopic,
  parseLiveTopic,
  statusTopic,
  type InstrumentShape,
  type LiveDataReplyShape,
  type MarketDataBatch,
  type MarketDataItem,
  type MarketDataStatusShape,
  type StreamAddress,
} from '@bourseworks/dto/shapes';
import { US_PER_MS, type StreamState } from '@bourseworks/domain';
import { SequenceTracker, StreamLease, type LeaseBus } from '@bourseworks/market-streams';
import { SystemClock } from '@bourseworks/ports';
import type { Bus } from '../bus.js';

/** Batches held while it is not known yet what to expect. */
const MAX_HELD = 1_000;

interface StreamEvents {
  /** Items were lost; with `restarted` the publisher began anew and it is not known how many. */
  gap(missed: number, restarted: boolean): void;
  status(state: StreamState, reason?: string): void;
}

/** Where a live stream delivers, in the order of its topic. */
export interface StreamSink extends StreamEvents {
  item(item: MarketDataItem, sequence: number, instrument: InstrumentShape): void;
}

/** A message as it was published. */
export interface ReceivedBatch {
  readonly batch: MarketDataBatch;
  readonly payload: Uint8Array;
}

/** Takes whole messages, those that have an item which was not heard before. */
export interface BatchSink extends StreamEvents {
  batch(received: ReceivedBatch, stream: LiveDataReplyShape): void;
}

type Unsubscribe = () => Promise<void>;

/** The first answer is waited for by a person, who is told which part is away. */
function leaseBus(bus: Bus): LeaseBus {
  return {
    ask: (topic, body, timeoutMs) =>
      timeoutMs === undefined ? bus.query(topic, body) : bus.ask(topic, body, timeoutMs),
  };
}

/** One live stream while a command looks at it: its lease, its items in order, what was missed, its state. */
export class LiveSubscription {
  readonly tracker = new SequenceTracker();
  private lease: StreamLease | undefined;
  private reply: LiveDataReplyShape | undefined;
  private held: ReceivedBatch[] | undefined = [];
  private topic: string;
  private listening: Unsubscribe | undefined;
  private watching: Unsubscribe | undefined;

  private constructor(
    private readonly bus: Bus,
    private readonly query: StreamAddress,
    private readonly sink: StreamSink | BatchSink,
    private readonly renewMs: number | undefined,
  ) {
    this.topic = liveTopic(query.kind, query.venue, query.symbol);
  }

  /** `renewMs` is for tests. @throws the refusal of market-data, or CliFailure when it does not answer */
  static async open(
    bus: Bus,
    query: StreamAddress,
    sink: StreamSink | BatchSink,
    renewMs?: number,
  ): Promise<LiveSubscription> {
    const subscription = new LiveSubscription(bus, query, sink, renewMs);
    try {
      await subscription.start();
      return subscription;
    } catch (error) {
      await subscription.close();
      throw error;
    }
  }

  get instrument(): InstrumentShape {
    return this.opened.instrument;
  }

  /** What market-data answered last. */
  get opened(): LiveDataReplyShape {
    if (this.reply === undefined) throw new Error('the stream is not open');
    return this.reply;
  }

  /** Keeps items back from now on, until `release`: a fresh book is on its way. */
  hold(): void {
    this.held ??= [];
  }

  /** Delivers what was held back, from `sequence` of an epoch on. False, and nothing happens, when that is of the past. */
  release(epoch: number, sequence: number): boolean {
    if (!this.tracker.expect(epoch, sequence)) return false;
    this.releaseHeld();
    return true;
  }

  async close(): Promise<void> {
    this.held = undefined;
    const ending = [this.lease?.release(), this.listening?.(), this.watching?.()].filter((end) => end !== undefined);
    this.lease = this.listening = this.watching = undefined;
    // The session is closed right after: a topic that could not be left ends with it.
    await Promise.allSettled(ending);
  }

  private async start(): Promise<void> {
    const { bus, query } = this;
    // Subscribed before asking: what is published between the answer and a later subscription would be lost.
    this.listening = await this.listen();
    const owner = {
      granted: (again: LiveDataReplyShape) => this.granted(again),
      away: (reason: string) => this.sink.status('STALE', `market-data: ${reason}`),
      back: () => this.sink.status('LIVE', 'market-data answers again'),
    };
    const renewUs = this.renewMs === undefined ? undefined : this.renewMs * US_PER_MS;
    const deps = { bus: leaseBus(bus), clock: new SystemClock(), subscriber: `cli-${process.pid}`, renewUs };
    this.lease = new StreamLease(query, owner, deps);
    const reply = await this.lease.request();
    this.reply = reply;
    const moved = reply.topic !== this.topic;
    if (moved) await this.move(reply.topic);
    // On a topic that is listened to only now, anything may come first.
    if (!moved) this.tracker.told(reply.epoch, reply.sequence);
    this.watching = await this.watchStatus();
    this.releaseHeld();
  }

  private watchStatus(): Promise<Unsubscribe> {
    const topic = parseLiveTopic(this.topic);
    const venue = topic.ok ? topic.value.venue : this.query.venue;
    return this.bus.subscribe<MarketDataStatusShape>(statusTopic(venue, this.query.symbol), (status) => {
      if (status.topic !== this.topic || this.tracker.isPast(status.epoch)) return;
      this.sink.status(status.state, status.reason);
    });
  }

  private async move(topic: string): Promise<void> {
    await this.listening?.();
    this.held = [];
    this.topic = topic;
    this.listening = await this.listen();
  }

  private listen(): Promise<Unsubscribe> {
    return this.bus.subscribe<MarketDataBatch>(this.topic, (batch, _topic, payload) =>
      this.receive({ batch, payload }),
    );
  }

  private granted(reply: LiveDataReplyShape): void {
    this.reply = reply;
    const { missed, restarted } = this.tracker.told(reply.epoch, reply.sequence);
    if (missed > 0 || restarted) this.sink.gap(missed, restarted);
    this.sink.status('LIVE', 'asked for again');
  }

  private receive(received: ReceivedBatch): void {
    if (this.held === undefined) return this.deliver(received);
    // Beyond the bound the oldest go; the sequence then shows the gap.
    if (this.held.length >= MAX_HELD) this.held.shift();
    this.held.push(received);
  }

  private releaseHeld(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const received of held) this.receive(received);
  }

  private deliver(received: ReceivedBatch): void {
    const { epoch, seq0, items } = received.batch;
    if (items.length === 0) return;
    const verdict = this.tracker.check(epoch, seq0, items.length);
    if (verdict.missed > 0 || verdict.restarted) this.sink.gap(verdict.missed, verdict.restarted);
    // A gap makes the reader of a book ask for a fresh one, which holds what follows back.
    if (this.held !== undefined) return this.receive(received);
    const { sink, opened } = this;
    if ('batch' in sink) {
      if (verdict.from < items.length) sink.batch(received, opened);
    } else for (let i = verdict.from; i < items.length; i++) sink.item(items[i], seq0 + i, opened.instrument);
  }
}
