import { TransportError } from '../../errors.js';
import type { TopicRights } from '../topic-rights.js';
import { QueueConsumer, type QueueCallback, type QueueConsumerOptions, type QueueHost } from './queue-consumer.js';
import type { QueueProperties } from './queue-properties.js';
import { QueueProvisioning } from './queue-provisioning.js';

/** Consumers that one session may have. */
const MAX_CONSUMERS = 1_000;

/** The durable queues of a session: making, removing and consuming them. */
export class Queues {
  private readonly provisioning: QueueProvisioning;
  private readonly consumers = new Set<QueueConsumer>();
  private readonly host: QueueHost;
  private closed = false;

  constructor(
    host: Omit<QueueHost, 'provision'>,
    private readonly rights: TopicRights,
  ) {
    this.provisioning = new QueueProvisioning(host.native, host.timeoutMs, (ms) => host.whenUp(ms));
    // Not a copy: the status is to be the one of the moment.
    this.host = Object.assign(Object.create(host) as QueueHost, {
      provision: (name: string, properties: QueueProperties) => this.provisioning.provision(name, properties),
    });
  }

  /**
   * Makes a durable queue unless it exists; then it stays as it is, and a consumer tells how it differs.
   * @returns whether it was made now
   * @throws TransportError BAD_QUEUE, QUEUE_REFUSED with the broker's reason, TOPIC_NOT_ALLOWED, TRANSPORT_DOWN,
   * TRANSPORT_CLOSED
   */
  async provision(name: string, properties: QueueProperties = {}): Promise<boolean> {
    this.rights.assertQueue(name);
    return this.provisioning.provision(name, properties);
  }

  /** Removes a queue with all its messages; one that is not there is no error. @throws TransportError as `provision` */
  async remove(name: string): Promise<void> {
    this.rights.assertQueue(name);
    return this.provisioning.remove(name);
  }

  /**
   * A consumer that is yet to be started. The callback gets one message after the other and settles each; it is not waited
   * for, and one that throws is logged and leaves its message unsettled.
   * @throws TransportError BAD_QUEUE, TOPIC_NOT_ALLOWED, TRANSPORT_CLOSED, QUEUE_REFUSED when there are too many
   */
  consumer(options: QueueConsumerOptions, callback: QueueCallback): QueueConsumer {
    this.rights.assertQueue(options.queue);
    for (const topic of options.topics ?? []) this.rights.assertSubscribe(topic);
    if (this.closed) throw TransportError.of('TRANSPORT_CLOSED', 'the session was closed');
    for (const consumer of this.consumers) if (consumer.status === 'CLOSED') this.consumers.delete(consumer);
    if (this.consumers.size >= MAX_CONSUMERS) {
      throw TransportError.of('QUEUE_REFUSED', `${MAX_CONSUMERS} consumers are open in this session`);
    }
    const consumer = new QueueConsumer(this.host, options, callback);
    this.consumers.add(consumer);
    return consumer;
  }

  /** The connection was lost; consumers are bound again by themselves. */
  lost(closed: boolean): void {
    this.provisioning.lost(closed);
  }

  async close(timeoutMs: number): Promise<void> {
    this.closed = true;
    await Promise.all([...this.consumers].map((consumer) => consumer.close(timeoutMs)));
    this.consumers.clear();
  }
}
