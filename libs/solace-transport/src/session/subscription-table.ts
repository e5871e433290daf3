import { assertPattern, compilePattern, isWildcard, matchedPart } from '../topics.js';
import type { InboundMessage } from '../wire/inbound-message.js';
import { sessionLogger } from './session-log.js';

export type MessageCallback = (message: InboundMessage) => void;

/** What the table needs of the session: change one subscription on the broker, confirmed. */
export interface SubscriptionLink {
  change(action: 'add' | 'remove', pattern: string): Promise<void>;
  /** Best effort, after a change whose outcome is unknown. */
  forget(pattern: string): void;
}

interface Entry {
  readonly pattern: string;
  readonly exact: string | undefined;
  readonly matches: (topic: string) => boolean;
  callbacks: MessageCallback[];
  /** Whether the broker has confirmed the subscription. */
  confirmed: boolean;
  /** Changes of one pattern run one after the other: an overtaking remove would undo a later add. */
  settling: Promise<void>;
}

/** Topics whose subscribers are remembered. Beyond it the oldest is forgotten and matched again when it comes. */
export const MAX_ROUTED_TOPICS = 16_384;

const NOBODY: readonly MessageCallback[] = Object.freeze([]);
const logger = sessionLogger('SolaceSession');

/**
 * Local side of the subscriptions: callbacks per pattern, one broker subscription a pattern however many callbacks it
 * has. A concrete topic is matched against the patterns once, then found by a Map lookup; all matches are kept, and a
 * callback that several of its patterns match is called once a message, as the broker delivers the message once.
 */
export class SubscriptionTable {
  private readonly entries = new Map<string, Entry>();
  private readonly routes = new Map<string, readonly MessageCallback[]>();

  constructor(private readonly link: SubscriptionLink) {}

  get size(): number {
    return this.entries.size;
  }

  /** Resolves once the broker has confirmed; messages may arrive a little earlier. */
  async add(pattern: string, callback: MessageCallback): Promise<void> {
    assertPattern(pattern);
    const entry = this.entries.get(pattern) ?? this.open(pattern);
    entry.callbacks = [...entry.callbacks, callback];
    this.routes.clear();
    try {
      await this.settle(entry);
    } catch (error) {
      this.drop(entry, callback);
      if (entry.callbacks.length === 0) {
        this.entries.delete(pattern);
        this.link.forget(pattern);
      }
      throw error;
    }
  }

  /** The callback hears nothing more from now on; resolves once the broker has confirmed, if it was the last one. */
  async remove(pattern: string, callback: MessageCallback): Promise<void> {
    const entry = this.entries.get(pattern);
    if (entry === undefined || !this.drop(entry, callback)) return;
    await this.settle(entry);
  }

  /** Callbacks for a concrete topic. */
  lookup(topic: string): readonly MessageCallback[] {
    const known = this.routes.get(topic);
    if (known !== undefined) return known;
    const found = new Set<MessageCallback>();
    for (const entry of this.entries.values()) {
      if (entry.exact === undefined ? entry.matches(topic) : entry.exact === topic) {
        for (const callback of entry.callbacks) found.add(callback);
      }
    }
    const callbacks = found.size === 0 ? NOBODY : [...found];
    if (this.routes.size >= MAX_ROUTED_TOPICS) this.forgetOldest();
    this.routes.set(topic, callbacks);
    return callbacks;
  }

  /** Topics remembered now; bounded by MAX_ROUTED_TOPICS. */
  get routedTopics(): number {
    return this.routes.size;
  }

  clear(): void {
    this.entries.clear();
    this.routes.clear();
  }

  private forgetOldest(): void {
    for (const topic of this.routes.keys()) {
      this.routes.delete(topic);
      return;
    }
  }

  private open(pattern: string): Entry {
    const text = matchedPart(pattern);
    const entry: Entry = {
      pattern,
      exact: isWildcard(text) ? undefined : text,
      matches: compilePattern(pattern),
      callbacks: [],
      confirmed: false,
      settling: Promise.resolve(),
    };
    this.entries.set(pattern, entry);
    return entry;
  }

  private drop(entry: Entry, callback: MessageCallback): boolean {
    const index = entry.callbacks.indexOf(callback);
    if (index < 0) return false;
    entry.callbacks = entry.callbacks.toSpliced(index, 1);
    this.routes.clear();
    return true;
  }

  private settle(entry: Entry): Promise<void> {
    const before = entry.settling;
    const next = (async () => {
      try {
        await before;
      } catch (error) {
        // Its own caller got this error; the next change starts from what the broker is known to hold.
        logger.debug(`earlier change of "${entry.pattern}" failed: ${String(error)}`);
      }
      await this.reconcile(entry);
    })();
    entry.settling = next;
    return next;
  }

  private async reconcile(entry: Entry): Promise<void> {
    const wanted = entry.callbacks.length > 0;
    try {
      if (wanted !== entry.confirmed) {
        // Unknown until the broker answers. A removal whose confirmation was lost may have happened: taken for refused, the
        // next subscriber would be told that all is well and hear nothing. Asking twice does no harm.
        entry.confirmed = false;
        await this.link.change(wanted ? 'add' : 'remove', entry.pattern);
        entry.confirmed = wanted;
      }
    } finally {
      const unused = entry.callbacks.length === 0 && !entry.confirmed;
      if (unused && this.entries.get(entry.pattern) === entry) this.entries.delete(entry.pattern);
    }
  }
}
