import type { Outcome } from '../../protocol/assured-ctrl.js';
import type { ConsumerFlow } from '../flow/consumer-flow.js';
import type { SpoolChange } from '../spool/spool.js';
import { Browsers } from './browsers.js';
import type { QueueDefinition } from './queue-definition.js';
import type { QueueMessage } from './queue-message.js';
import type { QueueStore } from './queue-store.js';
import { ID_STEP } from './queue-store.js';
import { ReadyList } from './ready-list.js';

/** Ids are marked as delivered ahead, this many messages at a time: one commit for many deliveries. */
const MARK_AHEAD = 64 * ID_STEP + ID_STEP / 2;

/** Why a message cannot be delivered any more. */
export type DeadReason = 'rejected' | 'deliveredTooOften' | 'expired';

export interface QueueEvents {
  /** Called before the message leaves the queue. */
  onDead(queue: Queue, message: QueueMessage, reason: DeadReason): void;
  /** The spool does not have the frame of a message that it should have. */
  onLost(queue: Queue, message: QueueMessage): void;
  now(): number;
}

/** Messages of one queue, from their commit to their acknowledgement. */
export class Queue {
  readonly topics = new Set<string>();
  readonly flows: ConsumerFlow[] = [];
  /** Messages in the queue, delivered or not, and their bytes. */
  depth = 0;
  bytes = 0;
  unacked = 0;
  redelivered = 0;
  acknowledged = 0;
  dead = 0;
  /** Set while a temporary queue waits for its client to come back. */
  lingerUntil = 0;
  readonly browsers = new Browsers();
  private readonly ready = new ReadyList();
  /** Highest id ever delivered, and up to which the spool knows it. */
  private lastDeliveredId: number;
  private markedId: number;
  private marking = false;
  private dispatching = false;
  private turn = 0;
  /** No waiting message expires before. */
  private soonestExpiry = Infinity;
  closed = false;

  constructor(
    readonly id: number,
    public definition: QueueDefinition,
    private readonly store: QueueStore,
    private readonly events: QueueEvents,
    mark = 0,
  ) {
    this.lastDeliveredId = mark;
    this.markedId = mark;
  }

  /** No client has seen a higher id of this queue. */
  get highestId(): number {
    return Math.max(this.lastDeliveredId, this.markedId);
  }

  /** Whether one more message fits; the reason in the established wording otherwise. */
  refusal(bytes: number): { code: number; text: string } | null {
    if (bytes > this.definition.maxMessageBytes) return { code: 503, text: 'Max Message Size Exceeded' };
    return this.bytes + bytes > this.definition.quotaBytes ? { code: 503, text: 'Spool Over Quota' } : null;
  }

  /** Takes a message. It is delivered once the spool has it. */
  add(message: QueueMessage): void {
    this.count(message, 1);
    if (this.definition.durable) {
      const { id, bytes: _bytes, frame, expiresAt, deadMessageEligible, deliveries, deadReason } = message;
      const record = { id, queueId: this.id, frame: frame!, expiresAt, deadMessageEligible, deliveries, deadReason };
      this.persist({ kind: 'message', message: record });
    }
    this.store.committer.whenStored(() => {
      // The queue may be gone by now, and knew nothing of it when it went.
      if (this.closed) this.forget(message);
      if (message.gone) return;
      this.noteExpiry(message);
      this.ready.push(message);
      this.browsers.announce(message);
      this.letGoIfCrowded(message);
      this.dispatch();
    });
  }

  /** Takes in a message that the spool has already, in the order of ids. */
  restore(message: QueueMessage): void {
    this.count(message, 1);
    this.noteExpiry(message);
    if (message.id <= this.lastDeliveredId) this.ready.giveBack(message);
    else this.ready.push(message);
  }

  /** Sends what the consumers take. */
  dispatch(): void {
    // A send may end a session, and the end of its flows dispatch again.
    if (this.dispatching || this.closed) return;
    this.dispatching = true;
    try {
      while (this.dispatchOne());
      this.browsers.dispatch((message) => this.frameOf(message));
    } finally {
      this.dispatching = false;
    }
  }

  settle(flow: ConsumerFlow, message: QueueMessage, outcome: Outcome): void {
    flow.unacked.delete(message.id);
    this.unacked -= 1;
    if (message.gone) return;
    if (outcome === 'accepted') {
      this.acknowledged += 1;
      this.take(message);
    } else if (outcome === 'rejected') this.bury(message, 'rejected');
    else if (!this.exhausted(message)) this.giveBackRenamed(message);
  }

  /** The consumer is gone: what it had goes to the next one, under the same ids. */
  release(flow: ConsumerFlow): void {
    flow.closed = true;
    if (flow.browses) this.browsers.remove(flow);
    const index = this.flows.indexOf(flow);
    if (index < 0) return;
    this.flows.splice(index, 1);
    for (const message of flow.unacked.values()) {
      this.unacked -= 1;
      if (message.gone || this.exhausted(message)) continue;
      message.redelivered = true;
      this.persist({ kind: 'returned', id: message.id, deliveries: message.deliveries });
      this.noteExpiry(message);
      this.ready.giveBack(message);
    }
    flow.unacked.clear();
    if (index === 0 && this.definition.access === 'exclusive') this.flows[0]?.tellActive();
    this.dispatch();
  }

  /** Shows the messages to a browser from now on, beginning with those that are there. */
  browse(flow: ConsumerFlow): void {
    const out = this.flows.flatMap((consumer) => [...consumer.unacked.values()]);
    const all = [...out, ...this.ready].filter((message) => !message.gone);
    this.browsers.add(
      flow,
      all.toSorted((a, b) => a.id - b.id),
    );
  }

  /** Whether a bound consumer gets messages now. */
  activates(flow: ConsumerFlow): boolean {
    return this.definition.access === 'nonExclusive' || this.flows[0] === flow;
  }

  /** Takes a message out for good. */
  take(message: QueueMessage): void {
    if (message.gone) return;
    message.gone = true;
    this.count(message, -1);
    this.persist({ kind: 'messageGone', id: message.id });
  }

  /** Ends messages that wait and have outlived their time. */
  expire(now: number): void {
    if (now < this.soonestExpiry) return;
    this.soonestExpiry = Infinity;
    for (const message of this.ready) {
      if (message.expiresAt > 0 && message.expiresAt <= now) this.bury(message, 'expired');
      else this.noteExpiry(message);
    }
  }

  /** All messages that wait, in order; those that a consumer has are left out. */
  waiting(): Iterable<QueueMessage> {
    return this.ready;
  }

  /** Null when the spool has lost it. */
  frameOf(message: QueueMessage): Buffer | null {
    return message.frame ?? this.store.read(message.id);
  }

  /** Drops everything; the queue is gone. */
  close(): void {
    this.closed = true;
    for (const flow of this.flows) {
      flow.closed = true;
      for (const message of flow.unacked.values()) this.forget(message);
    }
    for (const message of this.ready) this.forget(message);
    this.flows.length = 0;
    for (const flow of this.browsers.flows) {
      flow.closed = true;
      this.browsers.remove(flow);
    }
  }

  private forget(message: QueueMessage): void {
    if (message.gone) return;
    message.gone = true;
    this.count(message, -1);
  }

  private dispatchOne(): boolean {
    const message = this.ready.peek();
    if (message === null) return false;
    if (message.expiresAt > 0 && message.expiresAt <= this.events.now()) {
      this.ready.shift();
      this.bury(message, 'expired');
      return true;
    }
    const flow = this.nextFlow();
    if (flow === null || !this.mayDeliver(message)) return false;
    this.ready.shift();
    const frame = this.frameOf(message);
    if (frame === null) {
      this.events.onLost(this, message);
      this.take(message);
      return true;
    }
    // A flow that has seen higher ids: this one would be taken for a copy and dropped.
    if (message.id <= flow.lastSentId) this.rename(message);
    this.letGoIfCrowded(message);
    this.lastDeliveredId = Math.max(this.lastDeliveredId, message.id);
    this.unacked += 1;
    if (message.redelivered) this.redelivered += 1;
    message.deliveries += 1;
    flow.send(message, frame);
    return true;
  }

  /** Exclusive: the first that was bound. Otherwise whoever has room, in turn. */
  private nextFlow(): ConsumerFlow | null {
    if (this.definition.access === 'exclusive') return this.flows[0]?.hasRoom() === true ? this.flows[0] : null;
    for (let tried = 0; tried < this.flows.length; tried += 1) {
      this.turn = (this.turn + 1) % this.flows.length;
      if (this.flows[this.turn].hasRoom()) return this.flows[this.turn];
    }
    return null;
  }

  /**
   * After a crash every message that may have been delivered has to be marked so. Its id is therefore stored before its
   * first delivery, with some to come, so that not every delivery costs a commit.
   */
  private mayDeliver(message: QueueMessage): boolean {
    // One more than delivered: a message may be renamed on its way.
    const highest = Math.max(message.id, this.lastDeliveredId + 1);
    if (!this.definition.durable || highest <= this.markedId) return true;
    if (this.marking) return false;
    this.marking = true;
    const mark = highest + MARK_AHEAD;
    this.persist({ kind: 'mark', queueId: this.id, id: mark });
    this.store.committer.whenStored(() => {
      this.marking = false;
      this.markedId = mark;
      this.dispatch();
    });
    return false;
  }

  private exhausted(message: QueueMessage): boolean {
    const { maxRedelivery } = this.definition;
    if (maxRedelivery === 0 || message.deliveries <= maxRedelivery) return false;
    this.bury(message, 'deliveredTooOften');
    return true;
  }

  private bury(message: QueueMessage, reason: DeadReason): void {
    this.dead += 1;
    this.events.onDead(this, message, reason);
    this.take(message);
  }

  private giveBackRenamed(message: QueueMessage): void {
    message.redelivered = true;
    this.noteExpiry(message);
    this.rename(message);
    if (message.id > this.lastDeliveredId) this.ready.push(message);
    else this.ready.giveBack(message);
    this.dispatch();
  }

  /** Keeps the frame in memory until the spool knows the new id. */
  private pin(message: QueueMessage): void {
    if (message.frame === null) {
      message.frame = this.store.read(message.id);
      if (message.frame !== null) this.store.heldBytes += message.bytes;
    }
    // Counted: it may be renamed again before the first commit is done.
    message.pins += 1;
    this.store.committer.whenStored(() => {
      message.pins -= 1;
    });
  }

  /** The next id after all that were delivered, before all that were not. */
  private rename(message: QueueMessage): void {
    const next = this.ready.nextFreshId();
    const newId = this.lastDeliveredId + 1;
    const oldId = message.id;
    this.pin(message);
    // No room left between the two: behind everything, where order is lost but nothing else. The ids that begin a step are
    // those of new messages, of other queues too.
    const isTaken = newId % ID_STEP === 0 || (next !== null && newId >= next);
    message.id = isTaken ? this.store.takeId() : newId;
    if (message.id === newId) this.lastDeliveredId = newId;
    this.persist({ kind: 'renamed', id: oldId, newId: message.id, deliveries: message.deliveries });
  }

  private letGoIfCrowded(message: QueueMessage): void {
    if (message.frame === null || message.pins > 0 || !this.definition.durable || !this.store.crowded) return;
    this.store.heldBytes -= message.bytes;
    message.frame = null;
  }

  /** So that a sweep looks at the messages only when one of them is due. */
  private noteExpiry({ expiresAt }: QueueMessage): void {
    if (expiresAt > 0 && expiresAt < this.soonestExpiry) this.soonestExpiry = expiresAt;
  }

  private count(message: QueueMessage, sign: 1 | -1): void {
    this.depth += sign;
    this.bytes += sign * message.bytes;
    this.store.messages += sign;
    this.store.bytes += sign * message.bytes;
    if (message.frame !== null) this.store.heldBytes += sign * message.bytes;
    if (!this.definition.durable) this.store.temporaryBytes += sign * message.bytes;
  }

  private persist(change: SpoolChange): void {
    if (this.definition.durable) this.store.committer.add(change);
  }
}
