import type { FeedVenue } from './harness.js';

/** Venues for cases that run side by side: each has one for itself, which the next then takes over. */
export class VenuePool<V extends FeedVenue> {
  private readonly all: V[] = [];
  private readonly free: V[] = [];

  constructor(private readonly start: () => Promise<V>) {}

  /** Does `work` at a venue that nobody else has; starts one when all are taken. */
  async lend<Result>(work: (venue: V) => Promise<Result>): Promise<Result> {
    const venue = this.free.pop() ?? (await this.another());
    try {
      return await work(venue);
    } finally {
      this.free.push(venue);
    }
  }

  async close(): Promise<void> {
    for (const venue of this.all) await venue.close();
  }

  private async another(): Promise<V> {
    const venue = await this.start();
    this.all.push(venue);
    return venue;
  }
}
