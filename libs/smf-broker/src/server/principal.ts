import { createHash, timingSafeEqual } from 'node:crypto';
import type { SmfUser } from '../options.js';
import type { SubscriptionPattern } from '../routing/subscription-pattern.js';
import { covers, parseSubscription } from '../routing/subscription-pattern.js';
import { SubscriptionTree } from '../routing/subscription-tree.js';
import { TopicCache } from '../routing/topic-cache.js';

const INBOX_PREFIX = '#P2P/';

/** A user with what it may publish and subscribe to. */
export class Principal {
  readonly username: string;
  readonly vpn: string;
  private readonly passwordDigest: Buffer;
  private readonly publish: SubscriptionTree<true> | null;
  private readonly publishCache: TopicCache<boolean> | null;
  private readonly subscribe: readonly SubscriptionPattern[] | null;
  private readonly queues: SubscriptionTree<true> | null;

  constructor(user: SmfUser, maxCachedTopics: number) {
    this.username = user.username;
    this.vpn = user.vpn;
    this.passwordDigest = digest(user.password);
    this.publish = user.publish === undefined ? null : treeOf(user.publish);
    this.publishCache = user.publish === undefined ? null : new TopicCache(maxCachedTopics);
    this.subscribe = user.subscribe?.map(patternOf) ?? null;
    this.queues = user.queues === undefined ? null : treeOf(user.queues);
  }

  hasPassword(password: string): boolean {
    return timingSafeEqual(this.passwordDigest, digest(password));
  }

  /** `bytes[start, end)` is the topic. */
  mayPublish(bytes: Buffer, start: number, end: number): boolean {
    return this.publishCache === null || this.publishCache.find(bytes, start, end, this.allowsTopic);
  }

  /** `inboxBase`: the client's own inbox, which it may always subscribe to. */
  maySubscribe(pattern: SubscriptionPattern, inboxBase: string): boolean {
    if (this.subscribe === null || pattern.filter.startsWith(`${inboxBase}/`)) return true;
    return this.subscribe.some((allowed) => covers(allowed, pattern));
  }

  /** Temporary queues are always allowed: they are where replies go, and their names are not known in advance. */
  mayUseQueue(name: string): boolean {
    if (this.queues === null || name.startsWith(INBOX_PREFIX)) return true;
    let allowed = false;
    this.queues.match(name, () => {
      allowed = true;
    });
    return allowed;
  }

  private readonly allowsTopic = (topic: string): boolean => {
    // Whoever may answer requests must be able to reach the requester's inbox, whose name nobody knows in advance.
    if (topic.startsWith(INBOX_PREFIX)) return true;
    let allowed = false;
    this.publish?.match(topic, () => {
      allowed = true;
    });
    return allowed;
  };
}

function digest(password: string): Buffer {
  return createHash('sha256').update(password).digest();
}

function treeOf(topics: readonly string[]): SubscriptionTree<true> {
  const tree = new SubscriptionTree<true>();
  for (const topic of topics) tree.add(patternOf(topic), true);
  return tree;
}

function patternOf(topic: string): SubscriptionPattern {
  const pattern = parseSubscription(Buffer.from(topic).toString('latin1'));
  if (pattern === null) throw new TypeError(`not a subscription: ${topic}`);
  return pattern;
}
