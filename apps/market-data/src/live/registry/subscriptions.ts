import { ok, refuse, US_PER_SECOND, type Result } from '@bourseworks/domain';
import type { KeyValue } from '@bourseworks/ports';
import { parseObject } from './claims.js';
import { STORE } from './store-names.js';

export interface Lease {
  readonly leaseId: string;
  readonly leaseSeconds: number;
}

interface Subscription extends Lease {
  readonly topic: string;
  readonly subscriber: string;
}

/** Leases of one stream: each request has its own, so that a release never takes a stream from somebody else. */
const MAX_LEASES = 1_000;

/**
 * The leases of all streams' subscribers, in the store: any instance renews and releases them. A subscriber that does not
 * renew is forgotten by the store itself, so that one that died holds nothing.
 */
export class Subscriptions {
  constructor(
    private readonly store: KeyValue,
    private readonly newLeaseId: () => string,
  ) {}

  /**
   * A lease for a subscriber who waits for the stream: `waitSeconds` longer than it lasts, as nobody can renew it before the
   * answer. Refuses STREAM_LIMIT.
   */
  async add(topic: string, subscriber: string, leaseSeconds: number, waitSeconds: number): Promise<Result<Lease>> {
    if ((await this.count(topic)) >= MAX_LEASES)
      return refuse('STREAM_LIMIT', 'too many leases of one stream', { limit: MAX_LEASES });
    const subscription = { leaseId: this.newLeaseId(), leaseSeconds, topic, subscriber };
    await this.put(subscription, 0, leaseSeconds + waitSeconds);
    return ok(subscription);
  }

  /** Refuses LEASE_UNKNOWN: the subscriber then requests the stream again. */
  async renew(leaseId: string, subscriber: string): Promise<Result<Lease>> {
    const found = await this.find(leaseId, subscriber);
    if (found === undefined) return unknownLease(leaseId);
    const { version, subscription } = found;
    if (await this.put(subscription, version, subscription.leaseSeconds)) return ok(subscription);
    // Changed meanwhile: released, or renewed by another message of the same subscriber.
    return (await this.find(leaseId, subscriber)) === undefined ? unknownLease(leaseId) : ok(subscription);
  }

  /** The topic that has one subscriber less. Refuses LEASE_UNKNOWN. */
  async release(leaseId: string, subscriber: string): Promise<Result<string>> {
    const found = await this.find(leaseId, subscriber);
    if (found === undefined) return unknownLease(leaseId);
    const { topic } = found.subscription;
    await this.store.replace(STORE.lease(leaseId), found.version, undefined);
    await this.store.removeFrom(STORE.subscribers(topic), leaseId);
    return ok(topic);
  }

  /** Subscribers of a stream. */
  async count(topic: string): Promise<number> {
    return (await this.store.list(STORE.subscribers(topic))).size;
  }

  private async find(
    leaseId: string,
    subscriber: string,
  ): Promise<{ version: number; subscription: Subscription } | undefined> {
    const stored = await this.store.get(STORE.lease(leaseId));
    if (stored === undefined) return undefined;
    const { topic, subscriber: owner, leaseSeconds } = parseObject(stored.value);
    if (owner !== subscriber || typeof topic !== 'string' || typeof leaseSeconds !== 'number') return undefined;
    return { version: stored.version, subscription: { leaseId, topic, subscriber, leaseSeconds } };
  }

  /** False when the lease has another version by now; then nobody is counted either. */
  private async put(
    { leaseId, topic, subscriber, leaseSeconds }: Subscription,
    version: number,
    seconds: number,
  ): Promise<boolean> {
    const ttlUs = seconds * US_PER_SECOND;
    const bag = STORE.subscribers(topic);
    // In this order: a stream must never lack a subscriber who was told that it has it.
    await this.store.putIn(bag, leaseId, '', ttlUs);
    const text = JSON.stringify({ topic, subscriber, leaseSeconds });
    if ((await this.store.replace(STORE.lease(leaseId), version, text, ttlUs)) !== undefined) return true;
    if ((await this.store.get(STORE.lease(leaseId))) === undefined) await this.store.removeFrom(bag, leaseId);
    return false;
  }
}

function unknownLease(leaseId: string): Result<never> {
  return refuse('LEASE_UNKNOWN', 'the lease is not known, it may have run out', { leaseId });
}
