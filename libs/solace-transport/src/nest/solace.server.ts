import { randomUUID } from 'node:crypto';
import {
  Server,
  type CustomTransportStrategy,
  type MessageHandler,
  type ReadPacket,
  type WritePacket,
} from '@nestjs/microservices';
import { Subject, finalize, isObservable, lastValueFrom, type Observable, type Subscription } from 'rxjs';
import { SOLACE } from '../constants.js';
import { TransportError } from '../errors.js';
import type { SessionStatus, SolaceSessionEvents } from '../session/session-connection.js';
import type { SolaceSession } from '../session/solace-session.js';
import { compilePattern } from '../topics.js';
import { CodecRegistry } from '../wire/codec.js';
import { HEADER } from '../wire/headers.js';
import type { InboundMessage } from '../wire/inbound-message.js';
import { isHot } from './hot/hot-handler.js';
import { HotRoutes } from './hot/hot-routes.js';
import { groupOf, groupProblems, subscriptionOf, type GroupedPattern } from './queue-groups.js';
import { handlerOfRoute, hotProblems, intakeOf } from './queue/queue-intake.js';
import { QueueServer } from './queue/queue-server.js';
import { routeRefusal } from './route-refusal.js';
import { ReplyWriter } from './reply-writer.js';
import { RunningAnswer, RunningAnswers } from './running-answer.js';
import { RouteTable, type Route } from './route-table.js';
import type { SolaceServerOptions } from './solace.server-options.js';
import { SolaceReplySerializer, SolaceRequestDeserializer } from './serializers.js';
import { sendBounded } from './send-bounded.js';
import { sessionStatus } from './session-status.js';
import { SolaceContext } from './solace.context.js';

export type SolaceEventsMap = { [K in keyof SolaceSessionEvents]: (...values: SolaceSessionEvents[K]) => void };

const DRAIN_TIMEOUT_MS = 3_000;

/** What a sender may choose as an id: it stands in every log line and goes on with every message sent for this one. */
const CORRELATION_ID = /^[^\p{C}]{1,128}$/u;

/** Nest server over a session: topics are patterns, the body is the DTO, requests are messages that carry a reply-to. */
export class SolaceServer extends Server<SolaceEventsMap, SessionStatus> implements CustomTransportStrategy {
  override readonly transportId = SOLACE;

  protected override deserializer: SolaceRequestDeserializer;
  private readonly replies: SolaceReplySerializer;
  private readonly routes = new RouteTable();
  private readonly queues: QueueServer;
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
  private unheardReported = Number.NEGATIVE_INFINITY;
  private readonly onMessage = (message: InboundMessage): void => this.handleMessage(message);

  constructor(private readonly options: SolaceServerOptions) {
    super();
    this.session = options.session;
    const codecs = options.codecs ?? new CodecRegistry();
    this.deserializer = new SolaceRequestDeserializer(codecs, this.session.maxPayloadBytes);
    this.replies = new SolaceReplySerializer(codecs);
    this.hot = new HotRoutes(this.session, codecs, options.findHotHandlers, this.logger);
    this.owned = (options.ownedTopics ?? []).map((pattern) => compilePattern(pattern));
    this.maxActive = options.maxActive ?? 10_000;
    this.maxQueuedParts = options.maxQueuedParts ?? 10_000;
    const around = (context: SolaceContext, work: () => Promise<void>) => this.aroundQueue(context, work);
    const contextOf = (message: InboundMessage) => this.contextOf(message);
    const queueContext = { session: this.session, codecs, log: this.logger, contextOf, around };
    this.queues = new QueueServer(queueContext, this.routes.problems);
    for (const intake of options.intakes ?? [])
      this.queues.addIntake(intake, ({ topic }) => handlerOfRoute(topic, this.routes.lookup(topic)));
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
    else if (!this.queues.add(extras, callback))
      this.routes.add(pattern, callback, isEventHandler, groupOf(extras, this.options.queueGroup));
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
      const hotPatterns = hot.map(({ subscription }) => subscription);
      const { direct: patterns, problems } = intakeOf(this.ownPatterns(), this.options.intakes ?? []);
      const conflicts = [
        ...problems,
        ...hotProblems(hotPatterns, this.options.intakes ?? []),
        ...groupProblems([...patterns, ...hotPatterns]),
      ];
      if (conflicts.length > 0) throw routeRefusal(conflicts);
      await this.session.connect();
      await Promise.all([this.subscribeAll(patterns), this.hot.subscribe(hot)]);
      await this.queues.start();
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
    const queues = this.queues.stop(this.options.drainTimeoutMs ?? DRAIN_TIMEOUT_MS);
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
    await Promise.all([queues, this.drain()]);
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
    return sendBounded(stream$, respond, this.maxQueuedParts, (text) => this.handleError(text));
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
    if (!isRequest && route.request === undefined && route.events.length === 0) return this.unheard(message);
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

  private async aroundQueue(context: SolaceContext, work: () => Promise<void>): Promise<void> {
    const hooked = (): Promise<void> => this.withHooks(context, work);
    const { correlation } = this.options;
    this.session.metrics.active++;
    try {
      await (correlation === undefined ? hooked() : correlation.run(context.getCorrelationId() ?? '', hooked));
    } finally {
      this.release();
    }
  }

  private isOwned(topic: string): boolean {
    return this.owned.some((matches) => matches(topic));
  }

  private answers(topic: string, route: Route): boolean {
    return route.request !== undefined || this.isOwned(topic);
  }

  /** An event on an owned topic, for a hot handler, for a raw subscriber, or for nobody: of another version, as a rule. */
  private unheard({ topic }: InboundMessage): void {
    if (this.session.countSubscribers(topic) > 1) return;
    this.session.metrics.discarded++;
    const now = performance.now();
    if (now - this.unheardReported < 1_000) return;
    this.unheardReported = now;
    this.logger.warn(`event discarded, NO_HANDLER: nothing handles ${topic}`);
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
    const timeoutMs = this.options.drainTimeoutMs ?? DRAIN_TIMEOUT_MS;
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
