import { TransportError } from '../errors.js';
import type { GuaranteedDestination } from '../wire/destination.js';
import { assertPattern, compilePattern, matchedPart } from '../topics.js';

/** Topics that a session may use: patterns as of subscriptions. A side that is left out may use all. */
export interface TopicRightsOptions {
  /** What is published and requested; replies go to whoever asked. */
  readonly publish?: readonly string[];
  /** Each subscription must be covered by one of these. */
  readonly subscribe?: readonly string[];
  /** Names of queues that are consumed, made, removed or published to. */
  readonly queues?: readonly string[];
}

/** Concrete topics whose right is remembered; beyond it the memory begins anew. */
const MAX_REMEMBERED = 4_096;

/** Refuses topics that a session was not made for: a mistake shows where it is made, not as a message that nobody reads. */
export class TopicRights {
  private readonly remembered = new Map<string, boolean>();
  private readonly publishable: readonly ((topic: string) => boolean)[] | undefined;
  private readonly usable: readonly ((queue: string) => boolean)[] | undefined;

  /** @throws TransportError BAD_TOPIC */
  constructor(private readonly options: TopicRightsOptions = {}) {
    const { publish = [], subscribe = [], queues = [] } = options;
    for (const pattern of [...publish, ...subscribe, ...queues]) assertPattern(pattern);
    this.publishable = options.publish?.map((pattern) => compilePattern(pattern));
    this.usable = options.queues?.map((pattern) => compilePattern(pattern));
  }

  /** @throws TransportError TOPIC_NOT_ALLOWED */
  assertSend(destination: GuaranteedDestination): void {
    if (typeof destination === 'string') this.assertPublish(destination);
    else this.assertQueue(destination.queue);
  }

  /** @throws TransportError TOPIC_NOT_ALLOWED */
  assertPublish(topic: string): void {
    if (this.publishable === undefined) return;
    let may = this.remembered.get(topic);
    if (may === undefined) {
      may = this.publishable.some((matches) => matches(topic));
      if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
      this.remembered.set(topic, may);
    }
    if (!may) throw TransportError.of('TOPIC_NOT_ALLOWED', `this session may not publish to "${topic}"`);
  }

  /** @throws TransportError TOPIC_NOT_ALLOWED */
  assertQueue(queue: string): void {
    if (this.usable === undefined || this.usable.some((matches) => matches(queue))) return;
    throw TransportError.of('TOPIC_NOT_ALLOWED', `this session may not use the queue "${queue}"`);
  }

  /** @throws TransportError TOPIC_NOT_ALLOWED */
  assertSubscribe(pattern: string): void {
    const { subscribe } = this.options;
    if (subscribe === undefined || subscribe.some((allowed) => covers(allowed, pattern))) return;
    throw TransportError.of('TOPIC_NOT_ALLOWED', `this session may not subscribe to "${pattern}"`);
  }
}

/** Whether every topic that `wanted` matches is matched by `allowed` too. */
export function covers(allowed: string, wanted: string): boolean {
  const outer = matchedPart(allowed).split('/');
  const inner = matchedPart(wanted).split('/');
  for (const [index, level] of outer.entries()) {
    const given = inner[index];
    if (given === undefined) return false;
    if (level === '>') return true;
    if (given === '>') return false;
    if (level.endsWith('*') ? !given.startsWith(level.slice(0, -1)) : given !== level) return false;
  }
  return inner.length === outer.length;
}
