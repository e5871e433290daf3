import { SmfBrokerError } from '../../errors.js';
import { parseSubscription } from '../../routing/subscription-pattern.js';
import type { GuaranteedLimits } from '../limits.js';
import { isQueueName } from '../names.js';
import type { QueueAccess, QueueDefinition, QueuePermission } from './queue-definition.js';
import { DEAD_MESSAGE_QUEUE, PERMISSIONS } from './queue-definition.js';

/** A durable queue that the operator wants to be there. */
export interface QueueOptions {
  readonly vpn: string;
  readonly name: string;
  /** Default `exclusive`. */
  readonly access?: QueueAccess;
  /** User that may do everything; default nobody. */
  readonly owner?: string;
  /** What all others may do; default `delete`, everything. */
  readonly permission?: QueuePermission;
  /** Default: the broker's `queueQuotaBytes`. */
  readonly quotaBytes?: number;
  readonly maxMessageBytes?: number;
  /** Default true. */
  readonly respectTtl?: boolean;
  /** Deliveries after the first, 0 to 255; default 0, without a limit. */
  readonly maxRedelivery?: number;
  /** Default true. */
  readonly notifySender?: boolean;
  /** Default `#DEAD_MSG_QUEUE`. */
  readonly deadMessageQueue?: string;
  /** Subscriptions; others that clients have added are left alone. */
  readonly topics?: readonly string[];
}

const KEYS: ReadonlySet<string> = new Set<keyof QueueOptions>([
  'vpn',
  'name',
  'access',
  'owner',
  'permission',
  'quotaBytes',
  'maxMessageBytes',
  'respectTtl',
  'maxRedelivery',
  'notifySender',
  'deadMessageQueue',
  'topics',
]);

/** What is wrong with a value that should be `QueueOptions`; null when nothing is. */
export function problemOfQueue(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'a queue is an object';
  const given = value as Record<string, unknown>;
  const unknown = Object.keys(given).find((key) => !KEYS.has(key));
  if (unknown !== undefined) return `${unknown}: there is no such property`;
  const { name } = given;
  if (typeof given['vpn'] !== 'string' || given['vpn'] === '') return 'vpn is missing';
  if (typeof name !== 'string' || !isQueueName(wire(name))) return "name: 1 to 200 bytes, none of * ? < > ; & '";
  const wrong = (key: string, good: (given: unknown) => boolean): boolean =>
    given[key] !== undefined && !good(given[key]);
  if (wrong('access', (access) => access === 'exclusive' || access === 'nonExclusive')) return `${name}: access`;
  if (wrong('permission', (one) => (PERMISSIONS as readonly unknown[]).includes(one))) return `${name}: permission`;
  if (wrong('maxRedelivery', (one) => isCount(one) && Number(one) <= 255)) return `${name}: maxRedelivery, 0 to 255`;
  for (const key of ['quotaBytes', 'maxMessageBytes']) if (wrong(key, isCount)) return `${name}: ${key}`;
  for (const key of ['respectTtl', 'notifySender']) {
    if (wrong(key, (one) => typeof one === 'boolean')) return `${name}: ${key} is true or false`;
  }
  if (wrong('owner', (one) => typeof one === 'string')) return `${name}: owner`;
  if (wrong('deadMessageQueue', (one) => typeof one === 'string' && isQueueName(wire(one)))) {
    return `${name}: deadMessageQueue`;
  }
  const topics = given['topics'] ?? [];
  const isTopic = (topic: unknown): boolean => typeof topic === 'string' && parseSubscription(wire(topic)) !== null;
  return Array.isArray(topics) && topics.every(isTopic) ? null : `${name}: topics is a list of subscriptions`;
}

/** Throws `SmfBrokerError` OPTION_INVALID. */
export function checkQueues(queues: readonly QueueOptions[]): void {
  const seen = new Set<string>();
  for (const queue of queues) {
    const problem = problemOfQueue(queue);
    const key = JSON.stringify([queue.vpn, queue.name]);
    if (problem !== null) throw new SmfBrokerError('OPTION_INVALID', `queues: ${problem}`);
    if (seen.has(key)) throw new SmfBrokerError('OPTION_INVALID', `queues: ${queue.name} is listed twice`);
    seen.add(key);
  }
}

export function toDefinition(options: QueueOptions, limits: GuaranteedLimits): QueueDefinition {
  return {
    vpn: options.vpn,
    name: wire(options.name),
    durable: true,
    access: options.access ?? 'exclusive',
    owner: options.owner ?? '',
    othersPermission: options.permission ?? 'delete',
    quotaBytes: options.quotaBytes ?? limits.queueQuotaBytes,
    maxMessageBytes: Math.min(options.maxMessageBytes ?? limits.maxMessageBytes, limits.maxMessageBytes),
    respectTtl: options.respectTtl ?? true,
    maxRedelivery: options.maxRedelivery ?? 0,
    notifySender: options.notifySender ?? true,
    deadMessageQueue: wire(options.deadMessageQueue ?? DEAD_MESSAGE_QUEUE),
  };
}

/** One character a byte, as all names that are compared with wire text. */
export function wire(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
