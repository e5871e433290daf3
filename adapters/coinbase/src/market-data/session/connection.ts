import { DomainError } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import { loginRefused, SocketSession, type SocketFault } from '@bourseworks/venue-client';
import {
  dataChannelOf,
  itemsOf,
  parseMessage,
  subscriptionsOf,
  type DataChannel,
} from '../../parse/advanced/message.js';
import { read, timeOf } from '../../parse/fields.js';
import { MessageOrder, type Arrived } from './message-order.js';
import { Questions, type Question } from './questions.js';
import { keyOf, type Delivery, type Subscriber } from './subscriber.js';
import type { CoinbaseTimes } from './times.js';

/** Refusals that are about the moment, not about what was asked. */
const FOR_NOW = /\brate\b|too many|busy|unavailable|time ?out|throttl|internal|try again/i;

/** The whole book of a busy product. */
const MAX_MESSAGE_BYTES = 64 * 1_024 * 1_024;

/** `wanted`: to be asked for. `leaving`: to be left first. One without a subscriber is not wanted any more. */
interface Subscription {
  readonly channel: DataChannel;
  readonly product: string;
  subscriber: Subscriber | undefined;
  stage: 'wanted' | 'asked' | 'stands' | 'leaving';
  /** Once it stands it is to be left, and asked for again if somebody wants it. */
  again: boolean;
}

/**
 * The connection to the streams of Advanced Trade, made anew when it breaks or falls silent; everything is then subscribed
 * again. The venue numbers its messages over all subscriptions: which of them a missing one was of nobody knows, and all are
 * told.
 */
export class CoinbaseConnection {
  private readonly session: SocketSession;
  private readonly questions: Questions;
  private readonly subscriptions = new Map<string, Subscription>();
  /** Keys of subscriptions about which something may be to be asked, in order. */
  private readonly due = new Set<string>();
  private order: MessageOrder | undefined;

  constructor(
    url: string,
    private readonly times: CoinbaseTimes,
    private readonly clock: Clock,
  ) {
    const { silenceMs, pingMs, backoff } = times;
    this.session = new SocketSession(
      {
        url: () => url,
        clock,
        silenceMs,
        pingMs,
        backoff,
        binaryIsText: true,
        maxPayload: MAX_MESSAGE_BYTES,
        maxAuthFailures: Number.POSITIVE_INFINITY,
      },
      {
        up: () => this.up(),
        down: (reason) => this.down(reason),
        failed: (fault) => this.failed(fault),
        message: (data) => this.receive(data as string),
      },
    );
    this.questions = new Questions(
      (message) => this.session.send(message),
      (reason) => this.session.restart(reason),
      times,
      clock,
    );
  }

  /** Subscribes, again and again until it is removed or refused. Nobody may have the key. */
  add(subscriber: Subscriber): void {
    const { channel, product } = subscriber;
    const key = keyOf(subscriber);
    const left = this.subscriptions.get(key);
    // What is being left is asked for once it was left.
    if (left !== undefined) left.subscriber = subscriber;
    else this.subscriptions.set(key, { channel, product, subscriber, stage: 'wanted', again: false });
    this.session.start();
    this.attend(key);
  }

  remove(key: string): void {
    const subscription = this.subscriptions.get(key);
    if (subscription === undefined) return;
    subscription.subscriber = undefined;
    if (subscription.stage === 'wanted') this.subscriptions.delete(key);
    else this.renew(key);
  }

  /** Leaves and subscribes again: the venue begins anew, with a snapshot. */
  renew(key: string): void {
    const subscription = this.subscriptions.get(key);
    if (subscription?.stage === 'asked') subscription.again = true;
    if (subscription?.stage !== 'stands') return;
    subscription.stage = 'leaving';
    this.attend(key);
  }

  /** For good; leaves no timer and no socket. Idempotent. */
  close(): void {
    this.subscriptions.clear();
    this.due.clear();
    this.order?.stop();
    this.questions.close();
    this.session.close();
  }

  private up(): void {
    const sink = {
      message: (arrived: Arrived) => this.handle(arrived),
      missing: (count: number) => this.tellAll((subscriber) => subscriber.interrupted(missing(count))),
      caughtUp: (count: number) => this.tellAll((subscriber) => subscriber.recheck(missing(count))),
      repeated: (arrived: Arrived) => this.deliver(arrived, (subscriber) => subscriber.tally('duplicates')),
      reordered: (arrived: Arrived) => this.deliver(arrived, (subscriber) => subscriber.tally('reorders')),
      late: (arrived: Arrived) =>
        this.deliver(arrived, (subscriber, delivery) => {
          if (subscriber.takesLate) give(subscriber, delivery);
        }),
      failed: (error: unknown) => this.session.restart(error instanceof Error ? error.message : String(error)),
    };
    this.order = new MessageOrder(sink, this.times.orderMs, this.clock);
    for (const key of this.subscriptions.keys()) this.due.add(key);
    // Without them a quiet market is a dead one.
    this.questions.ask({ type: 'subscribe', subscription: undefined });
  }

  private down(reason: string): void {
    this.order?.stop();
    this.questions.reset();
    this.due.clear();
    for (const [key, subscription] of this.subscriptions) {
      subscription.stage = 'wanted';
      subscription.again = false;
      if (subscription.subscriber === undefined) this.subscriptions.delete(key);
      else subscription.subscriber.lost(reason);
    }
  }

  /** Without keys: it is the address that is refused. */
  private failed({ kind, reason }: SocketFault): void {
    if (kind !== 'authentication') return;
    const error = loginRefused('coinbase', 'Coinbase', reason);
    for (const { subscriber } of this.subscriptions.values()) subscriber?.shut(error);
  }

  private attend(key: string): void {
    this.due.add(key);
    this.askNext();
  }

  private askNext(): void {
    if (!this.session.connected) return;
    for (const key of this.due) {
      if (this.questions.outstanding) return;
      this.due.delete(key);
      const subscription = this.subscriptions.get(key);
      const type = subscription === undefined ? undefined : dueOf(subscription);
      if (subscription === undefined || type === undefined) continue;
      if (type === 'subscribe') subscription.stage = 'asked';
      this.questions.ask({ type, subscription });
    }
  }

  private receive(text: string): void {
    const receivedUs = this.clock.nowUs();
    const message = parseMessage(text);
    if (message.kind === 'error') this.turnedDown(message.reason);
    else this.order?.offer({ message, receivedUs });
  }

  private handle(arrived: Arrived): void {
    const lists = subscriptionsOf(arrived.message);
    if (lists === undefined) {
      this.deliver(arrived, give);
      return;
    }
    const question = this.questions.answered(lists);
    if (question !== undefined) this.done(question);
  }

  private done({ type, subscription: about }: Question): void {
    const key = about === undefined ? undefined : keyOf(about);
    const subscription = key === undefined ? undefined : this.subscriptions.get(key);
    if (key !== undefined && subscription !== undefined) {
      if (type === 'subscribe') this.stands(key, subscription);
      else this.left(key, subscription);
    }
    this.askNext();
  }

  private left(key: string, subscription: Subscription): void {
    if (subscription.subscriber === undefined) {
      this.subscriptions.delete(key);
    } else {
      subscription.stage = 'wanted';
      this.due.add(key);
    }
  }

  /** An error does not say what it is about: it is about what was asked. */
  private turnedDown(reason: string): void {
    const question = this.questions.finish();
    const { subscription: about } = question ?? {};
    if (question?.type !== 'subscribe' || about === undefined || FOR_NOW.test(reason))
      throw read.badData(`an error: ${reason}`);
    const key = keyOf(about);
    const subscriber = this.subscriptions.get(key)?.subscriber;
    this.subscriptions.delete(key);
    subscriber?.refused(refusal(key, reason));
    this.askNext();
  }

  private stands(key: string, subscription: Subscription): void {
    if (subscription.stage !== 'asked') return;
    subscription.stage = 'stands';
    const { again, subscriber } = subscription;
    subscription.again = false;
    if (again || subscriber === undefined) this.renew(key);
    if (!again) subscriber?.subscribed();
  }

  /** Gives those whose data a message has their part of it. What nobody subscribed is passed over. */
  private deliver(arrived: Arrived, to: (subscriber: Subscriber, delivery: Delivery) => void): void {
    const { message, receivedUs } = arrived;
    const channel = dataChannelOf(message);
    if (channel === undefined) return;
    const time = timeOf(message.raw, 'timestamp');
    const items = itemsOf(channel, message);
    for (const product of new Set(items.map((item) => item.product))) {
      const key = keyOf({ channel, product });
      const subscription = this.subscriptions.get(key);
      if (subscription === undefined) continue;
      // Data may overtake the answer to the subscription.
      this.stands(key, subscription);
      if (subscription.stage !== 'stands' || subscription.subscriber === undefined) continue;
      const receipt = { receivedUs, receivedNs: 0 };
      to(subscription.subscriber, { items: items.filter((item) => item.product === product), time, receipt });
    }
  }

  private tellAll(tell: (subscriber: Subscriber) => void): void {
    for (const { stage, subscriber } of this.subscriptions.values())
      if ((stage === 'asked' || stage === 'stands') && subscriber !== undefined) tell(subscriber);
  }
}

function dueOf({ stage, subscriber }: Subscription): Question['type'] | undefined {
  if (stage === 'leaving') return 'unsubscribe';
  return stage === 'wanted' && subscriber !== undefined ? 'subscribe' : undefined;
}

function give(subscriber: Subscriber, delivery: Delivery): void {
  try {
    subscriber.take(delivery);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    subscriber.unreadable(error.message);
  }
}

function missing(count: number): string {
  return count === 1 ? 'a message of the connection is missing' : `${count} messages of the connection are missing`;
}

function refusal(key: string, reason: string): DomainError {
  const message = `Coinbase does not give the stream ${key}: ${reason}`;
  return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: 'coinbase', stream: key } });
}
