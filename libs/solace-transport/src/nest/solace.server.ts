import { randomUUID } from 'node:crypto';
import {
  Server,
  type CustomTransportStrategy,
  type MessageHandler,
  type ReadPacket,
  type WritePacket,
} from '@nestjs/microservices';
import {
  Subject,
  catchError,
  EMPTY,
  finalize,
  isObservable,
  lastValueFrom,
  takeUntil,
  type Observable,
  type Subscription,
} from 'rxjs';
import { SOLACE } from '../constants.js';
import { TransportError } from '../errors.js';
import type { SessionStatus, SolaceSessionEvents } from '../session/session-connection.js';
import type { SolaceSession } from '../session/solace-session.js';
import { compilePattern } from '../topics.js';
import { CodecRegistry } from '../wire/codec.js';
import { HEADER } from '../wire/headers.js';
import type { InboundMessage } from '../wire/inbound-message.js';
import type { CorrelationHooks } from './correlation.js';
import { isHot, type HotHandler } from './hot/hot-handler.js';
import { HotRoutes } from './hot/hot-routes.js';
import { groupOf, groupProblems, subscriptionOf, type GroupedPattern } from './queue-groups.js';
import { routeRefusal } from './route-refusal.js';
import { ReplyWriter } from './reply-writer.js';
import { RunningAnswer, RunningAnswers } from './running-answer.js';
import { RouteTable, type Route } from './route-table.js';
import { SolaceReplySerializer, SolaceRequestDeserializer } from './serializers.js';
import { sessionStatus } from './session-status.js';
import { SolaceContext } from './solace.context.js';

export type SolaceEventsMap = { [K in keyof SolaceSessionEvents]: (...values: SolaceSessionEvents[K]) => void };

export interface SolaceServerOptions {
  readonly session: SolaceSession;
  /** Whether `close` closes the session too; false when it is shared. Default false. */
  readonly ownsSession?: boolean;
  readonly codecs?: CodecRegistry;
  readonly correlation?: CorrelationHooks | undefined;
  /**
   * Patterns under which this service is the only one to answer: a request there without a handler gets NO_HANDLER.
   * Elsewhere it stays silent, since a mere listener must not refuse what another process answers.
   */
  readonly ownedTopics?: readonly string[];
  /**
   * Group of replicas that share the messages of all handlers, each message going to one of them; a handler may name a
   * group of its own, or `queueGroup: false`. Default: none, every replica gets every message.
   */
  readonly queueGroup?: string;
  /** Bound of the wait for running handlers at close, ms. Default 3 000. */
  readonly drainTimeoutMs?: number;
  /** Handlers that may run at a time; beyond it requests get BUSY and events are discarded. Default 10 000. */
  readonly maxActive?: number;
  /** Parts of one answer that may wait to be sent. Default 10 000. */
  readonly maxQueuedParts?: number;
  /** Throws when the routes are wrong; runs before the first subscription. */
  readonly verifyRoutes?: () => void;
  /** Finds the handlers that are called directly; throws when one of them cannot be. */
  readonly findHotHandlers?: () => readonly HotHandler[];
}

/** What a sender may choose as an id: it stands in every log line and goes on with every message sent for this one. */
const CORRELATION_ID = /^[^\p{C}]{1,128}$/u;

/** Nest server over a session: topics are patterns, the body is the DTO, requests are messages that carry a reply-to. */
export class SolaceServer extends Server<SolaceEventsMap, SessionStatus> implements CustomTransportStrategy {
  override readonly transportId = SOLACE;

  protected override deserializer: SolaceRequestDeserializer;
  private readonly replies: SolaceReplySerializer;
  private readonly routes = new RouteTable();
  private readonly hot: HotRoutes;
  private readonly session: SolaceSession;
  private readonly owned: readonly ((topic: string) => boolean)[];
  private readonly maxActive: number;
  private readonly maxQueuedParts: number;
  private readonly statusFeed: Subscription;
  /** What the base class has for a hook until an instrumentation sets its own. */
  private readonly noHook = this.onProcessingStartHook;
  private readonly idle = new Subject<void>();
  private readonly underWay = new RunningAnswers();
  private subscribed: string[] = [];
  private overloadReported = 0;
  private readonly onMessage = (message: InboundMessage): void => this.handleMessage(message);

  constructor(private readonly options: SolaceServerOptions) {
    super();
    this.session = options.session;
    const codecs = options.codecs ?? new CodecRegistry();
    this.deserializer = new SolaceRequestDeserializer(codecs);
    this.replies = new SolaceReplySerializer(codecs);
    this.hot = new HotRoutes(this.session, codecs, options.findHotHandlers, this.logger);
    this.owned = (options.ownedTopics ?? []).map((pattern) => compilePattern(pattern));
    this.maxActive = options.maxActive ?? 10_000;
    this.maxQueuedParts = options.maxQueuedParts ?? 10_000;
    this.statusFeed = sessionStatus(this.session).subscribe((status) => this._status$.next(status));
  }

  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    isEventHandler = false,
    extras: Record<string, unknown> = {},
  ): void {
    callback.isEventHandler = isEventHandler;
    callback.extras = extras;
    if (isHot(extras)) this.hot.announce(pattern);
    else this.routes.add(pattern, callback, isEventHandler, groupOf(extras, this.options.queueGroup));
    const key = typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
    // For introspection only. Nest's chain of `next` handlers is not built: it would run each event handler twice here.
    if (!this.messageHandlers.has(key)) this.messageHandlers.set(key, callback);
  }

  override getHandlerByPattern(pattern: string): MessageHandler | null {
    const { request, events } = this.routes.lookup(pattern);
    return request ?? events[0] ?? null;
  }

  /** Connects if need be and subscribes to all patterns, confirmed; the callback gets what prevents that. */
  override async listen(callback: (error?: unknown) => void): Promise<void> {
    let failure: unknown;
    try {
      this.options.verifyRoutes?.();
      if (this.routes.problems.length > 0) throw routeRefusal(this.routes.problems);
      const hot = this.hot.load(this.options.queueGroup);
      const patterns = this.ownPatterns();
      const conflicts = groupProblems([...patterns, ...hot.map(({ subscription }) => subscription)]);
      if (conflicts.length > 0) throw routeRefusal(conflicts);
      await this.session.connect();
      await Promise.all([this.subscribeAll(patterns), this.hot.subscribe(hot)]);
    } catch (error) {
      failure = error;
    }
    callback(failure);
  }

  /**
   * Stops intake and waits, bounded, for the running handlers. It never rejects: Nest would then skip the shutdown hooks
   * that come after it. A shared session stays open for those hooks.
   */
  override async close(): Promise<void> {
    const patterns = this.subscribed;
    this.subscribed = [];
    if (this.session.status === 'UP') {
      const hot = this.hot.unsubscribe();
      const outcomes = await Promise.allSettled(
        patterns.map((pattern) => this.session.unsubscribe(pattern, this.onMessage)),
      );
      const failed = outcomes.filter(({ status }) => status === 'rejected').length + (await hot);
      if (failed > 0) this.logger.warn(`${failed} subscriptions were not removed cleanly`);
    }
    await this.drain();
    this.underWay.stop();
    this.statusFeed.unsubscribe();
    if (this.options.ownsSession === true) await this.session.close();
    this._status$.next('DOWN');
  }

  override on<K extends keyof SolaceEventsMap, C extends SolaceEventsMap[K]>(event: K, callback: C): void {
    (this.session as { on(event: string, listener: C): unknown }).on(event, callback);
  }

  /** The SolaceSession. */
  override unwrap<T = SolaceSession>(): T {
    return this.session as T;
  }

  /** Runs all event handlers of a topic. Never rejects. */
  override async handleEvent(pattern: string, packet: ReadPacket, context: SolaceContext): Promise<void> {
    const { events, request } = this.routes.lookup(pattern);
    // An event on the topic of a message handler runs it, as in Nest's own transports; nobody waits for its answer.
    const handlers =
      events.length === 0 && request !== undefined && context.getMessage().replyTo === undefined ? [request] : events;
    await Promise.all(handlers.map((handler) => this.runEvent(handler, pattern, packet, context)));
  }

  /** As the base class does, with a bound on what waits to be sent. */
  override send(stream$: Observable<unknown>, respond: (packet: WritePacket) => Promise<unknown> | void): Subscription {
    const queue: WritePacket[] = [];
    const stop = new Subject<void>();
    let pumping = false;
    const pump = async (): Promise<void> => {
      for (let packet = queue.shift(); packet !== undefined; packet = queue.shift()) {
        try {
          await respond(packet);
        } catch (error) {
          this.handleError(`a reply could not be sent: ${String(error)}`);
          // What waits behind a lost part is of no use to the caller; each would be waited for and complained of in turn.
          queue.length = 0;
          stop.next();
        }
      }
      pumping = false;
    };
    const push = (packet: WritePacket): void => {
      const last = queue.at(-1);
      if (packet.isDisposed === true && last !== undefined) last.isDisposed = true;
      else queue.push(packet);
      if (pumping) return;
      pumping = true;
      // On the next tick, so that the only value of a stream and its end become one message.
      process.nextTick(() => void pump());
    };
    return stream$
      .pipe(
        takeUntil(stop),
        catchError((err: unknown) => {
          push({ err: err ?? new Error('a handler failed without a reason') });
          return EMPTY;
        }),
        finalize(() => push({ isDisposed: true })),
      )
      .subscribe((response) => {
        if (queue.length < this.maxQueuedParts) return push({ response });
        push({ err: { code: 'REPLY_OVERFLOW', message: `more than ${this.maxQueuedParts} parts wait to be sent` } });
        stop.next();
      });
  }

  private ownPatterns(): GroupedPattern[] {
    const owned = (this.options.ownedTopics ?? []).map((pattern) => ({ pattern, group: this.options.queueGroup }));
    return [...this.routes.patterns(), ...owned];
  }

  private async subscribeAll(patterns: readonly GroupedPattern[]): Promise<void> {
    this.subscribed = [...new Set(patterns.map(subscriptionOf))];
    await Promise.all(this.subscribed.map((pattern) => this.session.subscribe(pattern, this.onMessage)));
  }

  private handleMessage(message: InboundMessage): void {
    const { metrics } = this.session;
    const isRequest = message.replyTo !== undefined;
    if (metrics.active >= this.maxActive) return this.overloaded(message, isRequest);
    const route = this.routes.lookup(message.topic);
    let packet: ReadPacket;
    try {
      packet = this.deserializer.deserialize(message);
    } catch (error) {
      return this.badMessage(message, isRequest && this.answers(message.topic, route), error);
    }
    const context = this.contextOf(message);
    const work = (): void => {
      if (isRequest && route.request !== undefined) this.answer(route.request, message, packet, context);
      else if (isRequest && this.isOwned(message.topic))
        this.refuse(message, 'NO_HANDLER', `nothing handles ${message.topic}`);
      if (!isRequest || route.events.length > 0) void this.handleEvent(message.topic, packet, context);
    };
    const { correlation } = this.options;
    if (correlation === undefined) work();
    else correlation.run(context.getCorrelationId() ?? '', work);
  }

  private contextOf(message: InboundMessage): SolaceContext {
    if (this.options.correlation === undefined) return new SolaceContext([message.topic, message]);
    const given = String(message.headers[HEADER.correlationId] ?? '');
    return new SolaceContext([message.topic, message, CORRELATION_ID.test(given) ? given : randomUUID()]);
  }

  private answer(handler: MessageHandler, message: InboundMessage, packet: ReadPacket, context: SolaceContext): void {
    const { metrics } = this.session;
    const writer = new ReplyWriter(this.session, message, this.replies, (error) => {
      metrics.handlerErrors++;
      this.handleError(`handler of ${message.topic} failed: ${error instanceof Error ? error.stack : String(error)}`);
    });
    const answer = new RunningAnswer(this.session, message, context, writer, () => {
      this.underWay.delete(answer);
      this.release();
    });
    metrics.active++;
    this.underWay.add(answer);
    this.withHooks(context, () => this.run(handler, packet, context, answer)).catch((error: unknown) =>
      this.handleError(`a reply could not be sent: ${String(error)}`),
    );
  }

  /** A single value is written at once; only what is observable goes through a stream. */
  private async run(
    handler: MessageHandler,
    packet: ReadPacket,
    context: SolaceContext,
    answer: RunningAnswer,
  ): Promise<void> {
    let result: unknown;
    try {
      result = await handler(packet.data, context);
    } catch (error) {
      return answer.write({ err: error ?? new Error('a handler failed without a reason'), isDisposed: true });
    }
    if (!isObservable(result)) return answer.write({ response: result, isDisposed: true });
    if (answer.isCancelled) return answer.write({ isDisposed: true });
    return new Promise((resolve) => {
      answer.follow(this.send(result.pipe(finalize(resolve)), (part) => answer.write(part)));
    });
  }

  private release(): void {
    this.session.metrics.active--;
    if (this.session.metrics.active === 0) this.idle.next();
  }

  private async runEvent(
    handler: MessageHandler,
    topic: string,
    packet: ReadPacket,
    context: SolaceContext,
  ): Promise<void> {
    const { metrics } = this.session;
    metrics.active++;
    try {
      await this.withHooks(context, async () => {
        const result: unknown = await handler(packet.data, context);
        if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
      });
    } catch (error) {
      metrics.handlerErrors++;
      // What Nest's filter throws is a plain object, logged by it already.
      if (error instanceof Error) this.handleError(`event handler of ${topic} failed: ${error.stack}`);
    } finally {
      this.release();
    }
  }

  /** Between the hooks of an instrumentation, which decides when the work starts. */
  private withHooks(context: SolaceContext, work: () => Promise<void>): Promise<void> {
    if (this.onProcessingStartHook === this.noHook && this.onProcessingEndHook === undefined) return work();
    return new Promise((resolve, reject) => {
      this.onProcessingStartHook(this.transportId, context, async () => {
        // Nothing may reject towards the hook: nobody handles it there, and the process would end.
        await work()
          .finally(() => this.onProcessingEndHook?.(this.transportId, context))
          .then(resolve, reject);
      });
    });
  }

  private isOwned(topic: string): boolean {
    return this.owned.some((matches) => matches(topic));
  }

  private answers(topic: string, route: Route): boolean {
    return route.request !== undefined || this.isOwned(topic);
  }

  private overloaded(message: InboundMessage, isRequest: boolean): void {
    this.session.metrics.discarded++;
    const now = performance.now();
    if (now - this.overloadReported > 1_000) {
      this.overloadReported = now;
      this.handleError(`${this.maxActive} handlers are running: messages are refused`);
    }
    if (isRequest && this.answers(message.topic, this.routes.lookup(message.topic))) {
      this.refuse(message, 'BUSY', 'too many requests are being handled');
    }
  }

  private badMessage(message: InboundMessage, answer: boolean, error: unknown): void {
    this.session.metrics.badMessages++;
    const code = error instanceof TransportError ? error.code : 'BAD_MESSAGE';
    const text = error instanceof Error ? error.message : String(error);
    this.logger.warn(`message on ${message.topic} refused, ${code}: ${text}`);
    if (answer) this.refuse(message, code, text);
  }

  private refuse(message: InboundMessage, code: string, text: string): void {
    try {
      this.session.replyError(message, { code, message: text });
    } catch (error) {
      this.handleError(`refusal ${code} on ${message.topic} could not be sent: ${String(error)}`);
    }
  }

  private async drain(): Promise<void> {
    if (this.session.metrics.active === 0) return;
    const timeoutMs = this.options.drainTimeoutMs ?? 3_000;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.logger.warn(`${this.session.metrics.active} handlers still ran ${timeoutMs} ms after intake stopped`);
        resolve();
      }, timeoutMs);
    });
    const idle = new Promise<void>((resolve) => this.idle.subscribe(resolve));
    await Promise.race([idle, late]);
    clearTimeout(timer);
  }
}
