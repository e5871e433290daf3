import { DomainError } from '@bourseworks/domain';
import type { Clock, Timer } from '@bourseworks/ports';
import { loginRefused, quotable, SocketSession, type SocketFault } from '@bourseworks/venue-client';
import type { AlpacaDataConfig } from '../../config.js';
import { streamFailure, type StreamFailure } from '../../mapper/data-error.mapper.js';
import { NAME, type Raw } from '../../parse/fields.js';
import type { Receipt } from '../../parse/market/fields.js';
import { parseMessage, type Channel, type StreamItem } from '../../parse/market/message.js';
import { isListed, MAX_TOGETHER, Questions, type Action, type Asked } from './questions.js';
import { keyOf, type Subscriber } from './subscriber.js';
import type { AlpacaDataTimes } from './times.js';

/** `wanted`: to be asked for. `leaving`: to be left first. One without a subscriber is not wanted any more. */
interface Subscription {
  readonly channels: readonly Channel[];
  readonly symbol: string;
  subscriber: Subscriber | undefined;
  stage: 'wanted' | 'asked' | 'stands' | 'leaving';
  /** Once it stands it is to be left, and asked for again if somebody wants it. */
  again: boolean;
  /** Asked together with others it was refused: whose fault that was shows when it is asked alone. */
  alone: boolean;
  /** It stood at some time: whoever wants it waits for it to come back. */
  stood: boolean;
}

type DataItem = Extract<StreamItem, { readonly kind: 'data' }>;

/** A plan that has no room for another symbol. */
const NO_ROOM = 405;
/** A plan that does not cover a feed, told of the login, or of a channel, told of a subscription. */
const NOT_COVERED = 409;

/**
 * The one connection of an account to the stocks, or to crypto. Made when the first stream is opened, made anew when it breaks or
 * falls silent, given back some time after the last stream was closed.
 */
export class AlpacaConnection {
  readonly #keys: readonly string[];
  readonly #login: object;
  private session: SocketSession | undefined;
  private readonly questions: Questions;
  private readonly subscriptions = new Map<string, Subscription>();
  /** Keys of subscriptions about which something may be to be asked, in order. */
  private due = new Set<string>();
  private loginRefusal: DomainError | undefined;
  /** No attempt before, however often streams are opened and closed; monotonic microseconds. */
  private notBeforeUs = 0;
  /** How often in a row the account was connected elsewhere. */
  private occupied = 0;
  private lastFailure: string | undefined;
  private starting: Timer | undefined;
  private linger: Timer | undefined;
  private room: Timer | undefined;
  private closed = false;

  constructor(
    private readonly url: string,
    { keyId, secretKey }: AlpacaDataConfig,
    private readonly times: AlpacaDataTimes,
    private readonly clock: Clock,
  ) {
    this.#keys = [secretKey, keyId];
    this.#login = { action: 'auth', key: keyId, secret: secretKey };
    this.questions = new Questions(
      (message) => this.session?.send(message),
      (reason) => this.session?.restart(reason),
      times.answerMs,
      clock,
    );
  }

  /** Why the last login was refused, for as long as no other is due: whoever comes meanwhile need not wait for it. */
  get refusal(): DomainError | undefined {
    return this.clock.monotonicUs() < this.notBeforeUs ? this.loginRefusal : undefined;
  }

  /** Why there is no connection; undefined while there is one, or was no attempt. */
  get failure(): string | undefined {
    return this.lastFailure;
  }

  /** Subscribes, again and again until it is removed or refused. Nobody may have the key. */
  add(subscriber: Subscriber): void {
    const { channels, symbol } = subscriber;
    const key = keyOf(subscriber);
    const left = this.subscriptions.get(key);
    const fresh = { subscriber, stage: 'wanted', again: false, alone: false, stood: false } as const;
    // What is being left is asked for once it was left.
    if (left === undefined) this.subscriptions.set(key, { channels, symbol, ...fresh });
    else left.subscriber = subscriber;
    this.linger?.cancel();
    this.begin();
    this.attend(key);
  }

  remove(key: string): void {
    const subscription = this.subscriptions.get(key);
    if (subscription === undefined) return;
    subscription.subscriber = undefined;
    if (subscription.stage === 'wanted') this.drop(key);
    else this.renew(key);
  }

  /** Leaves and subscribes again: the venue begins anew, of a book with the whole of it. */
  renew(key: string): void {
    const subscription = this.subscriptions.get(key);
    if (subscription?.stage === 'asked') subscription.again = true;
    if (subscription?.stage !== 'stands') return;
    subscription.stage = 'leaving';
    this.attend(key);
  }

  /** For good; leaves no timer and no socket. Idempotent. */
  close(): void {
    this.closed = true;
    this.subscriptions.clear();
    this.release();
  }

  private begin(): void {
    if (this.session !== undefined || this.starting !== undefined || this.closed) return;
    const leftUs = this.notBeforeUs - this.clock.monotonicUs();
    if (leftUs <= 0) this.connect();
    else this.starting = this.clock.setTimer(leftUs, () => this.connect());
  }

  private connect(): void {
    this.starting = undefined;
    const { silenceMs, pingMs, loginMs, authRetryMs, backoff } = this.times;
    const options = { url: () => this.url, clock: this.clock, silenceMs, pingMs, loginMs, authRetryMs, backoff };
    this.session = new SocketSession(
      // Keys that were mended at Alpaca's side work again without a restart: the attempts go on, far apart.
      { ...options, binaryIsText: true, maxAuthFailures: Number.POSITIVE_INFINITY },
      {
        // Alpaca speaks first.
        opened: () => undefined,
        up: () => this.up(),
        down: (reason, fault) => this.down(quotable(reason, this.#keys), fault),
        failed: (fault) => this.failed(fault),
        message: (data) => this.receive(data as string),
      },
    );
    this.session.start();
  }

  /** Gives the connection back. */
  private release(): void {
    for (const timer of [this.starting, this.linger, this.room]) timer?.cancel();
    this.starting = undefined;
    this.session?.close();
    this.session = undefined;
    this.lastFailure = undefined;
    this.questions.take();
    this.due.clear();
  }

  private up(): void {
    this.loginRefusal = undefined;
    this.lastFailure = undefined;
    this.occupied = 0;
    this.due = new Set(this.subscriptions.keys());
    this.askNext();
  }

  private down(reason: string, fault: SocketFault): void {
    this.questions.take();
    this.due.clear();
    for (const [key, subscription] of this.subscriptions) {
      subscription.stage = 'wanted';
      subscription.again = false;
      subscription.alone = false;
      if (subscription.subscriber === undefined) this.subscriptions.delete(key);
      else subscription.subscriber.lost(reason);
    }
    this.failed(fault);
  }

  private failed({ kind, reason }: SocketFault): void {
    this.lastFailure = quotable(reason, this.#keys);
    if (kind !== 'authentication') return;
    // Some refuse it by an answer to the connection, without a word of the stream.
    const error = (this.loginRefusal ??= loginRefused(NAME, 'Alpaca', this.lastFailure));
    this.notBeforeUs = this.clock.monotonicUs() + this.times.authRetryMs * 1_000;
    for (const { subscriber } of this.subscriptions.values()) subscriber?.shut(error);
  }

  private attend(key: string): void {
    this.due.add(key);
    // What is asked for within one turn of the event loop goes out in one message.
    queueMicrotask(() => this.askNext());
  }

  private askNext(): void {
    if (this.session?.connected !== true || this.questions.outstanding) return;
    const batch: Subscription[] = [];
    let action: Action | undefined;
    for (const key of this.due) {
      const subscription = this.subscriptions.get(key);
      const next = subscription === undefined ? undefined : dueOf(subscription);
      if (subscription !== undefined && next !== undefined) {
        const apart = next !== (action ?? next) || subscription.alone || batch[0]?.alone === true;
        if (batch.length > 0 && (apart || batch.length >= MAX_TOGETHER)) break;
        action = next;
        if (next === 'subscribe') subscription.stage = 'asked';
        batch.push(subscription);
      }
      this.due.delete(key);
    }
    if (action !== undefined) this.questions.ask({ action, subjects: batch });
  }

  private receive(text: string): void {
    const receipt = { receivedUs: this.clock.nowUs(), receivedNs: 0 };
    const items = parseMessage(text);
    for (let from = 0; from < items.length;) {
      const item = items[from];
      if (item.kind !== 'data') {
        this.control(item);
        from++;
        continue;
      }
      let to = from + 1;
      while (to < items.length && isSame(items[to], item)) to++;
      this.give(
        item,
        (items.slice(from, to) as DataItem[]).map(({ raw }) => raw),
        receipt,
      );
      from = to;
    }
  }

  private control(item: Exclude<StreamItem, DataItem>): void {
    if (item.kind === 'connected') this.session?.send(this.#login);
    else if (item.kind === 'authenticated') this.session?.ready();
    else if (item.kind === 'subscription') this.answered(item.lists);
    else if (item.kind === 'error') this.error(item.code, quotable(item.said, this.#keys));
  }

  private answered(lists: Raw): void {
    const asked = this.questions.take();
    for (const subject of asked?.subjects ?? []) {
      const key = keyOf(subject);
      const subscription = this.subscriptions.get(key);
      if (subscription === undefined) continue;
      if (asked?.action === 'unsubscribe') this.left(key, subscription);
      else if (isListed(lists, subject)) this.stands(key, subscription);
      else this.refuse(key, unmet(key));
    }
    this.askNext();
  }

  private left(key: string, subscription: Subscription): void {
    if (subscription.subscriber === undefined) {
      this.drop(key);
    } else {
      subscription.stage = 'wanted';
      subscription.stood = false;
      this.due.add(key);
    }
  }

  private stands(key: string, subscription: Subscription): void {
    if (subscription.stage !== 'asked') return;
    subscription.stage = 'stands';
    subscription.stood = true;
    const { again, subscriber } = subscription;
    subscription.again = false;
    if (again || subscriber === undefined) this.renew(key);
    if (!again) subscriber?.subscribed();
  }

  private error(code: number | undefined, said: string): void {
    const failure = streamFailure(code, said);
    const ofRequest = failure.scope === 'request' || code === NOT_COVERED;
    const asked = ofRequest ? this.questions.take() : undefined;
    if (asked === undefined) this.broken(failure);
    else this.turnedDown(asked, code, failure.error);
  }

  /** Nothing that was asked for: the connection, or the login, is refused. */
  private broken({ scope, error: { message }, error }: StreamFailure): void {
    const { occupied } = this.times;
    this.loginRefusal = scope === 'login' ? error : undefined;
    if (scope === 'login') {
      this.session?.authenticationFailed(message);
      return;
    }
    const waitMs = scope === 'occupied' ? Math.min(occupied.maxMs, occupied.firstMs * 2 ** this.occupied++) : 0;
    this.notBeforeUs = this.clock.monotonicUs() + waitMs * 1_000;
    this.session?.restart(message, waitMs);
  }

  private turnedDown({ action, subjects }: Asked, code: number | undefined, error: DomainError): void {
    if (action === 'unsubscribe') {
      this.session?.restart(error.message);
      return;
    }
    const keys = subjects.map(keyOf);
    for (const key of keys) {
      const subscription = this.subscriptions.get(key);
      if (subscription === undefined) continue;
      subscription.stage = 'wanted';
      subscription.alone = true;
    }
    if (keys.length > 1) this.due = new Set([...keys, ...this.due]);
    else if (code === NO_ROOM && this.subscriptions.get(keys[0])?.stood === true) this.waitForRoom();
    else this.refuse(keys[0], error);
    this.askNext();
  }

  private refuse(key: string, error: DomainError): void {
    const subscriber = this.subscriptions.get(key)?.subscriber;
    this.drop(key);
    subscriber?.refused(error);
  }

  /** Those that stood before, and that the plan has no room for, are asked for again: others may have been closed. */
  private waitForRoom(): void {
    this.room?.cancel();
    this.room = this.clock.setTimer(this.times.roomMs * 1_000, () => {
      for (const [key, { stage }] of this.subscriptions) if (stage === 'wanted') this.due.add(key);
      this.askNext();
    });
  }

  /** Nobody listens: the account's one connection is given back, at once while there is none. */
  private drop(key: string): void {
    this.subscriptions.delete(key);
    if (this.subscriptions.size > 0) return;
    this.linger?.cancel();
    if (this.session?.connected !== true) this.release();
    else this.linger = this.clock.setTimer(this.times.lingerMs * 1_000, () => this.release());
  }

  private give({ channel, symbol }: DataItem, items: readonly Raw[], receipt: Receipt): void {
    const key = keyOf({ channels: [channel], symbol });
    const subscription = this.subscriptions.get(key);
    if (subscription === undefined || subscription.stage === 'wanted' || subscription.stage === 'leaving') return;
    // Data may overtake the answer to the subscription.
    this.stands(key, subscription);
    try {
      if (subscription.stage === 'stands') subscription.subscriber?.take(items, receipt);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      subscription.subscriber?.unreadable(error.message);
    }
  }
}

function isSame(item: StreamItem, { channel, symbol }: DataItem): boolean {
  return item.kind === 'data' && item.channel === channel && item.symbol === symbol;
}

function dueOf({ stage, subscriber }: Subscription): Action | undefined {
  if (stage === 'leaving') return 'unsubscribe';
  return stage === 'wanted' && subscriber !== undefined ? 'subscribe' : undefined;
}

function unmet(stream: string): DomainError {
  const message = `Alpaca did not subscribe ${stream}`;
  return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: NAME, stream } });
}
