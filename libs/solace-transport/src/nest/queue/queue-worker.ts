import type { MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom, take, toArray } from 'rxjs';
import { TransportError, type WireError } from '../../errors.js';
import type { QueueConsumer } from '../../session/queue/queue-consumer.js';
import type { QueueMessage } from '../../session/queue/queue-message.js';
import type { SolaceSession } from '../../session/solace-session.js';
import { compilePattern } from '../../topics.js';
import type { CodecRegistry } from '../../wire/codec.js';
import { assertPayloadSize } from '../../wire/payload-bound.js';
import { toWireError } from '../exceptions.js';
import { ReplyWriter } from '../reply-writer.js';
import { SolaceReplySerializer } from '../serializers.js';
import { SolaceContext } from '../solace.context.js';
import { publishDeadLetter } from './dead-letter.js';
import type { FailureAction } from './failure-policies.js';
import type { ResolvedQueueOptions } from './queue-options.js';

/** What a worker takes from the server that it belongs to. */
export interface QueueWorkerContext {
  readonly session: SolaceSession;
  readonly codecs: CodecRegistry;
  readonly log: { warn(text: string): void; error(text: string): void };
  contextOf(message: QueueMessage): SolaceContext;
  /** Counts the work as running, binds the correlation id of the context and runs the hooks of an instrumentation. */
  around(context: SolaceContext, work: () => Promise<void>): Promise<void>;
}

const MAX_RETRY_DELAY_MS = 30_000;
/** Values of one answer; they are held until the handler is done, because a failed one may be handled again. */
const MAX_PARTS = 1_000;

/** Runs the handlers of one queue for its messages and settles them by what becomes of it. */
export class QueueWorker {
  private readonly consumer: QueueConsumer;
  private readonly replies: SolaceReplySerializer;
  private readonly matches: readonly ((topic: string) => boolean)[];
  /** Failed messages that wait to be delivered again, without a timer until the stop; no more than there may be handlers. */
  private readonly delayed = new Map<QueueMessage, NodeJS.Timeout | undefined>();
  private stopping = false;

  /** @throws TransportError BAD_QUEUE */
  constructor(
    private readonly context: QueueWorkerContext,
    private readonly options: ResolvedQueueOptions,
    /** Throws a TransportError when nothing handles the message. */
    private readonly handlerOf: (message: QueueMessage) => MessageHandler,
  ) {
    const { queue, provision, topics, concurrency } = options;
    const consumed = { queue, topics, maxUnsettled: concurrency, ...(provision === undefined ? {} : { provision }) };
    this.replies = new SolaceReplySerializer(context.codecs);
    this.matches = topics.map((pattern) => compilePattern(pattern));
    this.consumer = context.session.queues.consumer(consumed, (message) => void this.handle(message));
  }

  /** @throws TransportError QUEUE_UNAVAILABLE, QUEUE_REFUSED, GUARANTEED_UNAVAILABLE */
  async start(): Promise<void> {
    const { session } = this.context;
    const { queue, deadLetterQueue, provision } = this.options;
    if (deadLetterQueue !== false) {
      if (session.publisherStatus === undefined) {
        const remedy = 'its dead letters need the option guaranteed of the session, or deadLetterQueue: false';
        throw TransportError.of('GUARANTEED_UNAVAILABLE', `queue "${queue}": ${remedy}`);
      }
    }
    for (;;) {
      try {
        if (deadLetterQueue !== false && provision !== undefined)
          await session.queues.provision(deadLetterQueue, { access: provision.access });
        return await this.consumer.start();
      } catch (error) {
        // A broker that went away meanwhile says nothing about the queue: the session is on its way back.
        if (session.status !== 'RECONNECTING') throw error;
        this.context.log.warn(`${this.queue} is not bound yet: ${textOf(error)}`);
      }
    }
  }

  /** Ends the intake, waits bounded for the handlers and their settlements, and unbinds. Never rejects. */
  async stop(timeoutMs: number): Promise<void> {
    this.stopping = true;
    this.consumer.stop();
    for (const message of this.delayed.keys()) this.retryNow(message);
    await this.consumer.close(timeoutMs);
  }

  /** Never rejects. */
  private async handle(message: QueueMessage): Promise<void> {
    const context = this.context.contextOf(message);
    try {
      await this.context.around(context, () => this.run(message, context));
      message.settle('accepted');
    } catch (error) {
      await this.fail(message, error);
    }
  }

  private async run(message: QueueMessage, context: SolaceContext): Promise<void> {
    const { codecs, session } = this.context;
    this.assertWanted(message);
    assertPayloadSize(message.payload, session.maxPayloadBytes);
    const data = codecs.decode(message.payload, message.contentType);
    const result: unknown = await this.handlerOf(message)(data, context);
    const values = isObservable(result) ? await lastValueFrom(result.pipe(take(MAX_PARTS + 1), toArray())) : [result];
    if (message.replyTo !== undefined) await this.reply(message, values);
  }

  /**
   * A queue keeps the subscriptions that it ever got, those of an earlier version of its handler too. What came by a topic
   * that the handler does not name, it would take for something else.
   */
  private assertWanted({ topic, queue }: QueueMessage): void {
    if (this.matches.length === 0 || topic === queue || this.matches.some((matches) => matches(topic))) return;
    throw TransportError.of('NO_HANDLER', `nothing handles ${topic}`);
  }

  /** What cannot be answered was handled all the same: to handle it again would do it twice. */
  private async reply(message: QueueMessage, values: readonly unknown[]): Promise<void> {
    const { session, log } = this.context;
    const complain = (error: unknown): void => log.warn(`answer to a message of ${this.queue}: ${textOf(error)}`);
    const writer = new ReplyWriter(session, message, this.replies, complain);
    try {
      if (values.length > MAX_PARTS) {
        return await writer.write({ err: { code: 'REPLY_OVERFLOW', message: `more than ${MAX_PARTS} parts` } });
      }
      const last = values.length - 1;
      for (const [index, response] of values.entries()) await writer.write({ response, isDisposed: index === last });
      if (values.length === 0) await writer.write({ isDisposed: true });
    } catch (error) {
      complain(error);
    }
  }

  private async fail(message: QueueMessage, error: unknown): Promise<void> {
    const { session, log } = this.context;
    session.metrics.handlerErrors++;
    const wire = error instanceof TransportError ? wireOf(error) : toWireError(error).wire;
    // A handler that settled its message itself has decided.
    if (message.settled !== undefined) return log.warn(`${this.describe(message, wire)}; settled by its handler`);
    const action = this.decide(message, wire);
    if (action === 'retry') return this.retryLater(message, wire);
    if (action === 'hold') return this.hold(message, wire);
    if (action === 'deadLetter' && !(await this.moved(message, wire))) return this.retryLater(message, wire);
    log.warn(`${this.describe(message, wire)}; ${action === 'drop' ? 'dropped' : 'dead-lettered'}`);
    if (message.replyTo !== undefined) this.replyError(message, wire);
    message.settle(action === 'deadLetter' && this.options.deadLetterQueue === false ? 'rejected' : 'accepted');
  }

  private decide(message: QueueMessage, error: WireError): FailureAction {
    const { onFailure, maxDeliveries } = this.options;
    try {
      return onFailure({ message, error, deliveries: message.deliveryCount, maxDeliveries });
    } catch (problem) {
      this.context.log.error(`the failure policy of ${this.queue} failed: ${textOf(problem)}`);
      return 'retry';
    }
  }

  /** Whether the dead letter is where it belongs. If not, the message stays: it must not be lost for want of a reason. */
  private async moved(message: QueueMessage, error: WireError): Promise<boolean> {
    const { deadLetterQueue } = this.options;
    if (deadLetterQueue === false) return true;
    try {
      await publishDeadLetter(this.context.session, deadLetterQueue, message, error);
      return true;
    } catch (problem) {
      this.context.log.error(`dead letter of ${this.queue} to ${deadLetterQueue}: ${textOf(problem)}`);
      return false;
    }
  }

  private retryLater(message: QueueMessage, error: WireError): void {
    const { retryDelayMs } = this.options;
    const doublings = Math.min(20, Math.max(0, (message.deliveryCount ?? 1) - 1));
    const delayMs = Math.min(MAX_RETRY_DELAY_MS, retryDelayMs * 2 ** doublings);
    this.context.log.warn(`${this.describe(message, error)}; again in ${delayMs} ms`);
    this.delayed.set(
      message,
      setTimeout(() => this.retryNow(message), delayMs),
    );
    if (this.stopping) this.retryNow(message);
  }

  private hold(message: QueueMessage, error: WireError): void {
    this.context.log.warn(`${this.describe(message, error)}; held for the next consumer`);
    this.delayed.set(message, undefined);
    if (this.stopping) this.retryNow(message);
  }

  private retryNow(message: QueueMessage): void {
    clearTimeout(this.delayed.get(message));
    this.delayed.delete(message);
    message.settle('failed');
  }

  private replyError(message: QueueMessage, error: WireError): void {
    try {
      this.context.session.replyError(message, error);
    } catch (problem) {
      this.context.log.warn(`error reply to a message of ${this.queue}: ${textOf(problem)}`);
    }
  }

  private get queue(): string {
    return `queue "${this.options.queue}"`;
  }

  private describe(message: QueueMessage, { code, message: text }: WireError): string {
    return `message of ${this.queue} on ${message.topic} failed, delivery ${message.deliveryCount ?? '?'}, ${code}: ${text}`;
  }
}

function wireOf({ code, message, details }: TransportError): WireError {
  return details === undefined ? { code, message } : { code, message, details };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
