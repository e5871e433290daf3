import { encodeLevel } from './encoding.js';
import { PATTERNS } from './topics.js';

/** A durable queue of the platform, as it is made at the start of the service that consumes it. */
export interface QueueConnection {
  /** Name; `{…}` stands for the instance of the service. Dead letters go to the queue `NAME/dead`. */
  readonly name: string;
  /** Topics whose messages go into it. */
  readonly topics: readonly string[];
  readonly quotaMb: number;
  /** Whether messages expire by the time to live that their publisher gave them. */
  readonly respectTtl: boolean;
  /** Whether a publisher is told when the queue is full; if not, what does not fit is dropped. */
  readonly refuseWhenFull: boolean;
  /** What it is for. */
  readonly meaning: string;
}

/** Queues by use; each has one consumer at a time. */
export const QUEUES = {
  /** A command whose sender has given up must not run late, and one that is lost would be an order lost. */
  orders: {
    name: 'q/oms/orders/{shard}',
    topics: ['orders/request/>'],
    quotaMb: 100,
    respectTtl: true,
    refuseWhenFull: true,
    meaning: 'commands about orders, until their outcome is durable',
  },
  /** Events can be had again from the OMS: a consumer that is away for long must not keep others from theirs. */
  gatewayEvents: {
    name: 'q/gateway/{gateway}/events',
    topics: [PATTERNS.orderEvents, PATTERNS.risk],
    quotaMb: 50,
    respectTtl: true,
    refuseWhenFull: false,
    meaning: 'order and risk events for the people at one gateway',
  },
  hostEvents: {
    name: 'q/host/{host}/events',
    topics: [PATTERNS.orderEvents],
    quotaMb: 50,
    respectTtl: true,
    refuseWhenFull: false,
    meaning: 'order events for the strategies of one host',
  },
} as const satisfies Readonly<Record<string, QueueConnection>>;

export type QueueUse = keyof typeof QUEUES;

/** Shard of the orders; there is one so far. */
export const ORDER_SHARD = '0';

/** The queue of one instance: `queueName('hostEvents', 'host1')` is `q/host/host1/events`. */
export function queueName(use: QueueUse, instance: string): string {
  return QUEUES[use].name.replace(/\{\w+\}/, () => encodeLevel(instance));
}

/** Matches the names of all instances of a queue and of its dead letters. */
export function queuePatterns(use: QueueUse): string[] {
  const all = QUEUES[use].name.replace(/\{\w+\}/, '*');
  return [all, `${all}/dead`];
}
