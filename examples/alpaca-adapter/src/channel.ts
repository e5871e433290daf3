import type { DomainError, Instrument, MarketDataEvent, StreamKind, StreamState } from '@bourseworks/domain';
import type { StreamSink } from '@bourseworks/ports';
import type { Raw } from './fields.js';
import { parseEvent } from './parse.js';
import type { Subscription } from './subscriptions.js';

interface Opening {
  readonly resolve: () => void;
  readonly reject: (error: DomainError) => void;
}

/** One subscription, all who listen to it, and those who wait for it to be confirmed. */
export class Channel {
  readonly sinks = new Set<StreamSink>();
  private readonly openings = new Set<Opening>();
  private state: StreamState | undefined;

  constructor(
    readonly subscription: Subscription,
    readonly instrument: Instrument,
    readonly kind: StreamKind,
  ) {}

  get isLive(): boolean {
    return this.state === 'LIVE';
  }

  /** Was live at some time: whoever listens waits for it to come back. */
  get isKept(): boolean {
    return this.state !== undefined;
  }

  /** Resolves once the subscription was confirmed; rejects with what `fail` says, or after a time with `late`. */
  opened(timeoutMs: number, late: () => DomainError): Promise<void> {
    if (this.isLive) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        clearTimeout(timer);
        this.openings.delete(opening);
        end();
      };
      const opening: Opening = {
        resolve: () => settle(resolve),
        reject: (error) => settle(() => reject(error)),
      };
      const timer = setTimeout(() => opening.reject(late()), timeoutMs);
      this.openings.add(opening);
    });
  }

  /** The items of one message, in its order. One that cannot be read is a gap; the others are handed on. */
  receive(items: readonly Raw[]): void {
    // Left over from a subscription that ended just before: what comes until this one stands is no part of the stream.
    if (!this.isLive) return;
    const events: MarketDataEvent[] = [];
    let fault: unknown;
    for (const item of items) {
      try {
        events.push(parseEvent(item, this.instrument, this.kind));
      } catch (error) {
        fault = error;
      }
    }
    if (events.length > 0) for (const sink of this.sinks) sink.events(events);
    if (fault === undefined) return;
    this.tell('GAP_START', fault instanceof Error ? fault.message : 'a message could not be read');
    this.live('the message is left out');
  }

  confirmed(): void {
    if (this.isLive) return;
    this.live('what came in between was missed');
    for (const { resolve } of this.openings) resolve();
  }

  /** The connection is gone: what happens now is missed. */
  lost(reason: string): void {
    if (this.state === 'LIVE' || this.state === 'RESYNCING') this.tell('GAP_START', reason);
  }

  /** Connected again; the subscription is asked for. */
  resuming(): void {
    if (this.isKept) this.tell('RESYNCING');
  }

  /** The connection, or the subscription after it, does not come back for now. */
  stale(reason: string): void {
    if (this.isKept && this.state !== 'STALE') this.tell('STALE', reason);
  }

  /** Those who wait for the opening wait in vain. */
  fail(error: DomainError): void {
    for (const { reject } of this.openings) reject(error);
  }

  private live(reason: string): void {
    if (this.state !== undefined) this.tell('GAP_END', reason);
    this.tell('LIVE');
  }

  private tell(state: StreamState, reason?: string): void {
    this.state = state;
    for (const sink of this.sinks) sink.state(state, reason);
  }
}
