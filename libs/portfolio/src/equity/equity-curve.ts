import { US_PER_DAY } from '@bourseworks/domain';

export interface EquityPoint {
  readonly us: number;
  /** Ledger money. */
  readonly equity: bigint;
}

export interface EquityCurveOptions {
  /** Points that are kept, default 100 000; the oldest go first. */
  readonly capacity?: number;
  /** Days that are kept, default 10 000. */
  readonly days?: number;
  /** Added to a time before it is cut to days: an exchange's day need not be one of UTC. */
  readonly dayOffsetUs?: number;
}

/** Ring of points in time order. */
class PointRing {
  private readonly points: EquityPoint[] = [];
  private readonly capacity: number;
  private start = 0;

  constructor(capacity: number) {
    if (!Number.isSafeInteger(capacity) || capacity < 1) throw new Error(`a curve of ${capacity} points`);
    this.capacity = capacity;
  }

  get last(): EquityPoint | undefined {
    return this.points.length < this.capacity
      ? this.points.at(-1)
      : this.points[(this.start + this.capacity - 1) % this.capacity];
  }

  push(point: EquityPoint): void {
    if (this.points.length < this.capacity) this.points.push(point);
    else {
      this.points[this.start] = point;
      this.start = (this.start + 1) % this.capacity;
    }
  }

  replaceLast(point: EquityPoint): void {
    const length = this.points.length;
    this.points[(this.start + length - 1) % length] = point;
  }

  all(): EquityPoint[] {
    return [...this.points.slice(this.start), ...this.points.slice(0, this.start)];
  }
}

/**
 * Equity over time: the latest points, the last of each day, and the high-water mark over everything that was ever added,
 * points that are no longer kept included.
 */
export class EquityCurve {
  private readonly ring: PointRing;
  private readonly days: PointRing;
  private readonly dayOffsetUs: number;
  private highest: EquityPoint | undefined;

  constructor(options: EquityCurveOptions = {}) {
    this.ring = new PointRing(options.capacity ?? 100_000);
    this.days = new PointRing(options.days ?? 10_000);
    this.dayOffsetUs = options.dayOffsetUs ?? 0;
  }

  /** A point at the time of the last one replaces it; an earlier one is ignored, and false is returned. */
  add(us: number, equity: bigint): boolean {
    const { last } = this.ring;
    if (last !== undefined && us < last.us) return false;
    const point = { us, equity };
    if (last?.us === us) this.ring.replaceLast(point);
    else this.ring.push(point);
    const day = this.days.last;
    if (day !== undefined && this.dayOf(day.us) === this.dayOf(us)) this.days.replaceLast(point);
    else this.days.push(point);
    if (this.highest === undefined || equity > this.highest.equity) this.highest = point;
    return true;
  }

  get last(): EquityPoint | undefined {
    return this.ring.last;
  }

  /** The first point of the highest equity so far. */
  get highWaterMark(): EquityPoint | undefined {
    return this.highest;
  }

  /** High-water mark less the last equity, >= 0. */
  get drawdown(): bigint {
    const { last } = this.ring;
    return this.highest === undefined || last === undefined ? 0n : this.highest.equity - last.equity;
  }

  points(): readonly EquityPoint[] {
    return this.ring.all();
  }

  /** The last point of each day. */
  daily(): readonly EquityPoint[] {
    return this.days.all();
  }

  private dayOf(us: number): number {
    return Math.floor((us + this.dayOffsetUs) / US_PER_DAY);
  }
}
