import { CONNECTIONS, topicRights, type ConnectedPart, type Connection } from './connections.js';
import { ORDER_SHARD, queueName, QUEUES, type QueueConnection, type QueueUse } from './queues.js';

/** What a broker has to allow one part of the platform: its session asks for nothing else. */
export interface BrokerAccess {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** Queues that it makes, takes messages from and publishes to. */
  readonly queues: readonly string[];
  readonly sendsGuaranteed: boolean;
  readonly receivesGuaranteed: boolean;
}

/** A queue with everything that a broker has to know of it. */
export interface BrokerQueue extends Omit<QueueConnection, 'meaning'> {
  /** The one part that takes messages from it. */
  readonly owner: ConnectedPart;
}

/** Instances of the services that queues are named after. */
export interface QueueInstances {
  readonly host: string;
  readonly gateway: string;
}

export const DEFAULT_INSTANCES: QueueInstances = { host: 'host1', gateway: 'gateway1' };

export const CONNECTED_PARTS = Object.keys(CONNECTIONS) as readonly ConnectedPart[];

/**
 * Topics that answers go to, and the cancel of an answer in parts: inboxes of any client, which a broker names itself, and
 * those of clients that log in with a token. Not `#P2P/>`: that holds every queue too.
 */
const REPLIES = ['#P2P/v:*/>', '_reply/>'] as const;

/** Inboxes of the part itself, whose clients are named after it: a broker may hold its own inbox to the list as well. */
const ownInboxes = (part: ConnectedPart): string => `#P2P/v:*/*/${part}-*/>`;

const connectionOf = (part: ConnectedPart): Connection => CONNECTIONS[part];

/** From the list of connections: the access lists of the development broker and of a real one are both made of this. */
export function brokerAccess(part: ConnectedPart): BrokerAccess {
  const { owns, serves, requests, guaranteed, consumes } = connectionOf(part);
  const { publish, subscribe, queues } = topicRights(part);
  const converses = [owns, serves, requests, consumes].some(({ length }) => length > 0);
  return {
    // A queue is a topic of its own too: dead letters are published to theirs by name.
    publish: [...publish, ...(converses ? REPLIES : []), ...queues.map((queue) => `#P2P/QUE/${queue}`)],
    subscribe: [...subscribe, ownInboxes(part)],
    queues,
    // Who takes messages from a queue puts those that are of no use into the queue beside it.
    sendsGuaranteed: guaranteed.length > 0 || consumes.length > 0,
    receivesGuaranteed: consumes.length > 0,
  };
}

/** All queues of a platform whose instances are named, those of dead letters included. */
export function brokerQueues({ host, gateway }: QueueInstances = DEFAULT_INSTANCES): BrokerQueue[] {
  const instances: Record<QueueUse, string> = { orders: ORDER_SHARD, hostEvents: host, gatewayEvents: gateway };
  return CONNECTED_PARTS.flatMap((owner) =>
    connectionOf(owner).consumes.flatMap((use) => queueAndDead(use, instances[use], owner)),
  );
}

function queueAndDead(use: QueueUse, instance: string, owner: ConnectedPart): BrokerQueue[] {
  const { meaning: _, ...settings }: QueueConnection = QUEUES[use];
  const queue = { ...settings, name: queueName(use, instance), owner };
  // What was put aside stays until somebody has looked at it.
  return [queue, { ...queue, name: `${queue.name}/dead`, topics: [], respectTtl: false, refuseWhenFull: true }];
}
