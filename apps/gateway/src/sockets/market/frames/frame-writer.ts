import type { Clock } from '@bourseworks/ports';
import { LIMITS } from '../../protocol/limits.js';
import type { SocketMetrics } from '../../socket-metrics.js';
import { bufferedBytes, bytesOf, writeFrame, type WireFrame } from '../../wire/connection.js';
import { encodeEvent } from '../../wire/encode.js';
import type { MarketClient } from '../market-client.js';
import type { Audience, Holding } from './audience.js';

/** A client for which more waits is sent nothing more until it has read; what comes meanwhile conflates. */
const MAX_BUFFERED_BYTES = 65_536;
/** One look at the clock for so many sockets. */
const SAMPLE = 16;
const US_PER_SECOND = 1_000_000;

/** Sums of fractions are not exact. */
const EPSILON_MS = 0.01;

export const isDue = (sentAtMs: number, nowMs: number): boolean => nowMs - sentAtMs >= LIMITS.frameMs - EPSILON_MS;

interface Encoded {
  /** Undefined: nothing that a client could see has changed. */
  readonly frame: WireFrame | undefined;
  readonly deliveries: number;
  readonly conflated: number;
  /** More is missing than is kept. */
  readonly behind: boolean;
}

/** Brings clients up to date: one frame for all who hold the same. */
export class FrameWriter {
  constructor(
    private readonly namespace: string,
    private readonly clock: Clock,
    private readonly metrics: SocketMetrics,
    private readonly onBehind: (client: MarketClient) => void,
  ) {}

  /** The members whose turn it is. Afterwards `dirty` says whether somebody still lacks something. */
  writeAll(audience: Audience, nowMs: number): void {
    const before = audience.current;
    const holding = audience.now();
    const frames = new Map<Holding, Encoded>();
    // Whoever waits for the turn on purpose is not late before it has come.
    const dueUs = (audience.sentAtMs + LIMITS.frameMs) * 1_000;
    let lacking = false;
    let written = 0;
    for (const client of audience.members) {
      if (client.holding === holding) continue;
      if (!isDue(client.sentAtMs, nowMs) || !this.hasRead(client)) lacking = true;
      else {
        // A client that was slow has itself to thank for what it waited.
        const inStep = client.holding === before;
        this.write(client, audience, holding, frames, nowMs);
        // One that catches up alone makes nobody else wait.
        if (inStep) audience.sentAtMs = nowMs;
        if (inStep && written++ % SAMPLE === 0) this.observe(audience, before, holding, dueUs);
      }
    }
    audience.dirty = lacking;
  }

  /** One client, at once, if it is its turn. @returns whether it was */
  writeOne(client: MarketClient, audience: Audience, nowMs: number, frames: Map<Holding, Encoded>): boolean {
    const holding = audience.now();
    if (client.holding === holding) return true;
    if (!isDue(client.sentAtMs, nowMs) || !this.hasRead(client)) return false;
    this.write(client, audience, holding, frames, nowMs);
    return true;
  }

  private write(
    client: MarketClient,
    audience: Audience,
    holding: Holding,
    frames: Map<Holding, Encoded>,
    nowMs: number,
  ): void {
    const from = client.holding ?? audience.nothing;
    let encoded = frames.get(from);
    if (encoded === undefined) frames.set(from, (encoded = this.encode(audience, from, holding)));
    if (encoded.behind) return this.onBehind(client);
    client.holding = holding;
    if (encoded.frame === undefined) return;
    client.sentAtMs = nowMs;
    writeFrame(client.connection, encoded.frame);
    const { counts } = this.metrics;
    counts.frames += 1;
    counts.bytes += bytesOf(encoded.frame);
    counts.deliveries += encoded.deliveries;
    counts.conflated += encoded.conflated;
  }

  private hasRead({ connection }: MarketClient): boolean {
    if (bufferedBytes(connection) <= MAX_BUFFERED_BYTES) return true;
    this.metrics.counts.withheld += 1;
    return false;
  }

  private encode({ channels }: Audience, from: Holding, to: Holding): Encoded {
    const texts: string[] = [];
    let deliveries = 0;
    let conflated = 0;
    for (let at = 0; at < channels.length; at++) {
      if (from.marks[at] === to.marks[at]) continue;
      const piece = channels[at].piece(from.marks[at]);
      if (piece === 'behind') return { frame: undefined, deliveries: 0, conflated: 0, behind: true };
      if (piece.text === '') continue;
      texts.push(piece.text);
      deliveries += piece.deliveries;
      conflated += piece.conflated;
    }
    if (texts.length === 0) return { frame: undefined, deliveries, conflated, behind: false };
    this.metrics.counts.encoded += 1;
    const body = `{"at":${this.clock.nowUs() / 1_000},"m":[${texts.join(',')}]}`;
    return { frame: encodeEvent(this.namespace, 'frame', body), deliveries, conflated, behind: false };
  }

  /** How long the oldest update of this round has been here. */
  private observe({ channels }: Audience, before: Holding, now: Holding, dueUs: number): void {
    const nowUs = this.clock.monotonicUs();
    let oldestUs = nowUs;
    for (let at = 0; at < channels.length; at++) {
      const mark = now.marks[at];
      if (mark === undefined || mark === before.marks[at]) continue;
      oldestUs = Math.min(oldestUs, mark.receivedUs);
      this.metrics.age.observe({ class: channels[at].streamClass }, (nowUs - mark.receivedUs) / US_PER_SECOND);
    }
    this.metrics.processing.observe((nowUs - Math.max(oldestUs, dueUs)) / US_PER_SECOND);
  }
}
