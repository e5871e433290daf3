import type { GuaranteedCounters } from './counters.js';
import type { Queue } from './queue/queue.js';
import type { QueueAccess } from './queue/queue-definition.js';

/** One queue as it is shown to the outside. */
export interface QueueInfo {
  readonly vpn: string;
  readonly name: string;
  readonly durable: boolean;
  readonly access: QueueAccess;
  readonly owner: string;
  readonly topics: readonly string[];
  /** Messages in the queue, delivered or not, and their bytes. */
  readonly depth: number;
  readonly bytes: number;
  readonly quotaBytes: number;
  /** Messages that consumers have and have not settled. */
  readonly unacked: number;
  readonly consumers: readonly string[];
  readonly browsers: number;
  /** Totals since the start of the broker. */
  readonly acknowledged: number;
  readonly redelivered: number;
  readonly dead: number;
}

export interface GuaranteedStats extends Readonly<GuaranteedCounters> {
  readonly queues: number;
  readonly messages: number;
  readonly bytes: number;
  readonly unacked: number;
  /** Since the start. */
  readonly acknowledged: number;
  readonly redelivered: number;
  readonly dead: number;
  readonly publisherFlows: number;
  readonly consumerFlows: number;
  readonly spoolBytes: number;
  readonly commits: number;
  /** True while messages cannot be stored. */
  readonly failing: boolean;
}

/** One message that waits in a queue, without its content. */
export interface MessageInfo {
  readonly id: number;
  readonly bytes: number;
  readonly deliveries: number;
  readonly redelivered: boolean;
  /** Milliseconds since the Unix epoch; 0 = never. */
  readonly expiresAt: number;
  /** Why and from where it came to a dead-message queue; empty for others. */
  readonly deadReason: string;
}

export function describeForPeople(queue: Queue): QueueInfo {
  const { vpn, name, durable, access, owner, quotaBytes } = queue.definition;
  return {
    vpn,
    name: readable(name),
    durable,
    access,
    owner,
    topics: [...queue.topics].map(readable),
    depth: queue.depth,
    bytes: queue.bytes,
    quotaBytes,
    unacked: queue.unacked,
    consumers: queue.flows.map(({ session }) => session.identity?.clientName ?? ''),
    browsers: queue.browsers.flows.length,
    acknowledged: queue.acknowledged,
    redelivered: queue.redelivered,
    dead: queue.dead,
  };
}

/** The first messages that wait. */
export function messagesForPeople(queue: Queue, limit: number): MessageInfo[] {
  const shown: MessageInfo[] = [];
  for (const { id, bytes, deliveries, redelivered, expiresAt, deadReason } of queue.waiting()) {
    if (shown.length >= limit) break;
    shown.push({ id, bytes, deliveries, redelivered, expiresAt, deadReason: readable(deadReason) });
  }
  return shown;
}

/** Wire text, one character a byte, as people write it. */
export function readable(wire: string): string {
  return Buffer.from(wire, 'latin1').toString('utf8');
}
