import { join } from 'node:path';
import type { MarketDataEvent } from '@bourseworks/domain';
import { SystemClock, type Clock, type HistoryQuery, type SeriesKey } from '@bourseworks/ports';
import { tempDir } from '@bourseworks/testkit';
import { seriesOf, type KeptAdapter } from '../src/history/cache/kept-series.js';
import { KeptStore, type StoreTrouble } from '../src/history/cache/kept-store.js';
import { readThroughCache, type CacheTally } from '../src/history/cache/through-cache.js';
import { instrument } from './fake-adapter.js';
import type { ModelVenue } from './model-venue.js';

export interface Answer {
  readonly events: readonly MarketDataEvent[];
  readonly tally: CacheTally;
}

type Ask = Pick<HistoryQuery, 'fromUs' | 'toUs'> & Partial<HistoryQuery>;

/** A venue with a cache before it, in a file of its own. */
export class CachedVenue {
  readonly path: string;
  readonly troubles: StoreTrouble[] = [];
  latenessUs = 1_000;
  source = 'the venue';
  store: KeptStore;
  private readonly maxBytes: number;

  constructor(
    readonly venue: ModelVenue,
    private readonly clock: Clock = new SystemClock(),
    { path = join(tempDir('history-cache'), 'market-data', 'history.db'), maxBytes = 64 * 1_048_576 } = {},
  ) {
    this.path = path;
    this.maxBytes = maxBytes;
    this.store = this.open();
  }

  /** As after a restart. */
  async reopen(): Promise<void> {
    await this.store.close();
    this.store = this.open();
  }

  seriesOf(ask: Ask): SeriesKey {
    return seriesOf(this.kept, { instrument, kind: 'trade', ...ask });
  }

  async ask(ask: Ask, signal = new AbortController().signal): Promise<Answer> {
    const events: MarketDataEvent[] = [];
    const tally = await readThroughCache({
      source: this.venue,
      kept: this.kept,
      query: { instrument, kind: 'trade', ...ask },
      store: this.store,
      clock: this.clock,
      signal,
      part: async (part) => void events.push(...part),
    });
    return { events, tally };
  }

  private get kept(): KeptAdapter {
    return { name: 'model', source: this.source, latenessUs: this.latenessUs };
  }

  private open(): KeptStore {
    const { path, maxBytes } = this;
    return new KeptStore({ path, maxBytes }, this.clock, (trouble) => void this.troubles.push(trouble));
  }
}
