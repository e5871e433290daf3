import { DomainError } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import { loginRefused, PendingRequests, RateLimiter, SocketSession, type SocketFault } from '@bourseworks/venue-client';
import type { Raw, Receipt } from '../../parse/fields.js';
import { keyOfItem, parseMessage, type ChannelData, type Reply } from '../../parse/v2/message.js';
import type { KrakenTimes } from './times.js';

/** Who wants one subscription. */
export interface Subscriber {
  /** As keyOfItem says of what it is given. */
  readonly key: string;
  /** What is subscribed and left: channel, symbol and the rest. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Whether the venue is to tell first what there was before. */
  readonly snapshot: boolean;
  /** Market data; throws DomainError DATA_FORMAT before it passes anything on. */
  take(items: readonly Raw[], snapshot: boolean, receipt: Receipt): void;
  /** A message could not be read. */
  unreadable(reason: string): void;
  subscribed(): void;
  lost(reason: string): void;
  /** Trading is halted, for this reason; undefined = not, or not any more. */
  halt(reason: string | undefined): void;
  /** The venue lets nobody in for now; it is tried again. */
  shut(error: DomainError): void;
  refused(error: DomainError): void;
}

/** States of the venue in which nothing is traded. */
const HALTS: ReadonlySet<string> = new Set(['maintenance', 'cancel_only']);

/** Requests a second: the venue ends a connection that asks too fast, and states no number. */
const REQUESTS_A_SECOND = 20;

/** Refusals that are about the moment, not about what was asked. */
const FOR_NOW = /(?:msg|message) rate|rate limit|busy|unavailable|timeout|throttl/i;

/** `wanted`: to be asked for. `leaving`: to be left first. One without a subscriber is not wanted any more. */
interface Subscription {
  readonly params: Readonly<Record<string, unknown>>;
  subscriber: Subscriber | undefined;
  stage: 'wanted' | 'asked' | 'stands' | 'leaving';
}

type Outcome = { readonly kind: 'done' } | { readonly kind: 'refused' | 'lost'; readonly reason: string };

/** The connection to the streams, made anew when it breaks or falls silent; everything is then subscribed again. */
export class KrakenConnection {
  private readonly session: SocketSession;
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly limiter: RateLimiter;
  private readonly outcomes: PendingRequests<Outcome>;
  private halted: string | undefined;
  private lastId = 0;
  private generation = 0;

  constructor(
    url: string,
    private readonly times: KrakenTimes,
    private readonly clock: Clock,
  ) {
    const { silenceMs, pingMs, backoff } = times;
    this.limiter = new RateLimiter({
      windows: [{ name: 'requests', limit: REQUESTS_A_SECOND, windowUs: 1_000_000 }],
      clock,
      maxQueue: 10_000,
    });
    this.outcomes = new PendingRequests(clock);
    this.session = new SocketSession(
      {
        url: () => url,
        clock,
        silenceMs,
        pingMs,
        backoff,
        binaryIsText: true,
        maxAuthFailures: Number.POSITIVE_INFINITY,
      },
      {
        up: () => this.up(),
        down: (reason) => this.down(reason),
        failed: (fault) => this.failed(fault),
        message: (data) => this.receive(data as string),
      },
    );
  }

  /** Subscribes, again and again until it is removed or refused. Nobody may have the key. */
  add(subscriber: Subscriber): void {
    const { key, params } = subscriber;
    subscriber.halt(this.halted);
    const left = this.subscriptions.get(key);
    // What is being left is asked for once it was left.
    if (left !== undefined) left.subscriber = subscriber;
    else this.subscriptions.set(key, { params, subscriber, stage: 'wanted' });
    this.session.start();
    if (left === undefined && this.session.connected) this.subscribe(key);
  }

  remove(key: string): void {
    const subscription = this.subscriptions.get(key);
    if (subscription === undefined) return;
    subscription.subscriber = undefined;
    if (subscription.stage === 'wanted') this.subscriptions.delete(key);
    else if (subscription.stage === 'stands') this.leave(key, subscription);
  }

  /** Leaves and subscribes again: the venue begins anew, with a snapshot. */
  renew(key: string): void {
    const subscription = this.subscriptions.get(key);
    if (subscription?.stage === 'stands') this.leave(key, subscription);
  }

  /** For good; leaves no timer and no socket. Idempotent. */
  close(): void {
    this.subscriptions.clear();
    this.session.close();
    this.limiter.close();
    this.outcomes.finishAll({ kind: 'lost', reason: 'closed' });
  }

  private up(): void {
    this.generation++;
    for (const key of this.subscriptions.keys()) this.subscribe(key);
  }

  private down(reason: string): void {
    this.outcomes.finishAll({ kind: 'lost', reason });
    for (const [key, subscription] of this.subscriptions) {
      subscription.stage = 'wanted';
      if (subscription.subscriber === undefined) this.subscriptions.delete(key);
      else subscription.subscriber.lost(reason);
    }
  }

  /** Without keys: it is the address that is refused. */
  private failed({ kind, reason }: SocketFault): void {
    if (kind !== 'authentication') return;
    const error = loginRefused('kraken', 'Kraken', reason);
    for (const { subscriber } of this.subscriptions.values()) subscriber?.shut(error);
  }

  private subscribe(key: string): void {
    const subscription = this.subscriptions.get(key);
    const { subscriber } = subscription ?? {};
    if (subscription === undefined || subscriber === undefined || subscription.stage !== 'wanted') return;
    subscription.stage = 'asked';
    this.ask('subscribe', { ...subscription.params, snapshot: subscriber.snapshot }, (outcome) => {
      if (this.subscriptions.get(key) === subscription) this.subscribedOr(outcome, key, subscription);
    });
  }

  private subscribedOr(outcome: Outcome, key: string, subscription: Subscription): void {
    if (outcome.kind === 'done') {
      this.stands(subscription);
      // It was closed while the venue was being asked.
      if (subscription.subscriber === undefined) this.leave(key, subscription);
    } else if (outcome.kind === 'refused' && FOR_NOW.test(outcome.reason)) {
      this.session.restart(outcome.reason);
    } else if (outcome.kind === 'refused') {
      this.subscriptions.delete(key);
      subscription.subscriber?.refused(refusal(key, outcome.reason));
    }
  }

  private stands(subscription: Subscription): void {
    if (subscription.stage !== 'asked') return;
    subscription.stage = 'stands';
    subscription.subscriber?.subscribed();
  }

  /** What still comes of it is left over. */
  private leave(key: string, subscription: Subscription): void {
    subscription.stage = 'leaving';
    this.ask('unsubscribe', subscription.params, (outcome) => {
      if (this.subscriptions.get(key) !== subscription || outcome.kind === 'lost') return;
      if (outcome.kind === 'refused') {
        this.session.restart(outcome.reason);
      } else if (subscription.subscriber === undefined) {
        this.subscriptions.delete(key);
      } else {
        subscription.stage = 'wanted';
        this.subscribe(key);
      }
    });
  }

  /** Asks as soon as the venue takes another request; what waits for that ends with the connection. */
  private ask(method: string, params: Readonly<Record<string, unknown>>, done: (outcome: Outcome) => void): void {
    const { generation } = this;
    this.limiter.request('query', { requests: 1 }, (grant) => {
      if (generation !== this.generation || !this.session.connected) return;
      if (grant.kind === 'refused') {
        this.session.restart(grant.reason);
        return;
      }
      const id = ++this.lastId;
      const late = (): Outcome => {
        const reason = `no answer to ${method} in ${this.times.answerMs} ms`;
        this.session.restart(reason);
        return { kind: 'lost', reason };
      };
      this.outcomes.add(id, this.times.answerMs * 1_000, late, done);
      this.session.send({ method, params: { ...params, symbol: [params['symbol']] }, req_id: id });
    });
  }

  private receive(text: string): void {
    const receivedUs = this.clock.nowUs();
    const message = parseMessage(text);
    if (message.kind === 'reply') this.reply(message);
    else if (message.kind === 'system') this.system(message.state);
    else if (message.kind === 'data') this.route(message, { receivedUs, receivedNs: 0 });
  }

  private system(state: string): void {
    this.halted = HALTS.has(state) ? `Kraken is in ${state}` : undefined;
    for (const { subscriber } of this.subscriptions.values()) subscriber?.halt(this.halted);
  }

  private reply({ id, refusal: reason }: Reply): void {
    this.outcomes.finish(id, reason === undefined ? { kind: 'done' } : { kind: 'refused', reason });
  }

  /** An item that names no subscription may be anybody's: then all begin anew. */
  private route({ channel, snapshot, items }: ChannelData, receipt: Receipt): void {
    const keys = items.map((item) => keyOfItem(channel, item));
    for (let from = 0; from < items.length;) {
      let to = from + 1;
      while (to < items.length && keys[to] === keys[from]) to++;
      this.give(keys[from], items.slice(from, to), snapshot, receipt);
      from = to;
    }
  }

  private give(key: string, items: readonly Raw[], snapshot: boolean, receipt: Receipt): void {
    const subscription = this.subscriptions.get(key);
    if (subscription === undefined || subscription.stage === 'wanted' || subscription.stage === 'leaving') return;
    // Data may overtake the answer to the subscription.
    this.stands(subscription);
    try {
      subscription.subscriber?.take(items, snapshot, receipt);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      subscription.subscriber?.unreadable(error.message);
    }
  }
}

function refusal(key: string, reason: string): DomainError {
  const message = `Kraken does not give the stream ${key}: ${reason}`;
  return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: 'kraken', stream: key } });
}
