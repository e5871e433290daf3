import type { DomainError } from '@bourseworks/domain';
import { adapterFailed } from './errors.js';
import type { Raw } from './fields.js';
import type { StreamChannel } from './mapper.js';

/** One symbol in one channel. */
export interface Subscription {
  readonly channel: StreamChannel;
  readonly symbol: string;
}

type Action = 'subscribe' | 'unsubscribe';

/** `lost`: the connection went before the answer; with it every subscription is gone. */
export type Outcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'refused'; readonly error: DomainError }
  | { readonly kind: 'lost' };

interface Request {
  readonly action: Action;
  readonly subscription: Subscription;
  readonly done: (outcome: Outcome) => void;
  /** Asked together with others it was refused: whose fault that was shows when it is asked alone. */
  readonly alone: boolean;
}

/** Symbols in one message. */
const MAX_TOGETHER = 100;
/** Requests that may wait; more are not taken. */
const MAX_WAITING = 10_000;

/**
 * Subscribes and unsubscribes over one connection. Answers name no request, so one message is under way at a time, and
 * what comes in meanwhile goes out together.
 */
export class Subscriptions {
  private waiting: Request[] = [];
  private asked: readonly Request[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly timeoutMs: number,
    private readonly send: (message: object) => void,
    /** No answer came: the connection is of no use. */
    private readonly silent: (reason: string) => void,
  ) {}

  request(action: Action, subscription: Subscription, done: (outcome: Outcome) => void): void {
    if (this.waiting.length >= MAX_WAITING) {
      queueMicrotask(() => done({ kind: 'refused', error: adapterFailed('too many subscriptions wait for Alpaca') }));
      return;
    }
    this.waiting.push({ action, subscription, done, alone: false });
    // What is asked for within one turn of the event loop goes out in one message.
    if (this.waiting.length === 1 && this.asked.length === 0) queueMicrotask(() => this.next());
  }

  /** The list of all subscriptions that stand, which answers every request. */
  confirmed(list: Raw): void {
    for (const request of this.take()) {
      const { action, subscription } = request;
      const names = list[subscription.channel];
      const stands = Array.isArray(names) && names.includes(subscription.symbol);
      request.done(stands === (action === 'subscribe') ? { kind: 'ok' } : { kind: 'refused', error: unmet(request) });
    }
    this.next();
  }

  /** What was asked for last is refused. False when nothing was asked for. */
  refused(error: DomainError): boolean {
    const asked = this.take();
    if (asked.length === 1) asked[0].done({ kind: 'refused', error });
    // In front: behind one that goes together with others there is none that goes alone.
    else this.waiting.unshift(...asked.map((request) => ({ ...request, alone: true })));
    if (asked.length > 0) this.next();
    return asked.length > 0;
  }

  /** The connection is gone. */
  lost(): void {
    const all = [...this.take(), ...this.waiting];
    this.waiting = [];
    for (const { done } of all) done({ kind: 'lost' });
  }

  private take(): readonly Request[] {
    clearTimeout(this.timer);
    const asked = this.asked;
    this.asked = [];
    return asked;
  }

  private next(): void {
    if (this.asked.length > 0 || this.waiting.length === 0) return;
    const [first] = this.waiting;
    const foreign = this.waiting.findIndex(({ action }) => action !== first.action);
    const count = first.alone ? 1 : Math.min(MAX_TOGETHER, foreign < 0 ? this.waiting.length : foreign);
    this.asked = this.waiting.splice(0, count);
    this.timer = setTimeout(() => this.silent('Alpaca did not answer a subscription'), this.timeoutMs);
    const message: Record<string, string[]> = {};
    for (const { subscription } of this.asked) (message[subscription.channel] ??= []).push(subscription.symbol);
    this.send({ action: first.action, ...message });
  }
}

function unmet({ action, subscription: { channel, symbol } }: Request): DomainError {
  return adapterFailed(`Alpaca did not ${action} ${channel} of ${symbol}`, { channel, symbol });
}
