import { DomainError } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import { loginRefused, PendingRequests, RateLimiter, SocketSession, type SocketFault } from '@bourseworks/venue-client';
import { parseMessage, read } from '../../parse/fields.js';
import { EnvelopeReader, type DataReader } from '../../parse/market/envelope.js';
import type { StreamTimes } from './stream-times.js';

/** Who takes the messages of one stream. */
export interface StreamConsumer extends DataReader {
  /** Of the stream at the venue: `btcusdt@trade`. */
  readonly name: string;
  /** Passes on what was read: the rest of the message was as it should be, too. */
  commit(): void;
  /** A message could not be read. */
  unreadable(reason: string): void;
  subscribed(): void;
  lost(reason: string): void;
  /** The venue lets nobody in for now; it is tried again. */
  shut(error: DomainError): void;
  refused(error: DomainError): void;
}

/** Control messages a second. The venue takes 5, our pings and pongs among them, and ends the connection at more. */
const CONTROL_A_SECOND = 4;
/** Streams that one message subscribes. */
const MAX_BATCH = 100;

type Reply = { readonly kind: 'done' } | { readonly kind: 'refused' | 'late'; readonly reason: string };

/** A stream that is wanted is asked for, and stands once the venue has confirmed it. */
interface Subscription {
  readonly consumer: StreamConsumer;
  stage: 'wanted' | 'asked' | 'stands';
  /** A message with others was refused: which of them is wrong is told by asking one by one. */
  alone: boolean;
}

/**
 * One connection and the streams over it. It is made anew when it breaks, falls silent or gets old, and everything is
 * subscribed again. Leaving and subscribing are control messages, which the venue counts.
 */
export class StreamConnection {
  private readonly session: SocketSession;
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly limiter: RateLimiter;
  private readonly replies: PendingRequests<Reply>;
  private readonly envelope = new EnvelopeReader((name) => this.standing(name));
  private leaving = new Set<string>();
  private lastId = 0;
  private waiting = false;

  constructor(
    url: string,
    private readonly times: StreamTimes,
    private readonly clock: Clock,
  ) {
    const control = { name: 'control', limit: CONTROL_A_SECOND, windowUs: 1_000_000 };
    this.limiter = new RateLimiter({ windows: [control], clock });
    this.replies = new PendingRequests(clock);
    const { silenceMs, pingMs, maxAgeMs, backoff } = times;
    this.session = new SocketSession(
      {
        url: () => url,
        clock,
        silenceMs,
        pingMs,
        maxAgeMs,
        backoff,
        textAsBytes: true,
        maxAuthFailures: Number.POSITIVE_INFINITY,
      },
      {
        up: () => this.up(),
        down: (reason) => this.down(reason),
        failed: (fault) => this.failed(fault),
        message: (data) => this.receive(data as Buffer),
      },
    );
  }

  /** Streams that are wanted. */
  get size(): number {
    return this.subscriptions.size;
  }

  add(consumer: StreamConsumer): void {
    this.subscriptions.set(consumer.name, { consumer, stage: 'wanted', alone: false });
    this.session.start();
    if (this.session.connected) this.flush();
  }

  remove(name: string): void {
    const subscription = this.subscriptions.get(name);
    if (subscription === undefined) return;
    this.subscriptions.delete(name);
    if (subscription.stage === 'wanted' || !this.session.connected) return;
    this.leaving.add(name);
    this.flush();
  }

  /** For good; leaves no timer and no socket. Idempotent. */
  close(): void {
    this.subscriptions.clear();
    this.session.close();
    this.limiter.close();
    this.replies.finishAll({ kind: 'late', reason: 'closed' });
  }

  private up(): void {
    this.leaving.clear();
    for (const subscription of this.subscriptions.values()) subscription.stage = 'wanted';
    this.flush();
  }

  private down(reason: string): void {
    this.replies.finishAll({ kind: 'late', reason });
    for (const subscription of this.subscriptions.values()) {
      subscription.stage = 'wanted';
      subscription.consumer.lost(reason);
    }
  }

  /** Without keys: it is the address that is refused. */
  private failed({ kind, reason }: SocketFault): void {
    if (kind !== 'authentication') return;
    const error = loginRefused('binance', 'Binance', reason);
    for (const { consumer } of this.subscriptions.values()) consumer.shut(error);
  }

  /** Sends what is to be said, as soon as the venue takes another message. */
  private flush(): void {
    if (this.waiting || !this.hasWork()) return;
    this.waiting = true;
    this.limiter.request('query', { control: 1 }, ({ kind }) => {
      this.waiting = false;
      if (kind !== 'granted' || !this.session.connected) return;
      this.sendNext();
      this.flush();
    });
  }

  private hasWork(): boolean {
    if (this.leaving.size > 0) return true;
    for (const { stage } of this.subscriptions.values()) if (stage === 'wanted') return true;
    return false;
  }

  private sendNext(): void {
    // A stream that was left and is wanted again is asked for only after it was left.
    if (this.leaving.size > 0) {
      const names = [...this.leaving].slice(0, MAX_BATCH);
      for (const name of names) this.leaving.delete(name);
      this.send('UNSUBSCRIBE', names);
      return;
    }
    const wanted = [...this.subscriptions.values()].filter(({ stage }) => stage === 'wanted');
    if (wanted.length === 0) return;
    const batch = wanted[0].alone ? wanted.slice(0, 1) : wanted.filter(({ alone }) => !alone).slice(0, MAX_BATCH);
    for (const subscription of batch) subscription.stage = 'asked';
    this.send(
      'SUBSCRIBE',
      batch.map(({ consumer }) => consumer.name),
      (reply) => this.answered(batch, reply),
    );
  }

  private send(method: string, params: readonly string[], done: (reply: Reply) => void = () => undefined): void {
    const id = ++this.lastId;
    const late = (): Reply => {
      const reason = `no answer to ${method} in ${this.times.answerMs} ms`;
      this.session.restart(reason);
      return { kind: 'late', reason };
    };
    this.replies.add(id, this.times.answerMs * 1_000, late, done);
    this.session.send({ method, params, id });
  }

  private answered(batch: readonly Subscription[], reply: Reply): void {
    for (const subscription of batch) {
      const { consumer } = subscription;
      // It was left, or belongs to another connection.
      if (this.subscriptions.get(consumer.name) !== subscription || subscription.stage !== 'asked') continue;
      if (reply.kind === 'done') {
        subscription.stage = 'stands';
        consumer.subscribed();
      } else if (reply.kind === 'refused' && batch.length === 1) {
        this.subscriptions.delete(consumer.name);
        consumer.refused(refusal(consumer.name, reply.reason));
      } else if (reply.kind === 'refused') {
        subscription.stage = 'wanted';
        subscription.alone = true;
      }
    }
    this.flush();
  }

  /** A message of a stream is an envelope; all else is an answer. */
  private receive(message: Buffer): void {
    const { envelope } = this;
    try {
      envelope.read(message, this.clock.nowUs());
    } catch (error) {
      // Whose message it was is not known: any stream may have lost one, and all begin anew.
      if (envelope.reader === undefined || !(error instanceof DomainError)) throw error;
      envelope.reader.unreadable(error.message);
      return;
    }
    if (envelope.stream === undefined) this.reply(message.toString());
    // Nobody may want it any more, or it was not confirmed yet.
    else envelope.reader?.commit();
  }

  private standing(name: string): StreamConsumer | undefined {
    const subscription = this.subscriptions.get(name);
    return subscription?.stage === 'stands' ? subscription.consumer : undefined;
  }

  private reply(text: string): void {
    const raw = parseMessage(text);
    const { id, error } = raw;
    const said = error === undefined ? raw : read.asRaw(error, 'an error');
    const reason = typeof said['msg'] === 'string' ? said['msg'].slice(0, 200) : undefined;
    if (typeof id === 'number') {
      this.replies.finish(id, reason === undefined ? { kind: 'done' } : { kind: 'refused', reason });
    } else if (reason !== undefined) {
      throw read.badData(`an error: ${reason}`);
    }
  }
}

function refusal(name: string, reason: string): DomainError {
  const message = `Binance does not give the stream ${name}: ${reason}`;
  return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: 'binance', stream: name } });
}
