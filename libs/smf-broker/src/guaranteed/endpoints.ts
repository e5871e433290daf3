import type { Answer } from '../extension.js';
import type { SubscriptionPattern } from '../routing/subscription-pattern.js';
import { parseSubscription } from '../routing/subscription-pattern.js';
import type { Vpn } from '../server/vpn.js';
import type { Session } from '../session/session.js';
import { SmfBrokerError } from '../errors.js';
import type { GuaranteedLimits } from './limits.js';
import type { Queue, QueueEvents } from './queue/queue.js';
import { Queue as QueueOf } from './queue/queue.js';
import type { QueueDefinition, QueuePermission } from './queue/queue-definition.js';
import { includes } from './queue/queue-definition.js';
import { wire } from './queue/queue-options.js';
import type { QueueStore } from './queue/queue-store.js';
import type { DirectIntake } from './queue/queue-subscriber.js';
import { QueueSubscriber } from './queue/queue-subscriber.js';

export const OK: Answer = { code: 200, text: 'OK' };
export const NOT_PERMITTED: Answer = { code: 403, text: 'Permission Not Allowed' };
export const UNKNOWN_QUEUE: Answer = { code: 503, text: 'Unknown Queue' };

/** The queues of the broker and their subscriptions. */
export class Endpoints {
  private readonly byVpn = new Map<string, Map<string, Queue>>();
  private readonly subscribers = new Map<Queue, QueueSubscriber>();
  /** The client that a temporary queue belongs to, as VPN and client name. */
  private readonly temporaries = new Map<Queue, string>();
  private count = 0;
  private nextQueueId: number;

  constructor(
    private readonly vpns: ReadonlyMap<string, Vpn>,
    private readonly limits: GuaranteedLimits,
    private readonly store: QueueStore,
    private readonly events: QueueEvents,
    private readonly intake: DirectIntake,
    firstQueueId: number,
  ) {
    this.nextQueueId = firstQueueId;
  }

  find(vpn: string, name: string): Queue | null {
    return this.byVpn.get(vpn)?.get(name) ?? null;
  }

  all(): Queue[] {
    return [...this.byVpn.values()].flatMap((queues) => [...queues.values()]);
  }

  /** Makes a queue that the spool has to learn about. Null when there are too many. */
  create(definition: QueueDefinition): Queue | null {
    if (this.count >= this.limits.maxQueues) return null;
    const queue = new QueueOf(this.nextQueueId, definition, this.store, this.events);
    if (definition.durable) this.store.committer.add({ kind: 'queue', queue: { queueId: queue.id, definition } });
    this.register(queue);
    return queue;
  }

  /** Sees to it that a queue is there, is as it is defined, and has the topics. Throws OPTION_INVALID for an unknown VPN. */
  ensure(definition: QueueDefinition, topics: readonly string[]): void {
    const { vpn, name } = definition;
    if (!this.vpns.has(vpn)) throw new SmfBrokerError('OPTION_INVALID', `queue ${name}: no user is in vpn ${vpn}`);
    const known = this.find(vpn, name);
    const queue = known ?? this.create(definition);
    if (queue === null) throw new SmfBrokerError('OPTION_INVALID', `queue ${name}: limits.maxQueues is reached`);
    queue.definition = definition;
    if (known !== null) this.store.committer.add({ kind: 'queue', queue: { queueId: queue.id, definition } });
    for (const topic of topics) {
      const pattern = parseSubscription(wire(topic));
      if (pattern === null || queue.topics.has(pattern.source)) continue;
      this.attach(queue, pattern);
      this.store.committer.add({ kind: 'topic', queueId: queue.id, topic: pattern.source });
    }
  }

  /** Takes in a queue that the spool knows. */
  register(queue: Queue): void {
    const { vpn, name } = queue.definition;
    const queues = this.byVpn.get(vpn) ?? new Map<string, Queue>();
    this.byVpn.set(vpn, queues.set(name, queue));
    this.nextQueueId = Math.max(this.nextQueueId, queue.id + 1);
    this.count += 1;
  }

  /** Makes a temporary queue the client's own. False when it has too many. */
  adopt(queue: Queue, session: Session): boolean {
    const key = clientKey(session);
    const own = [...this.temporaries.values()].filter((owner) => owner === key).length;
    if (own >= this.limits.maxTemporaryQueuesPerClient) return false;
    this.temporaries.set(queue, key);
    return true;
  }

  isOwnTemporary(queue: Queue, session: Session): boolean {
    return this.temporaries.get(queue) === clientKey(session);
  }

  /** The queue, its messages and subscriptions are gone when this returns. Its flows are the caller's to tell. */
  remove(queue: Queue): void {
    const { vpn, name, durable } = queue.definition;
    if (!(this.byVpn.get(vpn)?.delete(name) ?? false)) return;
    this.count -= 1;
    this.temporaries.delete(queue);
    const subscriber = this.subscribers.get(queue);
    if (subscriber !== undefined) this.vpns.get(vpn)?.router.removeSubscriber(subscriber);
    this.subscribers.delete(queue);
    queue.close();
    if (!durable) return;
    this.store.committer.add({ kind: 'lastId', id: Math.max(this.store.reserved, queue.highestId) });
    this.store.committer.add({ kind: 'queueGone', queueId: queue.id });
  }

  /** What the client may do with the queue. */
  granted(queue: Queue, session: Session): QueuePermission {
    const { owner, othersPermission, durable } = queue.definition;
    if (!durable) return this.isOwnTemporary(queue, session) ? 'delete' : 'none';
    return owner !== '' && owner === session.identity?.principal.username ? 'delete' : othersPermission;
  }

  subscribe(session: Session, queueName: string, topic: string): Answer {
    const pattern = this.check(session, queueName, topic);
    if ('code' in pattern) return pattern;
    const { principal, inboxBase } = session.identity!;
    if (!principal.maySubscribe(pattern.pattern, inboxBase)) return { code: 403, text: 'Subscription ACL Denied' };
    const { queue } = pattern;
    if (queue.topics.has(topic)) return { code: 400, text: 'Subscription Already Exists' };
    if (queue.topics.size >= this.limits.maxSubscriptionsPerQueue) {
      return { code: 400, text: 'Max Num Subscriptions Exceeded' };
    }
    this.attach(queue, pattern.pattern);
    if (queue.definition.durable) this.store.committer.add({ kind: 'topic', queueId: queue.id, topic });
    return OK;
  }

  unsubscribe(session: Session, queueName: string, topic: string): Answer {
    const checked = this.check(session, queueName, topic);
    if ('code' in checked) return checked;
    const { queue } = checked;
    if (!queue.topics.delete(topic)) return { code: 400, text: 'Subscription Not Found' };
    this.vpns.get(queue.definition.vpn)?.router.unsubscribe(this.subscribers.get(queue)!, topic);
    if (queue.definition.durable) this.store.committer.add({ kind: 'topicGone', queueId: queue.id, topic });
    return OK;
  }

  /** Lets messages of a topic into the queue. */
  attach(queue: Queue, pattern: SubscriptionPattern): void {
    let subscriber = this.subscribers.get(queue);
    if (subscriber === undefined) {
      subscriber = new QueueSubscriber(queue, this.intake, this.store.committer);
      this.subscribers.set(queue, subscriber);
    }
    queue.topics.add(pattern.source);
    this.vpns.get(queue.definition.vpn)?.router.subscribe(subscriber, pattern, false);
  }

  /** Temporary queues whose client has been away for too long. */
  abandoned(now: number): Queue[] {
    return [...this.temporaries.keys()].filter((queue) => queue.lingerUntil > 0 && queue.lingerUntil <= now);
  }

  /** Queues for which a client that has gone may come back. */
  startLinger(session: Session, until: number): void {
    for (const queue of this.temporaries.keys()) if (this.isOwnTemporary(queue, session)) queue.lingerUntil = until;
  }

  /** The broker stops: nothing comes in any more. */
  detachAll(): void {
    for (const [queue, subscriber] of this.subscribers) {
      this.vpns.get(queue.definition.vpn)?.router.removeSubscriber(subscriber);
    }
  }

  private check(
    session: Session,
    queueName: string,
    topic: string,
  ): Answer | { readonly queue: Queue; readonly pattern: SubscriptionPattern } {
    const identity = session.identity!;
    const queue = this.find(identity.vpn.name, queueName);
    if (queue === null) return UNKNOWN_QUEUE;
    if (!includes(this.granted(queue, session), 'modifyTopic')) return NOT_PERMITTED;
    const pattern = parseSubscription(topic);
    // A shared subscription spreads over clients; a queue has its consumers for that.
    if (pattern === null || pattern.shareGroup !== null) return { code: 400, text: 'Subscription Parse Error' };
    return { queue, pattern };
  }
}

function clientKey(session: Session): string {
  return `${session.identity!.vpn.name}/${session.identity!.clientName}`;
}
