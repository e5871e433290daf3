import type { MessageHandler } from '@nestjs/microservices';
import { TransportError } from '../../errors.js';
import { assertQueueName } from '../../wire/destination.js';
import { queueOptionsOf } from './solace-queue.decorator.js';
import type { QueueMessage } from '../../session/queue/queue-message.js';
import type { QueueIntake } from './queue-intake.js';
import { resolveQueueOptions, type ResolvedQueueOptions } from './queue-options.js';
import { QueueWorker, type QueueWorkerContext } from './queue-worker.js';

type HandlerOf = (message: QueueMessage) => MessageHandler;

interface Bound {
  readonly options: ResolvedQueueOptions;
  readonly handlerOf: HandlerOf;
}

/** The handlers of queues of one server. */
export class QueueServer {
  private readonly bound = new Map<string, Bound>();
  private readonly workers: QueueWorker[] = [];

  constructor(
    private readonly context: QueueWorkerContext,
    private readonly problems: string[],
  ) {}

  /** Takes a handler of a queue; false for one of topics. Mistakes are collected, so that the start can name all of them. */
  add(extras: Record<string, unknown>, handler: MessageHandler): boolean {
    const options = queueOptionsOf(extras);
    if (options === undefined) return false;
    this.bind(options, () => handler);
    return true;
  }

  /** Takes a queue whose messages are for the handlers of their topics. */
  addIntake({ queue, ...options }: QueueIntake, handlerOf: HandlerOf): void {
    this.bind(resolveQueueOptions(queue, options), handlerOf);
  }

  /** Makes and binds all queues. @throws TransportError the first that cannot be consumed; none is left bound */
  async start(): Promise<void> {
    const { session } = this.context;
    try {
      for (const { options, handlerOf } of this.bound.values()) {
        this.workers.push(new QueueWorker(this.context, options, handlerOf));
      }
      if (session.isClosed) throw TransportError.of('TRANSPORT_CLOSED', 'the session was closed');
      await Promise.all(this.workers.map((worker) => worker.start()));
    } catch (error) {
      await this.stop(0);
      throw error;
    }
  }

  /** Ends the intake of all queues and waits, bounded, for their handlers. Never rejects. */
  async stop(timeoutMs: number): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.stop(timeoutMs)));
  }

  private bind(options: ResolvedQueueOptions, handlerOf: HandlerOf): void {
    const problem = this.problemOf(options);
    if (problem === undefined) this.bound.set(options.queue, { options, handlerOf });
    else this.problems.push(problem);
  }

  private problemOf({ queue, concurrency, maxDeliveries, retryDelayMs }: ResolvedQueueOptions): string | undefined {
    try {
      assertQueueName(queue);
    } catch (error) {
      return `BAD_QUEUE: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (this.bound.has(queue)) return `DUPLICATE_ROUTE: two handlers of the queue "${queue}"`;
    const wrong = Object.entries({ concurrency, maxDeliveries }).find(
      ([, value]) => !Number.isInteger(value) || value < 1,
    );
    if (wrong !== undefined) return `BAD_QUEUE: ${wrong[0]} of "${queue}" is ${wrong[1]}; it must be 1 or more`;
    return retryDelayMs >= 0 ? undefined : `BAD_QUEUE: retryDelayMs of "${queue}" is ${retryDelayMs}`;
  }
}
