import type { Clock, Timer } from '@bourseworks/ports';
import { LIMITS } from '../../protocol/limits.js';
import type { Channel } from '../channel/channel.js';
import type { MarketClient } from '../market-client.js';
import type { Audience } from './audience.js';
import { isDue, type FrameWriter } from './frame-writer.js';

const FRAME_US = LIMITS.frameMs * 1_000;
/**
 * What comes together leaves together: the quotes of a burst are messages of their own on the bus, and all but the first would
 * wait for the next frame. On the machine's own timer, whatever clock the frames are on: it is the wire that is waited for.
 */
const GATHER_MS = 2;
/** As long as more comes, but no longer than this. */
const MAX_GATHER_MS = 6;

/**
 * When frames leave. An audience that was quiet is written at once; one that is busy is written with all other busy ones at
 * a common beat, so that what they have in common is encoded once.
 */
export class FramePump {
  private readonly fresh = new Set<Channel>();
  private readonly eager = new Set<MarketClient>();
  private readonly dirty = new Set<Audience>();
  private looking = false;
  private lookAtMs = 0;
  /** Changes that came since the last look at whether more comes. */
  private arrived = 0;
  private beat: Timer | undefined;
  private beatAtUs = 0;
  private stopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly writer: FrameWriter,
    private readonly audiencesOf: (channel: Channel) => Iterable<Audience>,
  ) {}

  /** Something came for the clients of a stream. */
  readonly changed = (channel: Channel): void => {
    this.fresh.add(channel);
    this.arrived += 1;
    this.lookSoon();
  };

  /** A client begins with a stream, or begins it anew. */
  begins(client: MarketClient): void {
    this.eager.add(client);
    this.lookSoon();
  }

  forget(client: MarketClient): void {
    this.eager.delete(client);
  }

  drop(audience: Audience): void {
    this.dirty.delete(audience);
  }

  stop(): void {
    this.stopped = true;
    this.beat?.cancel();
  }

  private lookSoon(): void {
    if (this.looking || this.stopped) return;
    this.looking = true;
    this.lookAtMs = performance.now() + MAX_GATHER_MS;
    this.gather();
  }

  private gather(): void {
    this.arrived = 0;
    setTimeout(() => {
      if (this.arrived > 0 && performance.now() + GATHER_MS <= this.lookAtMs) return this.gather();
      this.looking = false;
      if (!this.stopped) this.look();
    }, GATHER_MS);
  }

  private look(): void {
    const nowMs = this.nowMs();
    const frames = new Map();
    for (const client of this.eager) {
      const { audience } = client;
      if (audience !== undefined && !this.writer.writeOne(client, audience, nowMs, frames)) this.wait(audience);
    }
    this.eager.clear();
    for (const channel of this.fresh) {
      for (const audience of this.audiencesOf(channel)) {
        if (isDue(audience.sentAtMs, nowMs)) this.writeNow(audience, nowMs);
        else this.wait(audience);
      }
    }
    this.fresh.clear();
  }

  private writeNow(audience: Audience, nowMs: number): void {
    // Nobody keeps the beat: it begins here, so that what follows waits no longer than it must.
    if (this.beat === undefined) this.beatAtUs = Math.max(this.beatAtUs, nowMs * 1_000);
    this.writer.writeAll(audience, nowMs);
    if (audience.dirty) this.wait(audience);
  }

  private wait(audience: Audience): void {
    audience.dirty = true;
    this.dirty.add(audience);
    if (this.beat !== undefined) return;
    const nowUs = this.clock.monotonicUs();
    // The beat goes on where it was: audiences that fell into step stay in it.
    const beats = Math.max(1, Math.ceil((nowUs - this.beatAtUs) / FRAME_US));
    this.beatAtUs += beats * FRAME_US;
    this.beat = this.clock.setTimer(this.beatAtUs - nowUs, () => this.strike());
  }

  private strike(): void {
    this.beat = undefined;
    const beatMs = this.beatAtUs / 1_000;
    // A timer that is a little late makes the frames no fewer: what counts is the beat.
    const nowMs = this.nowMs() - beatMs < LIMITS.frameMs / 2 ? beatMs : this.nowMs();
    const waiting = [...this.dirty];
    this.dirty.clear();
    for (const audience of waiting) {
      if (isDue(audience.sentAtMs, nowMs)) this.writer.writeAll(audience, nowMs);
      if (audience.dirty) this.wait(audience);
    }
  }

  private nowMs(): number {
    return this.clock.monotonicUs() / 1_000;
  }
}
