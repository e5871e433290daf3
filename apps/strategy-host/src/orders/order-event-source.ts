import { orderEventPattern } from '@bourseworks/dto';
import type { PlatformQueue } from '@bourseworks/service';
import type { InboundMessage, QueueConsumer, QueueMessage, SolaceSession } from '@bourseworks/solace-transport';

export type OrderEventListener = (message: InboundMessage) => void;

/** Where the order events of the strategies of this host come from. */
export interface OrderEventSource {
  /** Resolves once the broker has confirmed; events may have been missed before. @throws TransportError */
  listen(account: string, strategy: string, listener: OrderEventListener): Promise<void>;
  unlisten(account: string, strategy: string, listener: OrderEventListener): Promise<void>;
  close(): Promise<void>;
}

/** Direct subscriptions, for a lock-step replay. */
export class DirectOrderEvents implements OrderEventSource {
  constructor(private readonly session: SolaceSession) {}

  listen(account: string, strategy: string, listener: OrderEventListener): Promise<void> {
    return this.session.subscribe(orderEventPattern(account, strategy), listener);
  }

  unlisten(account: string, strategy: string, listener: OrderEventListener): Promise<void> {
    return this.session.unsubscribe(orderEventPattern(account, strategy), listener);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * The queue of the host. What comes is accepted when its strategy has it; for a strategy that does not run now nothing is
 * kept, because it reads all of its events from the OMS when it starts.
 */
export class QueuedOrderEvents implements OrderEventSource {
  private readonly consumer: QueueConsumer;
  private readonly listeners = new Map<string, Set<OrderEventListener>>();

  /** `strategies`: all that the host has, as their events have to go into the queue. */
  constructor(
    session: SolaceSession,
    queue: PlatformQueue,
    strategies: readonly { readonly account: string; readonly id: string }[],
  ) {
    const topics = strategies.map(({ account, id }) => orderEventPattern(account, id));
    this.consumer = session.queues.consumer({ ...queue, topics }, (message) => this.take(message));
  }

  async listen(account: string, strategy: string, listener: OrderEventListener): Promise<void> {
    const pattern = orderEventPattern(account, strategy);
    const known = this.listeners.get(pattern) ?? new Set();
    this.listeners.set(pattern, known.add(listener));
    await this.consumer.start();
  }

  unlisten(account: string, strategy: string, listener: OrderEventListener): Promise<void> {
    this.listeners.get(orderEventPattern(account, strategy))?.delete(listener);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return this.consumer.close();
  }

  private take(message: QueueMessage): void {
    const { topic } = message;
    // The pattern of a strategy is its topics with a wildcard for the order.
    const listeners = this.listeners.get(`${topic.slice(0, topic.lastIndexOf('/'))}/*`) ?? [];
    try {
      for (const listener of listeners) listener(message);
    } finally {
      message.settle('accepted');
    }
  }
}
