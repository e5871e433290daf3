import { DomainError, type Instrument, type StreamKind } from '@bourseworks/domain';
import type { FeedChannel } from '@bourseworks/feeds';
import type { StreamSink, Timer } from '@bourseworks/ports';
import { VirtualClock } from '@bourseworks/testkit';
import type { Fuzzed, Told } from '../fuzzed.js';

/** Between two messages. */
const STEP_US = 20_000;
/** A message that ends the connection: most of them do not here, or the streams would hardly ever be whole. */
const ENDS_AFTER = 10;
/** Beyond this the timer of a machine runs at once. */
const LONGEST_US = (2 ** 31 - 1) * 1_000;

class FuzzClock extends VirtualClock {
  override setTimer(delayUs: number, callback: () => void): Timer {
    if (delayUs > LONGEST_US) throw new RangeError(`a timer of ${delayUs} us runs at once`);
    return super.setTimer(delayUs, callback);
  }
}

/** One of the streams of a connection. */
interface Stream {
  subscribed(): void;
  lost(reason: string): void;
}

/** The streams of a venue as they are kept live, without the socket: what a connection does with a message. */
export abstract class LiveVenue implements Fuzzed {
  protected readonly clock = new FuzzClock();
  private readonly channels: FeedChannel[] = [];
  private refused = 0;

  constructor(
    readonly name: string,
    readonly texts: readonly string[],
    private readonly told: Told,
  ) {}

  /** Timers still set: they are bounded by the streams. */
  get timers(): number {
    return this.clock.pendingTimers;
  }

  accept(text: string): void {
    try {
      this.clock.advance(STEP_US);
    } catch (error) {
      throw new Error(`in a timer: ${String(error)}`, { cause: error });
    }
    try {
      this.receive(text);
    } catch (error) {
      if (++this.refused % ENDS_AFTER === 0) this.reconnect(String(error));
      throw error;
    }
  }

  restart(): void {
    this.reconnect('the messages begin anew');
  }

  close(): void {
    for (const channel of this.channels) channel.close();
  }

  /** What a connection does with a message. Throws what ends it. */
  protected abstract receive(text: string): void;
  protected abstract streams(): Iterable<Stream>;

  /** Listens to a stream. */
  protected listen(
    channel: FeedChannel,
    instrument: Instrument,
    kind: StreamKind,
    wrap = (sink: StreamSink) => sink,
  ): void {
    const stream = `${this.name} ${instrument.symbol} ${kind}`;
    const sink: StreamSink = {
      events: (events) => {
        for (const event of events) this.told.take(stream, event);
      },
      state: () => undefined,
      tally: () => undefined,
    };
    this.channels.push(channel);
    channel.join(wrap(sink));
    channel.opened(LONGEST_US).catch(() => undefined);
  }

  private reconnect(reason: string): void {
    for (const stream of this.streams()) stream.lost(reason);
    for (const stream of this.streams()) stream.subscribed();
  }
}

/** Answers no question. */
export function offline<T extends object>(): T {
  const ask = (): Promise<never> =>
    Promise.reject(new DomainError({ code: 'ADAPTER_FAILED', message: 'nobody answers', details: {} }));
  return { ask } as unknown as T;
}
