import type { Route, TargetSet } from './route.js';
import { ShareGroup } from './share-group.js';
import type { Subscriber } from './subscriber.js';
import type { SubscriptionPattern } from './subscription-pattern.js';
import { SubscriptionTree } from './subscription-tree.js';
import { TopicCache } from './topic-cache.js';

interface Entry {
  readonly pattern: SubscriptionPattern;
  readonly deliverAlways: boolean;
  readonly subscriber: Subscriber | null;
  readonly group: ShareGroup | null;
}

export interface RouterStats {
  subscriptions: number;
  cachedRoutes: number;
  cacheHits: number;
  cacheMisses: number;
}

/** The subscriptions of one message VPN and the way of each message through them. */
export class Router {
  private readonly tree = new SubscriptionTree<Entry>();
  private readonly bySubscriber = new Map<Subscriber, Map<string, Entry>>();
  private readonly groups = new Map<string, Entry>();
  private readonly targetSets = new Map<string, TargetSet>();
  private readonly cache: TopicCache<Route>;
  private turn = 0;
  private count = 0;

  constructor(maxCachedTopics: number) {
    this.cache = new TopicCache(maxCachedTopics);
  }

  /** False when the subscriber has it already. */
  subscribe(subscriber: Subscriber, pattern: SubscriptionPattern, deliverAlways: boolean): boolean {
    let own = this.bySubscriber.get(subscriber);
    if (own === undefined) {
      own = new Map();
      this.bySubscriber.set(subscriber, own);
    }
    if (own.has(pattern.source)) return false;
    const entry: Entry = { pattern, deliverAlways, subscriber, group: null };
    own.set(pattern.source, entry);
    if (pattern.shareGroup === null) this.tree.add(pattern, entry);
    else this.joinGroup(subscriber, pattern);
    this.changed(1);
    return true;
  }

  /** False when the subscriber does not have it. */
  unsubscribe(subscriber: Subscriber, source: string): boolean {
    const own = this.bySubscriber.get(subscriber);
    const entry = own?.get(source);
    if (own === undefined || entry === undefined) return false;
    own.delete(source);
    if (own.size === 0) this.bySubscriber.delete(subscriber);
    this.drop(subscriber, entry);
    this.changed(-1);
    return true;
  }

  /** Removes all subscriptions of a subscriber that is gone. */
  removeSubscriber(subscriber: Subscriber): void {
    const own = this.bySubscriber.get(subscriber);
    if (own === undefined) return;
    this.bySubscriber.delete(subscriber);
    for (const entry of own.values()) this.drop(subscriber, entry);
    this.changed(-own.size);
  }

  subscriptionsOf(subscriber: Subscriber): number {
    return this.bySubscriber.get(subscriber)?.size ?? 0;
  }

  /** The route of a concrete topic, `bytes[start, end)`; cached until a subscription changes. */
  route(bytes: Buffer, start: number, end: number): Route {
    return this.cache.find(bytes, start, end, this.compute);
  }

  /**
   * The subscribers of one message whose route needs a choice: one member of each shared group, and for a deliver-to-one
   * message a single plain subscriber (besides those that asked for all). Each subscriber once.
   */
  select(route: Route, deliverToOne: boolean): readonly Subscriber[] {
    const chosen = new Set<Subscriber>(deliverToOne ? route.deliverAlways : route.targets.subscribers);
    if (deliverToOne) {
      const one = this.pickOne(route);
      if (one !== null) chosen.add(one);
    }
    for (const group of route.groups ?? []) {
      const member = group.pick();
      if (member !== null) chosen.add(member);
    }
    return [...chosen];
  }

  /** Lowest priority number first, taking turns among equals. */
  private pickOne(route: Route): Subscriber | null {
    const candidates = route.targets.subscribers.filter((target) => route.deliverAlways?.has(target) !== true);
    if (candidates.length === 0) return null;
    const best = Math.min(...candidates.map((candidate) => candidate.deliverToOnePriority));
    const first = candidates.filter((candidate) => candidate.deliverToOnePriority === best);
    this.turn = (this.turn + 1) % 0x7fffffff;
    return first[this.turn % first.length];
  }

  stats(): RouterStats {
    return {
      subscriptions: this.count,
      cachedRoutes: this.cache.size,
      cacheHits: this.cache.hits,
      cacheMisses: this.cache.misses,
    };
  }

  private readonly compute = (topic: string): Route => {
    const plain = new Set<Subscriber>();
    const groups = new Set<ShareGroup>();
    let always: Set<Subscriber> | null = null;
    this.tree.match(topic, (entry) => {
      if (entry.group !== null) groups.add(entry.group);
      if (entry.subscriber === null) return;
      // Several matching subscriptions of one client still make one copy.
      plain.add(entry.subscriber);
      if (entry.deliverAlways) (always ??= new Set()).add(entry.subscriber);
    });
    return {
      targets: this.intern([...plain]),
      groups: groups.size === 0 ? null : [...groups],
      deliverAlways: always,
      allowed: null,
    };
  };

  private intern(subscribers: Subscriber[]): TargetSet {
    subscribers.sort((a, b) => a.id - b.id);
    const key = subscribers.map((subscriber) => subscriber.id).join(',');
    let targets = this.targetSets.get(key);
    if (targets === undefined) {
      targets = { subscribers };
      if (this.targetSets.size >= MAX_TARGET_SETS) this.targetSets.clear();
      this.targetSets.set(key, targets);
    }
    return targets;
  }

  private joinGroup(subscriber: Subscriber, pattern: SubscriptionPattern): void {
    const key = groupKey(pattern);
    let entry = this.groups.get(key);
    if (entry === undefined) {
      entry = { pattern, deliverAlways: false, subscriber: null, group: new ShareGroup() };
      this.groups.set(key, entry);
      this.tree.add(pattern, entry);
    }
    entry.group!.add(subscriber);
  }

  private drop(subscriber: Subscriber, entry: Entry): void {
    if (entry.pattern.shareGroup === null) {
      this.tree.remove(entry.pattern, entry);
      return;
    }
    const key = groupKey(entry.pattern);
    const shared = this.groups.get(key);
    if (shared?.group === undefined || shared.group === null) return;
    shared.group.remove(subscriber);
    if (!shared.group.empty) return;
    this.groups.delete(key);
    this.tree.remove(shared.pattern, shared);
  }

  private changed(by: number): void {
    this.count += by;
    this.cache.clear();
    this.targetSets.clear();
  }
}

/** Sets of subscribers that differ: bounded by topics in the cache, and rarely more than a few dozen. */
const MAX_TARGET_SETS = 4096;

function groupKey(pattern: SubscriptionPattern): string {
  return `${pattern.shareGroup}/${pattern.filter}`;
}
