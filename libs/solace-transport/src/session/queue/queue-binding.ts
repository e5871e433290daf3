import type solace from 'solclientjs';
import { TransportError } from '../../errors.js';
import { sessionLogger } from '../session-log.js';
import { reasonOf } from '../session-connection.js';
import { solclient } from '../solclient.js';
import type { TransportMetrics } from '../metrics.js';
import { QueueMessage, type QueueOutcome } from './queue-message.js';
import { queueDescriptor } from './queue-provisioning.js';

/** What a binding needs of its session. */
export interface BindingContext {
  readonly native: solace.Session;
  readonly metrics: TransportMetrics;
  readonly timeoutMs: number;
}

export interface BindingOptions {
  readonly queue: string;
  readonly topics: readonly string[];
  readonly maxUnsettled: number;
  readonly paused: () => boolean;
  readonly onMessage: (message: QueueMessage) => void;
  /** It was bound, or bound again after a reconnect. */
  readonly onChange: () => void;
}

/** Messages that the broker may send ahead; more are of no use to a consumer that may hold fewer. */
const MAX_WINDOW = 255;
/** For what was settled last to reach the broker before the unbind. */
const UNBIND_TIMEOUT_MS = 1_000;

const logger = sessionLogger('QueueConsumer');

/**
 * One consumer of the client library, from its bind to its end. The client binds it again after a reconnect and drops
 * the copies of what is still held here, so that a settlement made meanwhile is sent then.
 */
export class QueueBinding {
  readonly ended: Promise<void>;
  private isBound = false;
  private hasTopics = false;
  private readonly consumer: solace.MessageConsumer;
  private readonly held = new Set<QueueMessage>();
  /** Came while no more may be handed out: no more than the window, since the consumer is stopped then. */
  private readonly ahead: QueueMessage[] = [];
  private readonly unsent = new Map<QueueMessage, QueueOutcome>();
  private settleOpen: ((error?: TransportError) => void) | undefined;
  private end!: (error?: TransportError) => void;
  private idle: (() => void) | undefined;
  private started = true;
  private over = false;

  /** @throws TransportError BAD_QUEUE, QUEUE_UNAVAILABLE */
  constructor(
    private readonly context: BindingContext,
    private readonly options: BindingOptions,
  ) {
    this.ended = new Promise((resolve, reject) => {
      this.end = (error) => {
        this.isBound = false;
        this.over = true;
        if (error === undefined) resolve();
        else reject(error);
      };
    });
    // Whoever waits for it is told; nobody waits for one that never was bound.
    this.ended.catch(() => undefined);
    this.consumer = this.create();
    this.listen();
  }

  /** Bound, and its queue has its topics: what is published to them from now on gets here. */
  get isReady(): boolean {
    return this.isBound && this.hasTopics;
  }

  get unsettled(): number {
    return this.held.size;
  }

  /** Of the queue as it is; known once bound. */
  get properties(): solace.QueueProperties | null | undefined {
    return this.consumer.getProperties().queueProperties;
  }

  /** Binds and adds the topics. @throws TransportError QUEUE_UNAVAILABLE, TRANSPORT_DOWN */
  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      // The client tells every bind that fails; should it not, this one must not be the last.
      const late = setTimeout(() => this.ends(unavailable('the bind did not end')), 2 * this.context.timeoutMs + 1_000);
      this.settleOpen = (error) => {
        clearTimeout(late);
        this.settleOpen = undefined;
        if (error === undefined) resolve();
        else reject(error);
      };
      try {
        this.consumer.connect();
      } catch (error) {
        this.settleOpen(unavailable(reasonOf(error)));
      }
    });
    for (const topic of this.options.topics) await this.addTopic(topic);
    this.hasTopics = true;
  }

  /** The session is down: not bound until the client says so again. */
  lost(): void {
    this.isBound = false;
  }

  pause(): void {
    this.flow();
  }

  resume(): void {
    this.flow();
    this.handOut();
  }

  /** Waits for what is unsettled, then unbinds. Never rejects. */
  async close(timeoutMs: number): Promise<void> {
    if (this.held.size > 0 && !this.over) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.idle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    await this.unbind();
    this.ends(undefined);
  }

  dispose(): void {
    this.over = true;
    this.isBound = false;
    this.context.metrics.unsettled -= this.held.size;
    // The broker delivers again what was not settled: what is settled from now on is of no consequence.
    this.held.clear();
    this.ahead.length = 0;
    this.unsent.clear();
    this.idle?.();
    try {
      this.consumer.dispose();
    } catch (error) {
      logger.debug(`disposing a consumer: ${reasonOf(error)}`);
    }
  }

  private create(): solace.MessageConsumer {
    const { MessageConsumerAcknowledgeMode, MessageOutcome } = solclient();
    const { queue, maxUnsettled } = this.options;
    const queueDescriptorOf = queueDescriptor(queue);
    try {
      return this.context.native.createMessageConsumer({
        queueDescriptor: queueDescriptorOf,
        acknowledgeMode: MessageConsumerAcknowledgeMode.CLIENT,
        requiredSettlementOutcomes: [MessageOutcome.FAILED, MessageOutcome.REJECTED],
        windowSize: Math.min(MAX_WINDOW, maxUnsettled),
        connectTimeoutInMsecs: Math.max(50, this.context.timeoutMs),
        connectAttempts: 1,
        // Every end is told, and the consumer above begins anew with its own pauses.
        reconnectAttempts: 0,
      });
    } catch (error) {
      throw unavailable(reasonOf(error));
    }
  }

  private listen(): void {
    const names = solclient().MessageConsumerEventName;
    const { consumer } = this;
    consumer.on(names.UP, () => this.bound());
    consumer.on(names.DOWN, () => this.ends(undefined));
    consumer.on(names.DOWN_ERROR, (error) => this.ends(unavailable(reasonOf(error))));
    consumer.on(names.CONNECT_FAILED_ERROR, (error) => this.ends(unavailable(reasonOf(error))));
    consumer.on(names.GM_DISABLED, () => this.ends(unavailable('the broker offers this user no queues')));
    consumer.on(names.MESSAGE, (message) => this.receive(message));
    const any: NodeJS.EventEmitter = consumer;
    any.on('error', (error: unknown) => logger.error(`a listener of a consumer failed: ${reasonOf(error)}`));
  }

  private bound(): void {
    if (this.over) return;
    this.isBound = true;
    // A new flow takes messages; one that was stopped is to stay so.
    this.started = true;
    this.flow();
    // In the next turn: within its own event the flow takes no settlement yet.
    setImmediate(() => this.flush());
    this.settleOpen?.();
    this.options.onChange();
  }

  private ends(error: TransportError | undefined): void {
    this.settleOpen?.(error ?? unavailable('unbound'));
    this.end(error);
    this.options.onChange();
  }

  private receive(raw: solace.Message): void {
    const topic = raw.getDestination()?.getName() ?? '';
    const message = new QueueMessage(topic, raw, this.options.queue, (settled, outcome) =>
      this.settle(settled, outcome),
    );
    this.ahead.push(message);
    this.handOut();
  }

  private handOut(): void {
    while (this.ahead.length > 0 && !this.options.paused() && this.held.size < this.options.maxUnsettled) {
      const message = this.ahead.shift()!;
      this.held.add(message);
      this.context.metrics.received++;
      this.context.metrics.unsettled++;
      if (message.redelivered) this.context.metrics.redelivered++;
      this.flow();
      this.options.onMessage(message);
    }
    this.flow();
  }

  /** Opens or closes the tap. */
  private flow(): void {
    const wanted = !this.options.paused() && this.held.size < this.options.maxUnsettled && this.ahead.length === 0;
    if (wanted === this.started || this.over) return;
    try {
      if (wanted) this.consumer.start();
      else this.consumer.stop();
      this.started = wanted;
    } catch (error) {
      // Not connected: it is set right when it is bound again.
      logger.debug(`flow control of "${this.options.queue}": ${reasonOf(error)}`);
    }
  }

  private settle(message: QueueMessage, outcome: QueueOutcome): void {
    if (!this.held.delete(message)) return;
    this.context.metrics.unsettled--;
    this.send(message, outcome);
    if (this.held.size === 0) this.idle?.();
    this.handOut();
  }

  private send(message: QueueMessage, outcome: QueueOutcome): void {
    const { ACCEPTED, FAILED, REJECTED } = solclient().MessageOutcome;
    try {
      message.unwrap().settle({ accepted: ACCEPTED, failed: FAILED, rejected: REJECTED }[outcome]);
    } catch (error) {
      // The connection is lost. Bounded by what the client holds for this flow.
      if (!this.over) this.unsent.set(message, outcome);
      logger.debug(`settled later: ${reasonOf(error)}`);
    }
  }

  private flush(): void {
    if (this.over) return;
    const unsent = [...this.unsent];
    this.unsent.clear();
    for (const [message, outcome] of unsent) this.send(message, outcome);
  }

  private unbind(): Promise<void> {
    const { DOWN } = solclient().MessageConsumerEventName;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, UNBIND_TIMEOUT_MS);
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.consumer.on(DOWN, done);
      try {
        if (this.over) done();
        else this.consumer.disconnect();
      } catch {
        done(); // not connected: the broker has released the messages already
      }
    });
  }

  private addTopic(topic: string): Promise<void> {
    const { SUBSCRIPTION_OK, SUBSCRIPTION_ERROR } = solclient().MessageConsumerEventName;
    const { timeoutMs } = this.context;
    const key = { topic };
    return new Promise((resolve, reject) => {
      const settle = (error?: TransportError): void => {
        clearTimeout(timer);
        this.consumer.off(SUBSCRIPTION_OK, ok);
        this.consumer.off(SUBSCRIPTION_ERROR, failed);
        if (error === undefined) resolve();
        else reject(error);
      };
      const ok = (event: solace.MessageConsumerEvent): void => {
        if (event.correlationKey === key) settle();
      };
      const failed = (event: solace.MessageConsumerEvent): void => {
        if (event.correlationKey !== key) return;
        const present = event.subcode === solclient().ErrorSubcode.SUBSCRIPTION_ALREADY_PRESENT;
        settle(present ? undefined : unavailable(`topic "${topic}": ${reasonOf(event)}`));
      };
      const timer = setTimeout(() => settle(unavailable(`topic "${topic}" was not confirmed`)), timeoutMs);
      this.consumer.on(SUBSCRIPTION_OK, ok);
      this.consumer.on(SUBSCRIPTION_ERROR, failed);
      try {
        this.consumer.addSubscription(solclient().SolclientFactory.createTopicDestination(topic), key, timeoutMs);
      } catch (error) {
        settle(unavailable(`topic "${topic}": ${reasonOf(error)}`));
      }
    });
  }
}

function unavailable(reason: string): TransportError {
  return TransportError.of('QUEUE_UNAVAILABLE', reason);
}
