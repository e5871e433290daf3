import { renameSync, rmSync, statSync } from 'node:fs';
import { DomainError, type ErrorCode } from '@bourseworks/domain';
import type { Clock, Point, SeriesKey, TimeSeries } from '@bourseworks/ports';
import { openTimeSeries } from '@bourseworks/storage';
import type { HistoryChange } from '../history-changes.js';
import { joined } from './changed-range.js';
import { beforePoint } from './event-points.js';
import { seriesOfInstrument, spanOf } from './kept-series.js';

/** Plain data, so that it can be handed to a thread. */
export interface KeptStoreOptions {
  readonly path: string;
  readonly maxBytes: number;
}

/** What became of the file. `damaged`: it was put aside and begins anew; `off`: it is not used for a while. */
export interface StoreTrouble {
  readonly what: 'damaged' | 'off';
  readonly code: ErrorCode;
  readonly message: string;
}

/** How long others' writes are waited for, µs. */
const TIMEOUT_US = 1_000_000;
/** How long a file that failed is left alone, µs: each try may have to wait. */
const PAUSE_US = 30_000_000;
/** A file in WAL mode and its companions; those go first, as without the file they are of no use. */
const PARTS = ['-wal', '-shm', ''];

const STORE_CODES: readonly ErrorCode[] = ['STORE_CORRUPT', 'STORE_UNAVAILABLE', 'STORE_LIMIT'];

/**
 * The file of kept history, which may fail: what cannot be read is fetched, what cannot be written is not kept, and a damaged
 * file is put aside, as PATH.damaged in the place of an earlier one.
 */
export class KeptStore {
  private series: TimeSeries | undefined;
  private pausedUntilUs = 0;
  /** By instrument: what is to be forgotten still. */
  private readonly changes = new Map<string, HistoryChange>();

  constructor(
    private readonly options: KeptStoreOptions,
    private readonly clock: Clock,
    private readonly tell: (trouble: StoreTrouble) => void,
  ) {}

  /** False when the points are not kept. */
  write(series: SeriesKey, points: readonly Point[]): Promise<boolean> {
    return this.use((store) => store.write(series, points));
  }

  /** False when the points of the range are still there. */
  remove(series: SeriesKey, fromUs: number, toUs: number): Promise<boolean> {
    return this.use((store) => store.remove(series, fromUs, toUs));
  }

  /** Makes what is kept of a range be fetched again; when the file fails, before it is used for anything else. */
  async forget(change: HistoryChange): Promise<void> {
    const { adapter, venue, symbol } = change;
    const of = JSON.stringify([adapter, venue, symbol]);
    this.changes.set(of, { ...change, ...joined(this.changes.get(of), change) });
    await this.use(async () => undefined);
  }

  /** As of TimeSeries; false when the file failed before the end: what was given until then is right. */
  async read(
    series: SeriesKey,
    fromUs: number,
    toUs: number,
    part: (points: readonly Point[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<boolean> {
    // What the reader throws is no failure of the file, whatever its code.
    let thrown: { readonly error: unknown } | undefined;
    const guarded = async (points: readonly Point[]): Promise<void> => {
      try {
        await part(points);
      } catch (error) {
        thrown = { error };
        throw error;
      }
    };
    return this.use(
      (store) => store.read(series, fromUs, toUs, guarded, signal),
      () => thrown !== undefined,
    );
  }

  /** The first point of a series at or after a time. */
  async first(series: SeriesKey, fromUs: number, signal: AbortSignal): Promise<Point | undefined> {
    let found: Point | undefined;
    await this.use(async (store) => void (found = await firstPoint(store, series, fromUs, signal)));
    return found;
  }

  async close(): Promise<void> {
    const { series } = this;
    this.series = undefined;
    await series?.close();
  }

  private async use(work: (store: TimeSeries) => Promise<void>, isForeign = () => false): Promise<boolean> {
    if (this.clock.monotonicUs() < this.pausedUntilUs) return false;
    const store = (this.series ??= await this.open());
    try {
      await this.forgetChanged(store);
      await work(store);
      return true;
    } catch (error) {
      if (isForeign() || !(error instanceof DomainError) || !STORE_CODES.includes(error.code)) throw error;
      // Closed by another call, which has told why.
      if (store === this.series) await this.onFailure(error);
      return false;
    }
  }

  /** Of all kinds: a trade that is another makes another bar, which began up to its length before. */
  private async forgetChanged(store: TimeSeries): Promise<void> {
    for (const [of, change] of this.changes) {
      for (const { series, kind } of seriesOfInstrument(await store.series(), change)) {
        const next = await firstPoint(store, series, change.toUs, new AbortController().signal);
        // It says that nothing else happened before it, back into the range: it goes too.
        const says = next !== undefined && (beforePoint(next)?.sinceUs ?? next.us) < change.toUs;
        await store.remove(series, Math.max(change.fromUs - spanOf(kind), 0), says ? next.us + 1 : change.toUs);
      }
      if (this.changes.get(of) === change) this.changes.delete(of);
    }
  }

  private open(): Promise<TimeSeries> {
    const { path, maxBytes } = this.options;
    const bounds = { maxBytes, timeoutUs: TIMEOUT_US };
    // What a failure of the machine takes is fetched again; a sync for each write would wait for all others on a busy disk.
    return openTimeSeries({ form: 'file', path, ...bounds, renewsRead: true, syncsWrites: false }, this.clock);
  }

  private async onFailure({ code, message }: DomainError): Promise<void> {
    if (code === 'STORE_LIMIT') return this.tell({ what: 'off', code, message });
    await this.close();
    const kept = code === 'STORE_CORRUPT' ? this.putAside() : 'it was not damaged';
    if (kept === undefined) return this.tell({ what: 'damaged', code, message });
    this.pausedUntilUs = this.clock.monotonicUs() + PAUSE_US;
    return this.tell({ what: 'off', code, message: code === 'STORE_CORRUPT' ? `${message}; ${kept}` : message });
  }

  /** Why it could not be put aside. */
  private putAside(): string | undefined {
    const { path } = this.options;
    try {
      for (const part of PARTS) {
        rmSync(`${path}.damaged${part}`, { force: true });
        if (statSync(path + part, { throwIfNoEntry: false }) !== undefined)
          renameSync(path + part, `${path}.damaged${part}`);
      }
      return undefined;
    } catch (error) {
      return `it cannot be put aside: ${(error as Error).message}`;
    }
  }
}

async function firstPoint(
  store: TimeSeries,
  series: SeriesKey,
  fromUs: number,
  signal: AbortSignal,
): Promise<Point | undefined> {
  let found: Point | undefined;
  const enough = new Error('one is enough');
  const take = (points: readonly Point[]): Promise<never> => {
    found = points[0];
    return Promise.reject(enough);
  };
  try {
    await store.read(series, fromUs, Number.MAX_SAFE_INTEGER, take, signal);
  } catch (error) {
    if (error !== enough) throw error;
  }
  return found;
}
