import { formatNanos, type MarketDataEvent, type Refusal, type Result, type StreamKind } from '@bourseworks/domain';
import { JSON_CODEC, signalTopic, type OrderEventShape, type StrategySpecShape } from '@bourseworks/dto';
import {
  InRecord,
  StrategyThread,
  type CommandReplyRecord,
  type DecisionRecord,
  type DoneRecord,
  type HostRequest,
  type LogRecord,
  type OrderVerb,
  type PatternEntry,
  type StateRecord,
  type StrategyModule,
  type ThreadEvents,
} from '@bourseworks/strategy';
import { StrategyGate, type GateItem } from '../lock-step/strategy-gate.js';
import { OrderEventFeed } from '../orders/order-event-feed.js';
import { OrderSender } from '../orders/order-sender.js';
import type { KnownInstrument } from '../streams/instrument-book.js';
import type { LiveStream, StreamNotice, StreamSink } from '../streams/live-stream.js';
import { writeEvent } from '../streams/thread-writer.js';
import { CommandProxy } from './command-proxy.js';
import { HostRequestHandler } from './host-request-handler.js';
import { OrderEventWriter } from './order-event-writer.js';
import type { RunnerDeps } from './runner-deps.js';
import type { StrategyCounters } from './strategy-counters.js';

export interface RunOwner {
  state(record: StateRecord): void;
  /** Ends the run and gives the strategy up. */
  failed(refusal: Refusal): void;
  exited(code: number, error: Error | undefined): void;
}

/** One life of a strategy's thread: from its start to its end, with everything that it has on the bus. */
export class StrategyRun implements ThreadEvents, StreamSink {
  readonly gate: StrategyGate | undefined;
  private readonly thread: StrategyThread;
  private readonly feed: OrderEventFeed;
  private readonly sender: OrderSender;
  private readonly proxy: CommandProxy;
  private readonly orderEvents: OrderEventWriter;
  private readonly requests: HostRequestHandler;
  private readonly bases = new Map<LiveStream, { readonly published: number; readonly gaps: number }>();
  private isReady: ((ready: boolean) => void) | undefined;
  private readonly readyPromise = new Promise<boolean>((resolve) => (this.isReady = resolve));
  private closed = false;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly spec: StrategySpecShape,
    module: StrategyModule,
    epoch: number,
    private readonly deps: RunnerDeps,
    private readonly counters: StrategyCounters,
    private readonly owner: RunOwner,
  ) {
    const { id, account, parameters } = spec;
    const { session, clock, log, run } = deps;
    this.thread = new StrategyThread(
      {
        id,
        account,
        parameters,
        module,
        epoch,
        ...(run === undefined ? {} : { run }),
        limits: { maxOldGenerationMb: deps.heapMb },
      },
      this,
    );
    this.orderEvents = new OrderEventWriter(this.thread, deps, (refusal) => owner.failed(refusal));
    this.requests = new HostRequestHandler(
      spec.id,
      this.thread,
      deps,
      this,
      (stream) => this.follow(stream),
      (stream) => this.unfollow(stream),
    );
    const shared = { session, clock, log, account, strategy: id };
    this.feed = new OrderEventFeed({
      ...shared,
      source: deps.orderEvents,
      deliver: (event, replayed, receivedUs) => this.orderEvent(event, replayed, receivedUs),
      written: () => this.orderEvents.whenWritten(),
      lookEveryUs: run === undefined ? deps.lookEveryUs : 0,
      failed: (reason) => owner.failed({ code: 'STRATEGY_FAILED', message: reason }),
    });
    this.sender = new OrderSender({
      ...shared,
      lockStep: run !== undefined,
      tries: deps.orderTries,
      deadlineMs: deps.orderDeadlineMs,
      lastEvent: (orderId) => this.feed.lastEvent(orderId),
      deliver: (event) => this.orderEvents.write(event, false, 0),
      catchUp: () => this.feed.catchUp(),
    });
    this.proxy = new CommandProxy({
      id,
      session,
      clock,
      log,
      command: (commandId, method, body) =>
        this.thread.json(InRecord.command, {
          id: commandId,
          method,
          body,
        }),
    });
    this.gate = deps.lockStep === undefined ? undefined : this.createGate(deps.lockStep);
  }

  /** Brings the strategy up: its orders first, then its start. Resolves once the start was handed to it. */
  async start(): Promise<Result<void>> {
    if (!(await this.readyPromise))
      return { ok: false, refusal: { code: 'STRATEGY_FAILED', message: 'the thread ended before it was ready' } };
    const fed = await this.feed.start(this.tries);
    if (!fed.ok) return fed;
    await this.orderEvents.whenWritten();
    this.deps.log.info({
      event: 'strategy.orders_known',
      strategy: this.spec.id,
      streamSequence: this.feed.streamSequence,
    });
    if (!this.closed) this.thread.json(InRecord.start, {});
    return { ok: true, value: undefined };
  }

  /** The session was away: order events may have been missed. */
  reconnected(): void {
    this.feed.catchUp();
  }

  requestStop(reason: string): void {
    this.thread.json(InRecord.stop, { reason });
  }

  /** Ends the thread and gives back everything it had. */
  close(): Promise<void> {
    return (this.closing ??= this.shut());
  }

  private async shut(): Promise<void> {
    this.closed = true;
    this.isReady?.(false);
    this.sender.close();
    this.orderEvents.close();
    for (const stream of this.bases.keys()) this.unfollow(stream);
    this.counters.gapsBefore += this.feed.gaps;
    await this.thread.terminate();
    const parts = [this.proxy.close(), this.feed.close(), this.deps.hub.detachAll(this), this.requests.close()];
    // With the bus away the broker cannot be told; a strategy must end, and start again, all the same.
    for (const outcome of await Promise.allSettled(parts)) {
      if (outcome.status === 'rejected')
        this.deps.log.warn({ event: 'strategy.close_failed', strategy: this.spec.id }, String(outcome.reason));
    }
  }

  /** Figures of the streams at hand. */
  streamFigures(): { readonly barsPublished: number; readonly gaps: number } {
    let barsPublished = 0;
    let gaps = this.closed ? 0 : this.feed.gaps;
    for (const [stream, base] of this.bases) {
      gaps += stream.gaps - base.gaps;
      if (stream.query.kind.startsWith('bar-')) barsPublished += stream.tracker.published - base.published;
    }
    return { barsPublished, gaps };
  }

  get conflated(): number {
    return this.thread.conflated;
  }

  get retries(): number {
    return this.sender.retries;
  }

  /** Counts what a stream publishes from here on. */
  private follow(stream: LiveStream): void {
    if (!this.bases.has(stream)) this.bases.set(stream, { published: stream.tracker.published, gaps: stream.gaps });
  }

  /** Keeps the figures of a stream that is left: what it publishes from here on is not for this strategy. */
  private unfollow(stream: LiveStream): void {
    const base = this.bases.get(stream);
    if (base === undefined) return;
    this.bases.delete(stream);
    this.counters.gapsBefore += stream.gaps - base.gaps;
    if (stream.query.kind.startsWith('bar-'))
      this.counters.barsPublishedBefore += stream.tracker.published - base.published;
  }

  // What comes from market-data

  events(
    known: KnownInstrument,
    kind: StreamKind,
    seq0: number,
    events: readonly MarketDataEvent[],
    receivedUs: number,
  ): void {
    if (this.closed) return;
    this.counters.received += events.length;
    if (kind.startsWith('bar-')) this.counters.barsReceived += events.length;
    const items = events.map((event, index) => ({ known, kind, seq: seq0 + index, event, receivedUs }));
    if (this.gate !== undefined) return this.gate.data(this.topicOf(known, kind), items);
    for (const item of items) this.write(item, true);
  }

  notice(known: KnownInstrument, kind: StreamKind, notice: StreamNotice): void {
    if (this.closed) return;
    this.thread.instrument(known.index, known.shape);
    this.thread.json(InRecord.stream, { instrument: known.index, kind, ...notice });
  }

  private write({ known, kind, seq, event, receivedUs }: GateItem, conflate: boolean): void {
    this.thread.instrument(known.index, known.shape);
    writeEvent(this.thread, event, { instrument: known.index, kind, seq, receivedUs, conflate });
  }

  private topicOf({ instrument }: KnownInstrument, kind: StreamKind): string {
    const { venue, symbol } = instrument;
    const stream = [...this.bases.keys()].find(
      ({ query }) => query.venue === venue && query.symbol === symbol && query.kind === kind,
    );
    return stream?.joined?.topic ?? '';
  }

  // What comes from the OMS

  private orderEvent(event: OrderEventShape, replayed: boolean, receivedUs: number): void {
    if (this.closed) return;
    if (!replayed) {
      this.counters.orderEvents += 1;
      this.logOrderEvent(event);
    }
    if (this.gate !== undefined && !replayed) return this.gate.orderEvent(event);
    this.orderEvents.write(event, replayed, receivedUs);
  }

  private logOrderEvent(event: OrderEventShape): void {
    const {
      execType,
      ordStatus,
      state,
      clOrdId,
      commandId,
      symbol,
      side,
      lastQty,
      lastPx,
      cumQty,
      leavesQty,
      code,
      reason,
      time,
      venueTime,
    } = event;
    this.deps.log.info({
      event: 'order.event',
      strategy: this.spec.id,
      execType,
      ordStatus,
      state,
      clOrdId,
      commandId,
      symbol,
      side,
      lastQty,
      lastPx,
      cumQty,
      leavesQty,
      code,
      reason,
      omsTime: time,
      venueTime,
    });
  }

  // What comes from the strategy

  ready(patterns: readonly PatternEntry[], takesCommands: boolean): void {
    this.proxy.start(patterns, takesCommands, this.tries).then(
      (started) => (started.ok ? this.isReady?.(true) : this.owner.failed(started.refusal)),
      (error: Error) => this.owner.failed({ code: 'STRATEGY_FAILED', message: error.message }),
    );
  }

  /** Attempts of what needs the bus at the start: enough that the time for a start ends before them. */
  private get tries(): number {
    return Math.ceil(this.deps.startTimeoutUs / 2_000_000);
  }

  state(record: StateRecord): void {
    this.owner.state(record);
  }

  order(verb: OrderVerb, body: Buffer, causeReceivedUs: number): void {
    this.counters.orders += 1;
    this.sender.send(verb, body, (handedUs) => {
      if (causeReceivedUs > 0) this.counters.tickToOrder.record(handedUs - causeReceivedUs);
    });
  }

  request(request: HostRequest): void {
    this.counters.requests += 1;
    void this.requests.answer(request);
  }

  log({ level, fields, message }: LogRecord): void {
    this.counters.logs += 1;
    this.deps.log[level]({ ...fields, strategy: this.spec.id }, message);
  }

  decision({ us, decision }: DecisionRecord): void {
    this.counters.decisions += 1;
    this.deps.log.info({ event: 'strategy.decision', strategy: this.spec.id, decidedAt: formatNanos(us), ...decision });
  }

  signal(signal: { readonly name: string }): void {
    const refusal = this.publishSignal(signal);
    if (refusal !== undefined)
      this.deps.log.warn({ event: 'signal.lost', strategy: this.spec.id, name: signal.name, code: refusal.code });
  }

  private publishSignal(signal: { readonly name: string }): { readonly code: string } | undefined {
    try {
      return this.deps.session.tryPublish(signalTopic(this.spec.id, signal.name), JSON_CODEC.encode(signal));
    } catch {
      // A name that makes no topic must not end the loop that reads this strategy, and with it the host.
      return { code: 'BAD_TOPIC' };
    }
  }

  reply(record: CommandReplyRecord): void {
    this.proxy.reply(record);
  }

  done({ n, round, sent }: DoneRecord): void {
    this.gate?.settled(n, round, sent);
  }

  overflow(lane: 'data' | 'orders'): void {
    this.counters.overflows += 1;
    this.deps.log.warn(
      { event: 'strategy.overflow', strategy: this.spec.id, lane },
      'the strategy is behind: records wait beside a full ring',
    );
  }

  overrun(lane: 'data' | 'orders'): void {
    this.owner.failed({
      code: 'STRATEGY_OVERRUN',
      message: `the ${lane} ring and its overflow are full`,
      details: { lane },
    });
  }

  failed(refusal: Refusal): void {
    this.owner.failed(refusal);
  }

  exit(code: number, error: Error | undefined): void {
    this.isReady?.(false);
    if (!this.closed) this.owner.exited(code, error);
  }

  private createGate(lockStep: NonNullable<RunnerDeps['lockStep']>): StrategyGate {
    const reads = (topic: string): boolean => [...this.bases.keys()].some((stream) => stream.joined?.topic === topic);
    return new StrategyGate(this.spec.id, reads, {
      stepBegin: (n, round, timeUs) => this.thread.json(InRecord.stepBegin, { n, round, timeUs }),
      orderEvent: (event) => this.orderEvents.write(event, false, 0),
      item: (item) => this.write(item, false),
      stepEnd: () => this.thread.json(InRecord.stepEnd, {}),
      done: (n, round, sent) => lockStep.done(this.spec.id, n, round, sent),
    });
  }
}
