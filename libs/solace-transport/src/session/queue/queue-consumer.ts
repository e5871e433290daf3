import { EventEmitter } from 'node:events';
import { TransportError } from '../../errors.js';
import { Backoff } from '../backoff.js';
import type { TransportMetrics } from '../metrics.js';
import type { SessionStatus } from '../session-connection.js';
import { sessionLogger } from '../session-log.js';
import { QueueBinding, type BindingContext } from './queue-binding.js';
import type { QueueMessage } from './queue-message.js';
import { differences, type QueueProperties } from './queue-properties.js';

export interface QueueConsumerOptions {
  readonly queue: string;
  /** Makes the queue if it is missing. */
  readonly provision?: QueueProperties;
  /** Topics whose messages go into the queue, wildcards allowed; added, never taken away. */
  readonly topics?: readonly string[];
  /** Messages handed out and not settled at a time; beyond it none comes. Default 100. */
  readonly maxUnsettled?: number;
}

/** WAITING: bound once the session, the queue and the rights are there. PAUSED: bound, and stopped by `stop`. */
export type QueueConsumerStatus = 'IDLE' | 'WAITING' | 'BOUND' | 'PAUSED' | 'CLOSED';

export interface QueueConsumerEvents {
  status: [status: QueueConsumerStatus];
  /** The broker refused the queue, or took it away; it is tried again. */
  failure: [error: TransportError];
  /** The queue exists and is not as wanted. */
  difference: [differences: readonly string[]];
}

export type QueueCallback = (message: QueueMessage) => void;

/** What a consumer needs of its session. */
export interface QueueHost extends BindingContext {
  readonly status: SessionStatus;
  readonly metrics: TransportMetrics;
  readonly retryWaitMs: number;
  readonly retryMaxWaitMs: number;
  readonly closeTimeoutMs: number;
  provision(name: string, properties: QueueProperties): Promise<boolean>;
  whenUp(timeoutMs: number): Promise<void>;
  onStatus(listener: (status: SessionStatus) => void): () => void;
  deliver(message: QueueMessage, callback: QueueCallback): void;
}

const DEFAULT_MAX_UNSETTLED = 100;
/** How long one wait for the session lasts before it is begun anew. */
const WAIT_MS = 5_000;

/**
 * Consumes a durable queue: bound again after every reconnect, and with growing pauses after a refusal, until it is
 * closed. What is unsettled is bounded; the rest waits in the queue.
 */
export class QueueConsumer extends EventEmitter<QueueConsumerEvents> {
  private readonly logger = sessionLogger('QueueConsumer');
  private readonly backoff: Backoff;
  private readonly maxUnsettled: number;
  private current: QueueConsumerStatus = 'IDLE';
  private binding: QueueBinding | undefined;
  private running: Promise<void> | undefined;
  private closing: Promise<void> | undefined;
  private stopped = false;
  private lastFailure: TransportError | undefined;
  private wake: (() => void) | undefined;
  private readonly offStatus: () => void;

  constructor(
    private readonly host: QueueHost,
    private readonly options: QueueConsumerOptions,
    private readonly callback: QueueCallback,
  ) {
    super();
    this.maxUnsettled = options.maxUnsettled ?? DEFAULT_MAX_UNSETTLED;
    if (!Number.isInteger(this.maxUnsettled) || this.maxUnsettled < 1) {
      throw TransportError.of('BAD_QUEUE', `maxUnsettled is ${this.maxUnsettled}; it must be 1 or more`);
    }
    this.backoff = new Backoff(host.retryWaitMs, host.retryMaxWaitMs);
    this.offStatus = host.onStatus(() => {
      if (host.status !== 'UP') this.binding?.lost();
      this.refreshStatus();
    });
  }

  get queue(): string {
    return this.options.queue;
  }

  get status(): QueueConsumerStatus {
    return this.current;
  }

  /** Messages handed out and not settled. */
  get unsettled(): number {
    return this.binding?.unsettled ?? 0;
  }

  /**
   * Binds, or lets messages come again after `stop`. Resolves when bound and its topics are confirmed. After the time-out
   * (default: twice `subscribeTimeoutMs`) it rejects and goes on trying, until `close`.
   * @throws TransportError QUEUE_UNAVAILABLE with the last reason, TRANSPORT_CLOSED
   */
  async start(timeoutMs = 2 * this.host.timeoutMs): Promise<void> {
    if (this.closing !== undefined) throw TransportError.of('TRANSPORT_CLOSED', 'the consumer was closed');
    this.stopped = false;
    this.binding?.resume();
    this.running ??= this.run();
    this.refreshStatus();
    await this.whenBound(timeoutMs);
  }

  /** No message comes any more until `start`; those handed out can still be settled. */
  stop(): void {
    this.stopped = true;
    this.binding?.pause();
    this.refreshStatus();
  }

  /**
   * Stops, waits bounded for what is unsettled, and unbinds: what then still is unsettled is delivered again to the next
   * consumer. Never rejects.
   */
  close(timeoutMs: number = this.host.closeTimeoutMs): Promise<void> {
    return (this.closing ??= this.shut(timeoutMs));
  }

  private async run(): Promise<void> {
    while (this.closing === undefined) {
      try {
        await this.host.whenUp(WAIT_MS);
        await this.bindAndHold();
      } catch (error) {
        if (this.closing !== undefined) return;
        const failure = error as TransportError;
        if (failure.code === 'TRANSPORT_CLOSED') return void this.close(0);
        // An outage of the session is told by the session.
        if (failure.code !== 'TRANSPORT_DOWN') this.tell(failure);
        await this.pause();
      }
    }
  }

  /** Resolves when the binding has ended although nothing failed. @throws TransportError why it is not bound (any more) */
  private async bindAndHold(): Promise<void> {
    const { queue, provision, topics = [] } = this.options;
    if (provision !== undefined) await this.host.provision(queue, provision);
    if (this.closing !== undefined) return;
    const binding = new QueueBinding(this.host, {
      queue,
      topics,
      maxUnsettled: this.maxUnsettled,
      paused: () => this.stopped,
      onMessage: (message) => this.host.deliver(message, this.callback),
      onChange: () => this.refreshStatus(),
    });
    this.binding = binding;
    try {
      await binding.open();
      this.lastFailure = undefined;
      this.backoff.reset();
      this.compare(binding);
      this.refreshStatus();
      await binding.ended;
    } finally {
      binding.dispose();
      if (this.binding === binding) this.binding = undefined;
      this.refreshStatus();
    }
  }

  private compare(binding: QueueBinding): void {
    const found = differences(this.options.provision ?? {}, binding.properties);
    if (found.length === 0) return;
    this.logger.warn(`the queue "${this.queue}" is not as wanted: ${found.join('; ')}`);
    this.emit('difference', found);
  }

  private tell(failure: TransportError): void {
    if (failure.message !== this.lastFailure?.message) this.logger.warn(`queue "${this.queue}": ${failure.message}`);
    this.lastFailure = failure;
    this.emit('failure', failure);
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.backoff.next());
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private refreshStatus(): void {
    const status = this.statusNow();
    if (status === this.current) return;
    this.current = status;
    this.emit('status', status);
  }

  private statusNow(): QueueConsumerStatus {
    if (this.closing !== undefined) return 'CLOSED';
    if (this.running === undefined) return 'IDLE';
    if (this.binding?.isReady !== true || this.host.status !== 'UP') return 'WAITING';
    return this.stopped ? 'PAUSED' : 'BOUND';
  }

  private whenBound(timeoutMs: number): Promise<void> {
    if (this.current === 'BOUND') return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (error?: TransportError): void => {
        clearTimeout(timer);
        this.off('status', onStatus);
        if (error === undefined) resolve();
        else reject(error);
      };
      const onStatus = (status: QueueConsumerStatus): void => {
        if (status === 'BOUND') settle();
        if (status === 'CLOSED') settle(TransportError.of('TRANSPORT_CLOSED', 'the consumer was closed'));
      };
      const timer = setTimeout(() => {
        const reason = this.lastFailure?.message ?? `not bound within ${timeoutMs} ms`;
        settle(TransportError.of('QUEUE_UNAVAILABLE', `queue "${this.queue}": ${reason}`));
      }, timeoutMs);
      this.on('status', onStatus);
    });
  }

  private async shut(timeoutMs: number): Promise<void> {
    this.stopped = true;
    this.offStatus();
    const { binding } = this;
    binding?.pause();
    await Promise.resolve();
    this.refreshStatus();
    await binding?.close(timeoutMs);
    this.wake?.();
    this.removeAllListeners();
  }
}
