import assert from 'node:assert/strict';
import type { Point, SeriesKey, TimeSeries } from '@bourseworks/ports';
import { StoreTrial } from '../store-trial.js';
import type { TimeSeriesControl, TimeSeriesControls, TimeSeriesUnderTest } from './harness.js';

/** One case: its clients, which are closed after it, and series that no other case uses. */
export class TimeSeriesTrial extends StoreTrial<TimeSeries> {
  private static count = 0;
  private readonly number = ++TimeSeriesTrial.count;
  /** Of all its series. */
  readonly measurement = `case-${this.number}`;

  constructor(readonly store: TimeSeriesUnderTest) {
    super();
  }

  key(label: string, tags: Readonly<Record<string, string>> = {}): SeriesKey {
    return { measurement: this.measurement, tags: { ...tags, label } };
  }

  async client(): Promise<TimeSeries> {
    return this.keep(await this.store.open());
  }

  /** The points of [fromUs, toUs), all parts together. */
  async read(client: TimeSeries, key: SeriesKey, fromUs = 0, toUs = Number.MAX_SAFE_INTEGER): Promise<Point[]> {
    const read: Point[] = [];
    const take = async (points: readonly Point[]): Promise<void> => void read.push(...points);
    await client.read(key, fromUs, toUs, take, new AbortController().signal);
    return read;
  }

  async holds(client: TimeSeries, key: SeriesKey, points: readonly Point[]): Promise<void> {
    const read = await this.read(client, key);
    // The first that differs says more than two long lists.
    for (const [index, point] of points.entries()) assert.deepEqual(read[index], point, `point ${index}`);
    assert.equal(read.length, points.length);
  }

  /** A control that the case says it needs. */
  control<K extends TimeSeriesControl>(name: K): TimeSeriesControls[K] {
    const control = this.store[name] as TimeSeriesControls[K] | undefined;
    if (control === undefined) throw new Error(`the harness lists ${name} but the store does not have it`);
    return control.bind(this.store) as TimeSeriesControls[K];
  }
}
