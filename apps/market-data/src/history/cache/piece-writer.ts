import type { Point } from '@bourseworks/ports';
import { markOf, MOST_AT_ONCE, pointsOf } from './event-points.js';
import { placeOf, type KeptEvent } from './kept-series.js';

/** Points of one write: few writes, each of which is waited for until it is on the disk, and little memory. */
const WRITTEN = 4_096;

/**
 * Writes the events of one fetched range as they come. What a write holds is complete by itself, so that nothing is lost or
 * wrong whenever it ends.
 */
export class PieceWriter {
  /** All before it is in `points` or written. */
  private sinceUs: number;
  /** Microsecond of the events in `group`, and how many there are; beyond MOST_AT_ONCE they are counted only. */
  private groupUs = -1;
  private groupSize = 0;
  private group: KeptEvent[] = [];
  private points: Point[] = [];
  /** All before it is durable. */
  durableUs: number;

  constructor(
    fromUs: number,
    private readonly write: (points: readonly Point[]) => Promise<void>,
  ) {
    this.sinceUs = fromUs;
    this.durableUs = fromUs;
  }

  /** False when an event is before one that was added: what was taken for complete is not. */
  add(event: KeptEvent): boolean {
    const us = placeOf(event);
    if (us < this.groupUs) return false;
    if (us !== this.groupUs) this.close();
    this.groupUs = us;
    this.groupSize += 1;
    if (this.groupSize <= MOST_AT_ONCE) this.group.push(event);
    return true;
  }

  async writeFull(): Promise<void> {
    if (this.points.length >= WRITTEN) await this.flush();
  }

  /** Writes what is known to be complete: all but the microsecond that was added last. */
  async flush(): Promise<void> {
    const { points, sinceUs } = this;
    this.points = [];
    for (let from = 0; from < points.length; from += WRITTEN) await this.write(points.slice(from, from + WRITTEN));
    this.durableUs = sinceUs;
  }

  /** No more will come before `toUs`. `isNone`: the venue said that it has nothing. */
  async end(toUs: number, isNone: boolean): Promise<void> {
    this.close();
    this.mark(toUs, isNone);
    await this.flush();
  }

  private close(): void {
    const { group, groupUs, groupSize } = this;
    if (groupSize === 0) return;
    this.group = [];
    this.groupSize = 0;
    if (groupSize <= MOST_AT_ONCE) this.points.push(...pointsOf(group, this.sinceUs));
    // There is no room for the rest of them: the microsecond stays a hole, and is fetched each time.
    else this.mark(groupUs, false);
    this.sinceUs = groupUs + 1;
  }

  private mark(toUs: number, isNone: boolean): void {
    if (this.sinceUs >= toUs) return;
    this.points.push(markOf(this.sinceUs, toUs, isNone));
    this.sinceUs = toUs;
  }
}
