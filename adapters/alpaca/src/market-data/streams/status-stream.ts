import type { Raw } from '../../parse/fields.js';
import { statusOf } from '../../parse/market/items.js';
import type { Channel } from '../../parse/market/message.js';
import type { Subscriber } from '../session/subscriber.js';
import type { LiveStream } from './live-stream.js';

/**
 * Halts of a stock, told to all of its streams. A plan or feed without them is no reason to refuse these: then a halt is silence.
 */
export class StatusStream implements Subscriber {
  readonly channels: readonly Channel[] = ['statuses'];
  private readonly streams = new Set<LiveStream>();
  /** Why trading is halted; undefined = it is not, or nobody knows. */
  private halt: string | undefined;

  constructor(readonly symbol: string) {}

  join(stream: LiveStream): void {
    this.streams.add(stream);
    stream.halt(this.halt);
  }

  /** True when no stream is left. */
  leave(stream: LiveStream): boolean {
    this.streams.delete(stream);
    return this.streams.size === 0;
  }

  take(items: readonly Raw[]): void {
    for (const status of items.map(statusOf)) {
      if (status.kind === 'other') continue;
      this.halt = status.kind === 'halted' ? status.reason : undefined;
      for (const stream of this.streams) stream.halt(this.halt);
    }
  }

  unreadable(reason: string): void {
    for (const stream of this.streams) stream.unreadable(reason);
  }

  subscribed(): void {
    // What was before, nobody knows.
  }

  lost(): void {
    this.halt = undefined;
  }

  shut(): void {
    // The streams are told themselves.
  }

  refused(): void {
    // The streams go on without it.
  }
}
