import type { TimeSeries } from '@bourseworks/ports';
import type { StoreAbsence } from '../key-value-contract/index.js';

/** A process of its own that writes to a store, whole writes one after the other. */
export interface SeriesWriter {
  /** Resolves when at least so many writes were answered. */
  answered(writes: number): Promise<void>;
  /** Ends it at once, in the midst of what it does; resolves with how many writes were answered. */
  kill(): Promise<number>;
}

/** What its writes are: write `w` has the points of w * pointsPerWrite, w * pointsPerWrite + 1 ... microseconds. */
export interface WriterPlan {
  readonly measurement: string;
  readonly tag: string;
  readonly pointsPerWrite: number;
}

/** The one field of each of its points: the number of the write. */
export const WRITER_FIELD = 'write';

/** What a test can do to a store. A store without one of them skips the cases that need it. */
export interface TimeSeriesControls {
  leave(how: StoreAbsence): Promise<void>;
  /** Ends `leave`: with all that it held. */
  comeBack(): Promise<void>;
  /** The store, or the machine's file, begins anew with all that it held. Clients stay. */
  restart(): Promise<void>;
  startWriter(plan: WriterPlan): Promise<SeriesWriter>;
}

export type TimeSeriesControl = keyof TimeSeriesControls;

/** A running store. */
export interface TimeSeriesUnderTest extends Partial<TimeSeriesControls> {
  /** A client of it, as of another process. */
  open(): Promise<TimeSeries>;
  close(): Promise<void>;
}

/** What stands before the store is started, for the names of cases. */
export interface TimeSeriesHarness {
  readonly controls: readonly TimeSeriesControl[];
  start(): Promise<TimeSeriesUnderTest>;
}
