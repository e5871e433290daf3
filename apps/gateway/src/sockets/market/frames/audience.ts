import type { Channel, Mark } from '../channel/channel.js';
import type { MarketClient } from '../market-client.js';

/** What a client holds of each stream of its audience, in the same order. Never changed: those who hold the same share it. */
export interface Holding {
  readonly marks: readonly (Mark | undefined)[];
}

/** Clients with the same streams. Those among them that hold the same get one frame, encoded once. */
export class Audience {
  readonly members = new Set<MarketClient>();
  /** Somebody lacks something. */
  dirty = false;
  /** When most of them were last sent something; milliseconds, monotonic. */
  sentAtMs = Number.NEGATIVE_INFINITY;
  /** Of those who hold nothing yet. */
  readonly nothing: Holding;
  private holding: Holding;

  /** `channels` in ascending order of their ids. */
  constructor(readonly channels: readonly Channel[]) {
    this.nothing = { marks: channels.map(() => undefined) };
    this.holding = this.nothing;
  }

  static keyOf(channels: readonly Channel[]): string {
    return channels.map(({ id }) => id).join(' ');
  }

  /** What there was at the last look. */
  get current(): Holding {
    return this.holding;
  }

  /** What there is now; the same object as before when nothing changed. */
  now(): Holding {
    const { channels, holding } = this;
    let same = true;
    const marks: Mark[] = [];
    for (let at = 0; at < channels.length; at++) {
      const mark = channels[at].mark();
      if (mark !== holding.marks[at]) same = false;
      marks.push(mark);
    }
    if (!same) this.holding = { marks };
    return this.holding;
  }
}
