import { TimeSeries, type Clock, type Point, type SeriesKey } from '@bourseworks/ports';
import { InFlight } from '../../key-value/in-flight.js';
import { checkMeasurement, checkPoints, checkRange, checkSeries } from '../checks.js';
import { ordered } from '../point-order.js';
import { beyond } from '../../refusals.js';
import { untilAborted } from '../until-aborted.js';
import { BusyRetry } from '../../sqlite/busy-retry.js';
import { nanosOf, SeriesFile, type Victim } from './series-file.js';

/** Plain data, so that it can be handed to a thread. */
export interface SqliteTimeSeriesOptions {
  /** Its folder is made when it is missing. A local disk, never one over a network. */
  readonly path: string;
  /** How long other processes' writes are waited for, microseconds. */
  readonly timeoutUs: number;
  /** Bytes that it takes on disk, from MIN_BYTES: beyond, what was written longest ago makes room for what is written. */
  readonly maxBytes: number;
  /** Whether what is read counts as written then, so that what is used longest ago goes first; a read may write for it. */
  readonly renewsRead?: boolean;
  /**
   * False: a write is not synced. It outlives the end of the process, but what was written last may be gone, in whole writes,
   * when the machine fails: for what can be had again. Removals are synced in any case. By default true.
   */
  readonly syncsWrites?: boolean;
  /** How old the points of a measurement get, microseconds; those not named are kept. */
  readonly retentionUs?: Readonly<Record<string, number>>;
}

/** What a store lets go of its own accord: points of [fromUs, toUs), perhaps not all that are there. */
export interface Eviction {
  readonly series: SeriesKey;
  readonly fromUs: number;
  readonly toUs: number;
}

/** Is told of what is about to be removed, and resolves when nobody counts on it any more; until then it stays. */
export type OnEvict = (evictions: readonly Eviction[]) => Promise<void>;

export const MIN_BYTES = 1_048_576;
/** What the file may have beyond its bound for what is being written. */
const SPARE_BYTES = 256 * 1_048_576;
/** What part of its bound is made free at a time, so that not every write has to. */
const SPARE_PART = 32;
/** Blocks removed at a time, at most, so that none takes long. */
const ROUND = 64;
/** Rounds before one write; what is left goes before the next ones. */
const MAX_ROUNDS = 64;
const SWEEP_EVERY_US = 60_000_000;

/**
 * Series in one SQLite file of blocks of points, shared by the processes and threads of one machine. Every call is one
 * transaction on the calling thread: 10 000 points take some ten milliseconds, so that much of it belongs into a worker.
 */
export class SqliteTimeSeries extends TimeSeries {
  private readonly calls: InFlight;
  private readonly retry: BusyRetry;
  private file: SeriesFile | undefined;
  private sweepUs = 0;

  /** @throws DomainError STORE_LIMIT when an option is out of its bounds */
  constructor(
    private readonly options: SqliteTimeSeriesOptions,
    private readonly clock: Clock,
    private readonly onEvict: OnEvict = async () => undefined,
  ) {
    super();
    checkOptions(options);
    this.calls = new InFlight(options.path);
    this.retry = new BusyRetry(options.path, options.timeoutUs, clock);
  }

  override async write(series: SeriesKey, points: readonly Point[]): Promise<void> {
    checkSeries(series);
    checkPoints(points);
    await this.calls.run(async () => {
      if (points.length === 0) return;
      await this.sweep();
      await this.makeRoom();
      const run = ordered(points);
      await this.use((file) => file.write(series, run));
    });
  }

  override async read(
    series: SeriesKey,
    fromUs: number,
    toUs: number,
    part: (points: readonly Point[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    checkSeries(series);
    checkRange(fromUs, toUs);
    const to = nanosOf(toUs);
    for (let from = nanosOf(fromUs); ;) {
      signal.throwIfAborted();
      const found = await this.calls.run(() => this.use((file) => file.read(series, from, to)));
      signal.throwIfAborted();
      if (found === undefined) return;
      if (found.points.length > 0) await untilAborted(part(found.points), signal);
      if (this.options.renewsRead === true) await this.renew(found.block);
      from = found.next;
      // A reader that never waits would keep everything else of this thread waiting, an abort too.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  override async remove(series: SeriesKey, fromUs: number, toUs: number): Promise<void> {
    checkSeries(series);
    checkRange(fromUs, toUs);
    await this.calls.run(async () => {
      if (fromUs < toUs) await this.use((file) => file.remove(series, nanosOf(fromUs), nanosOf(toUs)));
    });
  }

  override async series(measurement?: string): Promise<readonly SeriesKey[]> {
    if (measurement !== undefined) checkMeasurement(measurement);
    return this.calls.run(() => this.use((file) => file.series(measurement)));
  }

  override async bytes(): Promise<number> {
    return this.calls.run(() => this.use((file) => file.bytes()));
  }

  override async close(): Promise<void> {
    this.calls.close();
    this.file?.close();
    this.file = undefined;
  }

  /** Only what is near to go, and only in a file that is filling up: reading the same again and again must not wear the disk. */
  private async renew(block: bigint): Promise<void> {
    const isNear = await this.use((file) => file.usedBytes() * 2 > this.options.maxBytes && file.isAging(block));
    if (isNear) await this.calls.run(() => this.use((file) => file.renew(block)));
  }

  /** Removes what is too old, some of it with a write now and then. */
  private async sweep(): Promise<void> {
    const nowUs = this.clock.monotonicUs();
    if (nowUs < this.sweepUs) return;
    let left = false;
    for (const [measurement, ageUs] of Object.entries(this.options.retentionUs ?? {})) {
      const fromUs = Math.max(this.clock.nowUs() - ageUs, 0);
      left = (await this.evict((file) => file.before(measurement, nanosOf(fromUs), ROUND))) === ROUND || left;
    }
    this.sweepUs = left ? 0 : nowUs + SWEEP_EVERY_US;
  }

  /** Before a write and not after it, so that whoever writes is told when no room can be made. */
  private async makeRoom(): Promise<void> {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const excess = (await this.use((file) => file.usedBytes())) - this.options.maxBytes;
      if (excess <= 0) return;
      const bytes = excess + this.options.maxBytes / SPARE_PART;
      if ((await this.evict((file) => file.oldest(ROUND, bytes))) === 0) return;
    }
  }

  private async evict(find: (file: SeriesFile) => readonly Victim[]): Promise<number> {
    const victims = await this.use(find);
    if (victims.length === 0) return 0;
    await this.onEvict(victims.map(evictionOf));
    await this.use((file) => file.drop(victims));
    return victims.length;
  }

  private use<T>(work: (file: SeriesFile) => T): Promise<T> {
    return this.retry.run(() => {
      this.calls.checkOpen();
      const { path, maxBytes, syncsWrites = true } = this.options;
      this.file ??= SeriesFile.open(path, { maxBytes: maxBytes + SPARE_BYTES, syncsWrites });
      return work(this.file);
    });
  }
}

function evictionOf({ series, first, last }: Victim): Eviction {
  return { series, fromUs: Number(first / 1_000n), toUs: Number(last / 1_000n) + 1 };
}

function checkOptions({ maxBytes, retentionUs = {} }: SqliteTimeSeriesOptions): void {
  if (!Number.isSafeInteger(maxBytes) || maxBytes < MIN_BYTES)
    throw beyond(`the bound of a store is ${maxBytes} bytes; it is a whole number from the bound`, MIN_BYTES);
  for (const [measurement, ageUs] of Object.entries(retentionUs)) {
    checkMeasurement(measurement);
    if (!Number.isSafeInteger(ageUs) || ageUs < 1)
      throw beyond(`points of ${measurement} are kept for ${ageUs} us; it is a whole number from the bound`, 1);
  }
}
