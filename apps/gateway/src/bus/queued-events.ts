import type { PlatformQueue } from '@bourseworks/service';
import type { InboundMessage, QueueConsumer, SolaceSession } from '@bourseworks/solace-transport';

export type MessageListener = (message: InboundMessage) => void;

/** What the broker keeps for this gateway while it is away, for all who listen to it here. */
export class QueuedEvents {
  private readonly consumer: QueueConsumer;
  private readonly listeners = new Map<MessageListener, string>();

  constructor(
    session: SolaceSession,
    private readonly queue: PlatformQueue,
  ) {
    this.consumer = session.queues.consumer(queue, (message) => {
      // Listeners do not throw. Whoever was not there yet when it came reads the present state when it starts.
      for (const [listener, prefix] of this.listeners) if (message.topic.startsWith(prefix)) listener(message);
      message.settle('accepted');
    });
  }

  /** Whether messages of a pattern come through the queue. */
  has(pattern: string): boolean {
    return this.queue.topics.includes(pattern);
  }

  /** Resolves once the queue is bound. @returns ends it @throws TransportError QUEUE_UNAVAILABLE, TRANSPORT_CLOSED */
  async listen(pattern: string, listener: MessageListener): Promise<() => void> {
    this.listeners.set(listener, pattern.replace(/>$/, ''));
    const end = (): void => void this.listeners.delete(listener);
    try {
      await this.consumer.start();
    } catch (error) {
      end();
      throw error;
    }
    return end;
  }
}
